#include "fetch.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limit.h"
#include "text.h"

/* One for each source: its connection, its cookies, and at most one request under way. */
struct fetch_call {
    struct fetch *fetch;
    const struct config_source *source;
    CURL *easy;
    struct curl_slist *headers;
    struct fetch_reader reader;
    char *body;
    bool flying, begun, skipping; /* skipping: the body of a redirect is nobody's */
    int redirects;
    int64_t bytes;
    struct error error; /* of the reader, or of a limit */
    struct fetch_call *next;
};

struct fetch {
    CURLM *multi;
    struct fetch_call *calls;
};

struct fetch *fetch_open(struct error *e)
{
    struct fetch *f = calloc(1, sizeof *f);
    if (f && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        f->multi = curl_multi_init();
    if (!f || !f->multi) {
        free(f);
        error_memory(e, "libcurl");
        return NULL;
    }
    curl_multi_setopt(f->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)LIMIT_HOST_CONNECTIONS);
    return f;
}

static void call_land(struct fetch_call *call)
{
    if (call->flying)
        curl_multi_remove_handle(call->fetch->multi, call->easy);
    call->flying = false;
    curl_slist_free_all(call->headers);
    call->headers = NULL;
    free(call->body);
    call->body = NULL;
}

void fetch_close(struct fetch *f)
{
    if (!f)
        return;
    while (f->calls) {
        struct fetch_call *call = f->calls;
        f->calls = call->next;
        call_land(call);
        curl_easy_cleanup(call->easy);
        free(call);
    }
    curl_multi_cleanup(f->multi);
    curl_global_cleanup();
    free(f);
}

void fetch_cancel(struct fetch *f, const struct config_source *source)
{
    for (struct fetch_call *call = f->calls; call; call = call->next)
        if (call->source == source)
            call_land(call);
}

static long status_of(const struct fetch_call *call)
{
    long status = 0;
    curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/* The reader hears of a reply when its head is whole: at the first byte of the body, or at the end of an
 * empty one. */
static bool call_begin(struct fetch_call *call)
{
    long status = status_of(call);
    char *type = NULL;
    call->begun = true;
    call->skipping = status >= 300 && status < 400;
    if (call->skipping)
        return true;
    curl_easy_getinfo(call->easy, CURLINFO_CONTENT_TYPE, &type);
    return call->reader.begin(call->reader.context, status, type ? type : "", &call->error);
}

static size_t call_write(char *bytes, size_t size, size_t count, void *context)
{
    struct fetch_call *call = context;
    size_t n = size * count;
    if (!call->begun && !call_begin(call))
        return CURL_WRITEFUNC_ERROR;
    call->bytes += (int64_t)n;
    if (call->bytes > LIMIT_BODY_BYTES) {
        error_set(&call->error, ERROR_DATA, call->source->name,
                  _("Is this the right address? Ask the portal's operator."),
                  _("the reply is larger than %ld bytes"), (long)LIMIT_BODY_BYTES);
        return CURL_WRITEFUNC_ERROR;
    }
    if (!call->skipping && !call->reader.body(call->reader.context, bytes, n, &call->error))
        return CURL_WRITEFUNC_ERROR;
    return n;
}

static void call_options(struct fetch_call *call)
{
    CURL *easy = call->easy;
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L); /* by hand, to the same host only */
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)LIMIT_CONNECT_SECONDS);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)LIMIT_IDLE_SECONDS);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)LIMIT_TOTAL_SECONDS);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "motcua/" MOTCUA_VERSION);
    curl_easy_setopt(easy, CURLOPT_COOKIEFILE, ""); /* kept in memory, for this source alone */
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)LIMIT_RECEIVE_BYTES);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, call_write);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
    if (call->source->ca_file)
        curl_easy_setopt(easy, CURLOPT_CAINFO, call->source->ca_file);
}

static struct fetch_call *call_of(struct fetch *f, const struct config_source *source, struct error *e)
{
    for (struct fetch_call *call = f->calls; call; call = call->next)
        if (call->source == source)
            return call;
    struct fetch_call *call = calloc(1, sizeof *call);
    if (!call || !(call->easy = curl_easy_init())) {
        free(call);
        error_memory(e, source->name);
        return NULL;
    }
    call->fetch = f;
    call->source = source;
    call->next = f->calls;
    f->calls = call;
    call_options(call);
    return call;
}

static bool call_headers(struct fetch_call *call, const struct adapter_request *request)
{
    for (size_t i = 0; i < sizeof request->headers / sizeof *request->headers && request->headers[i]; i++) {
        struct curl_slist *longer = curl_slist_append(call->headers, request->headers[i]);
        if (!longer)
            return false;
        call->headers = longer;
    }
    return true;
}

static void call_launch(struct fetch_call *call)
{
    int running = 0;
    call->begun = call->skipping = false;
    curl_multi_add_handle(call->fetch->multi, call->easy);
    call->flying = true;
    curl_multi_perform(call->fetch->multi,
                       &running); /* sends at once: the portal works while the caller does something else */
}

bool fetch_start(struct fetch *f, const struct config_source *source, const struct adapter_request *request,
                 const struct fetch_reader *reader, struct error *e)
{
    struct fetch_call *call = call_of(f, source, e);
    if (!call)
        return false;
    bool post = strcmp(request->method, "POST") == 0;
    call->reader = *reader;
    call->bytes = 0;
    call->redirects = 0;
    call->error = (struct error){0};
    call->body = post ? strdup(request->body ? request->body : "") : NULL;
    if (!call_headers(call, request) || (post && !call->body) ||
        curl_easy_setopt(call->easy, CURLOPT_URL, request->url) != CURLE_OK ||
        curl_easy_setopt(call->easy, CURLOPT_USERNAME, request->user) != CURLE_OK ||
        curl_easy_setopt(call->easy, CURLOPT_PASSWORD, request->password) != CURLE_OK) {
        call_land(call);
        return error_memory(e, source->name);
    }
    curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->headers);
    curl_easy_setopt(call->easy, CURLOPT_HTTPGET, 1L);
    if (post) {
        curl_easy_setopt(call->easy, CURLOPT_POST, 1L);
        curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, call->body);
    }
    call_launch(call);
    return true;
}

/* Scheme, host and port are those of the source's base_url. */
static bool same_host(const char *base, const char *target)
{
    size_t n = strcspn(strstr(base, "://") + 3, "/?#") + (size_t)(strstr(base, "://") + 3 - base);
    return strncmp(base, target, n) == 0 && (target[n] == '/' || target[n] == '?' || target[n] == '\0');
}

/* true: it goes on at the other address. */
static bool call_redirect(struct fetch_call *call, struct fetch_reply *out)
{
    char *found = NULL;
    curl_easy_getinfo(call->easy, CURLINFO_REDIRECT_URL, &found);
    char *target = found ? strdup(found) : NULL;
    bool follow = target && same_host(call->source->base_url, target) && call->redirects < LIMIT_REDIRECTS;
    if (!follow) {
        out->result = FETCH_FAILED;
        error_set(
            &out->error, ERROR_UNAVAILABLE, call->source->name,
            _("Put the address that answers into base_url; redirects are followed only on the same host."),
            _("status %ld: the portal redirects to %.200s"), out->status, target ? target : _("nowhere"));
    } else {
        curl_multi_remove_handle(call->fetch->multi, call->easy);
        call->redirects++;
        curl_easy_setopt(call->easy, CURLOPT_URL, target);
        call_launch(call);
    }
    free(target);
    return follow;
}

static const struct {
    CURLcode code;
    enum fetch_result result;
    enum error_code error;
    const char *hint;
} transfer_faults[] = {
    {CURLE_COULDNT_RESOLVE_HOST, FETCH_RETRY, ERROR_UNAVAILABLE,
     N_("Check the host name in base_url and the machine's DNS.")},
    {CURLE_COULDNT_CONNECT, FETCH_RETRY, ERROR_UNAVAILABLE,
     N_("Check that the portal runs, the port in base_url, and the firewall.")},
    {CURLE_PEER_FAILED_VERIFICATION, FETCH_FAILED, ERROR_UNAVAILABLE,
     N_("The certificate is not trusted: name the portal's CA in ca_file.")},
    {CURLE_SSL_CACERT_BADFILE, FETCH_FAILED, ERROR_CONFIG, N_("Check ca_file.")},
    {CURLE_SSL_CONNECT_ERROR, FETCH_FAILED, ERROR_UNAVAILABLE, N_("Is base_url right about http and https?")},
    {CURLE_URL_MALFORMAT, FETCH_FAILED, ERROR_CONFIG, N_("Correct base_url.")},
    {CURLE_UNSUPPORTED_PROTOCOL, FETCH_FAILED, ERROR_CONFIG, N_("base_url begins with http:// or https://.")},
    {CURLE_BAD_CONTENT_ENCODING, FETCH_FAILED, ERROR_DATA,
     N_("The portal says gzip and sends something else; tell its operator.")},
    {CURLE_OUT_OF_MEMORY, FETCH_FAILED, ERROR_INTERNAL, N_("Free some memory and try again.")},
};

static void call_fault(const struct fetch_call *call, CURLcode code, struct fetch_reply *out)
{
    enum error_code error = ERROR_TEMPORARY;
    const char *hint =
        N_("The portal or the line is slow or broken; the next poll goes on where this one stopped.");
    out->result = FETCH_RETRY;
    for (size_t i = 0; i < sizeof transfer_faults / sizeof *transfer_faults; i++)
        if (transfer_faults[i].code == code) {
            out->result = transfer_faults[i].result;
            error = transfer_faults[i].error;
            hint = transfer_faults[i].hint;
        }
    error_set(&out->error, error, call->source->name, _(hint), "%s: %s", call->source->base_url,
              curl_easy_strerror(code));
}

/* false: the call goes on (a redirect). */
static bool call_end(struct fetch_call *call, CURLcode code, struct fetch_reply *out)
{
    *out = (struct fetch_reply){.context = call->reader.context,
                                .status = status_of(call),
                                .retry_after_ms = -1,
                                .bytes = call->bytes};
    if (!call->error.code && code == CURLE_OK && !call->begun)
        (void)call_begin(call); /* an empty body; what the reader says of it is in call->error */
    if (call->error.code) {
        out->result = FETCH_STOPPED;
        out->error = call->error;
    } else if (code != CURLE_OK) {
        call_fault(call, code, out);
    } else if (call->skipping && call_redirect(call, out)) {
        return false;
    }
    curl_off_t seconds = 0;
    if (curl_easy_getinfo(call->easy, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0)
        out->retry_after_ms =
            seconds > LIMIT_RETRY_WAIT_MS / 1000 ? LIMIT_RETRY_WAIT_MS : (long)seconds * 1000;
    call_land(call);
    return true;
}

static bool ended_take(struct fetch *f, struct fetch_reply *out)
{
    int left = 0;
    for (CURLMsg *message = curl_multi_info_read(f->multi, &left); message;
         message = curl_multi_info_read(f->multi, &left)) {
        struct fetch_call *call = NULL;
        CURLcode code = message->data.result;
        if (message->msg != CURLMSG_DONE ||
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&call) != CURLE_OK)
            continue;
        if (call_end(call, code, out))
            return true;
    }
    return false;
}

bool fetch_next(struct fetch *f, long wait_ms, struct fetch_reply *out)
{
    int running = 0;
    curl_multi_perform(f->multi, &running);
    if (ended_take(f, out))
        return true;
    curl_multi_poll(f->multi, NULL, 0, (int)wait_ms, NULL);
    curl_multi_perform(f->multi, &running);
    return ended_take(f, out);
}

void fetch_wake(void *fetch)
{
    const struct fetch *f = fetch;
    curl_multi_wakeup(f->multi);
}
