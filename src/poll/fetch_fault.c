#include "poll/fetch_fault.h"

#include <string.h>

#include "base/text.h"

struct fault {
    int code;
    enum fetch_result result;
    enum error_code error;
    const char *step, *what, *hint;
};

#define SLOW_HINT                                                                                            \
    N_("The portal or the line is slow or broken; the next poll goes on where this one stopped.")

static const struct fault transfer_faults[] = {
    {CURLE_COULDNT_RESOLVE_HOST, FETCH_RETRY, ERROR_UNAVAILABLE, N_("address"),
     N_("the host name is not known"), N_("Check the host name in base_url and the machine's DNS.")},
    {CURLE_COULDNT_RESOLVE_PROXY, FETCH_RETRY, ERROR_UNAVAILABLE, N_("proxy"),
     N_("the proxy's host name is not known"),
     N_("Check proxy in the config, or https_proxy and http_proxy, and the machine's DNS.")},
    {CURLE_COULDNT_CONNECT, FETCH_RETRY, ERROR_UNAVAILABLE, N_("connection"),
     N_("nobody answers at this address and port"),
     N_("Check that the portal runs, the port in base_url, and the firewall.")},
    {CURLE_OPERATION_TIMEDOUT, FETCH_RETRY, ERROR_TEMPORARY, N_("connection"),
     N_("no answer in time, or too slow a one"), SLOW_HINT},
    {CURLE_PARTIAL_FILE, FETCH_RETRY, ERROR_TEMPORARY, N_("reply"), N_("the reply breaks off"), SLOW_HINT},
    {CURLE_GOT_NOTHING, FETCH_RETRY, ERROR_TEMPORARY, N_("connection"),
     N_("the connection was closed without a reply"),
     N_("Is base_url right about http and https? If it is, the portal or the line is broken; the next poll "
        "goes on where this one stopped.")},
    {CURLE_RECV_ERROR, FETCH_RETRY, ERROR_TEMPORARY, N_("connection"),
     N_("the connection broke while the reply came"), SLOW_HINT},
    {CURLE_SEND_ERROR, FETCH_RETRY, ERROR_TEMPORARY, N_("connection"),
     N_("the connection broke while the request went out"), SLOW_HINT},
    {CURLE_SSL_CACERT_BADFILE, FETCH_FAILED, ERROR_CONFIG, N_("certificate"),
     N_("ca_file holds no certificates to be read"), N_("Check ca_file.")},
    {CURLE_SSL_CERTPROBLEM, FETCH_FAILED, ERROR_CONFIG, N_("certificate"),
     N_("client_cert or client_key cannot be used"),
     N_("Check the two files (PEM), that they belong together, and client_key_password.")},
    {CURLE_SSL_CONNECT_ERROR, FETCH_FAILED, ERROR_UNAVAILABLE, N_("certificate"),
     N_("no TLS connection comes about"), N_("Is base_url right about http and https?")},
    {CURLE_URL_MALFORMAT, FETCH_FAILED, ERROR_CONFIG, N_("address"), N_("not an address"),
     N_("Correct base_url.")},
    {CURLE_BAD_CONTENT_ENCODING, FETCH_FAILED, ERROR_DATA, N_("reply"),
     N_("the packed reply cannot be unpacked"),
     N_("The portal says gzip and sends something else; tell its operator.")},
    {CURLE_WEIRD_SERVER_REPLY, FETCH_FAILED, ERROR_DATA, N_("reply"), N_("what answers does not speak HTTP"),
     N_("Check the port in base_url; tell the portal's operator.")},
    {CURLE_UNSUPPORTED_PROTOCOL, FETCH_FAILED, ERROR_DATA, N_("reply"),
     N_("what answers does not speak HTTP"), N_("Check the port in base_url; tell the portal's operator.")},
    {CURLE_OUT_OF_MEMORY, FETCH_FAILED, ERROR_INTERNAL, N_("reply"), N_("out of memory"),
     N_("Free some memory and try again.")},
};

/* Why a certificate is not trusted, by OpenSSL's numbers (x509_vfy.h), which libcurl hands on. */
enum {
    NOT_YET_VALID = 9,
    EXPIRED = 10,
    SELF_SIGNED = 18,
    SELF_SIGNED_IN_CHAIN = 19,
    NO_ISSUER_HERE = 20,
    NO_ISSUER_SENT = 21,
    REVOKED = 23
};

#define ISSUER_WHAT N_("the portal's certificate comes from nobody that this machine trusts")
#define ISSUER_HINT N_("The certificate is not trusted: name the portal's CA in ca_file.")

static const struct {
    long number;
    const char *what, *hint;
} certificate_faults[] = {
    {EXPIRED, N_("the portal's certificate has ended"),
     N_("Tell the portal's operator to renew it; check this machine's clock too.")},
    {NOT_YET_VALID, N_("the portal's certificate is not valid yet"), N_("Check this machine's clock.")},
    {SELF_SIGNED, ISSUER_WHAT, ISSUER_HINT},
    {SELF_SIGNED_IN_CHAIN, ISSUER_WHAT, ISSUER_HINT},
    {NO_ISSUER_HERE, ISSUER_WHAT, ISSUER_HINT},
    {NO_ISSUER_SENT, ISSUER_WHAT, ISSUER_HINT},
    {REVOKED, N_("the portal's certificate was revoked"), N_("Ask the portal's operator before you go on.")},
};

static void certificate_fault(CURL *easy, struct fault *f)
{
    long number = 0;
    curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &number);
    *f = (struct fault){.result = FETCH_FAILED,
                        .error = ERROR_UNAVAILABLE,
                        .step = N_("certificate"),
                        .what = N_("the certificate is of another name than the host in base_url"),
                        .hint = N_("Write the name that the certificate is of into base_url, or ask the "
                                   "portal's operator for a certificate of this name.")};
    for (size_t i = 0; i < sizeof certificate_faults / sizeof *certificate_faults; i++)
        if (certificate_faults[i].number == number) {
            f->what = certificate_faults[i].what;
            f->hint = certificate_faults[i].hint;
        }
}

/* true: libcurl's words tell a refusal in the middle of a connection, for which libcurl has no code. */
static bool special_fault(CURL *easy, const char *detail, struct fault *f)
{
    long tunnel = 0;
    curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &tunnel);
    if (tunnel >= 400) {
        *f = (struct fault){.result = tunnel >= 500 ? FETCH_RETRY : FETCH_FAILED,
                            .error = ERROR_UNAVAILABLE,
                            .step = N_("proxy"),
                            .what = N_("the proxy does not let the connection through"),
                            .hint = N_("Check proxy and proxy_auth, and that the proxy may reach this "
                                       "host.")};
        return true;
    }
    if (strstr(detail, "alert") && (strstr(detail, "certificate") || strstr(detail, "unknown ca"))) {
        *f = (struct fault){.result = FETCH_FAILED,
                            .error = ERROR_UNAVAILABLE,
                            .step = N_("certificate"),
                            .what = N_("the portal wants a client certificate, or another one than this"),
                            .hint = N_("Name the files that the portal's operator gave you as client_cert "
                                       "and client_key.")};
        return true;
    }
    return false;
}

void fetch_fault(CURL *easy, const struct config_source *source, CURLcode code, const char *detail,
                 struct fetch_reply *out)
{
    struct fault fault = {
        .result = FETCH_RETRY, .error = ERROR_TEMPORARY, .step = N_("connection"), .hint = SLOW_HINT};
    for (size_t i = 0; i < sizeof transfer_faults / sizeof *transfer_faults; i++)
        if (transfer_faults[i].code == (int)code)
            fault = transfer_faults[i];
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        certificate_fault(easy, &fault);
    else
        (void)special_fault(easy, detail, &fault);
    out->result = fault.result;
    out->step = fault.step;
    error_set(&out->error, fault.error, source->name, _(fault.hint), "%s: %s", source->base_url,
              fault.what ? _(fault.what) : curl_easy_strerror(code));
}
