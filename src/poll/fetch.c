#include "poll/fetch.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/limit.h"
#include "base/progress.h"
#include "base/text.h"
#include "poll/address.h"
#include "poll/budget.h"
#include "poll/fetch_fault.h"

/* The call of a source: its connection, its cookies, and at most one request under way. */
struct fetch_call {
    struct fetch *fetch;
    const struct config_source *source;
    CURL *easy;
    struct curl_slist *headers;
    struct fetch_reader reader;
    char *body, *url;
    bool flying, begun, skipping; /* skipping: the reader does not see the body of a redirect */
    bool raw;                     /* Content-Encoding is not true: the body is read as it comes */
    bool conditional, post;       /* conditional: the request asks only for a newer reply */
    int redirects, header_lines;
    int64_t bytes, header_bytes;
    char etag[LIMIT_VALIDATOR_BYTES], modified[LIMIT_VALIDATOR_BYTES], location[LIMIT_URL_BYTES];
    char detail[CURL_ERROR_SIZE];
    struct error error; /* of the reader, or of a limit */
    struct fetch_call *next;
};

struct fetch {
    CURLM *multi;
    struct fetch_call *calls;
    struct budget *budget;
    bool look;
};

struct fetch *fetch_open(struct error *e)
{
    struct fetch *f = calloc(1, sizeof *f);
    if (f && digest_begin(e) && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        f->multi = curl_multi_init();
    if (f)
        f->budget = budget_new();
    if (!f || !f->multi || !f->budget) {
        fetch_close(f);
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
    free(call->url);
    call->body = call->url = NULL;
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
    budget_free(f->budget);
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

bool fetch_turn(struct fetch *f, const struct config_source *source, const char *url, int64_t now,
                int64_t *wait_ms, struct error *e)
{
    return budget_take(f->budget, url, source->network.requests_per_minute, now, wait_ms, e);
}

static long status_of(const struct fetch_call *call)
{
    long status = 0;
    curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/* A condition that does not hold is a 304 to GET and, by RFC 9110 (13.1.2), a 412 to POST. */
static bool is_unchanged(const struct fetch_call *call, long status)
{
    return call->conditional && (status == 304 || (status == 412 && call->post));
}

/* Calls the reader's begin() once the reply's head is whole: at the first byte of the body, or at the end of an
 * empty body. */
static bool call_begin(struct fetch_call *call)
{
    long status = status_of(call);
    char *type = NULL;
    call->begun = true;
    call->skipping = (status >= 300 && status < 400) || status == 407 || is_unchanged(call, status);
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

/* Keeps the value of a header line called `name`, if the value is short and plain enough to be sent back; else "". */
static void header_keep(const char *line, size_t n, const char *name, char *out, size_t size)
{
    size_t at = strlen(name), used = 0;
    if (n <= at || strncasecmp(line, name, at) != 0 || line[at] != ':')
        return;
    for (at++; at < n && (line[at] == ' ' || line[at] == '\t'); at++)
        continue;
    while (n > at && strchr(" \t\r\n", line[n - 1]))
        n--;
    for (; at < n && used + 1 < size && line[at] >= ' ' && line[at] <= '~'; at++)
        out[used++] = line[at];
    out[at == n ? used : 0] = '\0';
}

static void head_refuse(struct fetch_call *call)
{
    error_set(&call->error, ERROR_DATA, call->source->name,
              _("Is this the right address? Ask the portal's operator."),
              _("the head of the reply has more than %d lines or %d bytes"), LIMIT_REPLY_HEADERS,
              LIMIT_REPLY_HEADER_BYTES);
}

/* Headers are counted over all replies to one request, so that redirects and interim replies do not evade the limit. */
static size_t call_header(char *bytes, size_t size, size_t count, void *context)
{
    struct fetch_call *call = context;
    size_t n = size * count;
    call->header_bytes += (int64_t)n;
    if (++call->header_lines > LIMIT_REPLY_HEADERS || call->header_bytes > LIMIT_REPLY_HEADER_BYTES) {
        head_refuse(call);
        return CURL_WRITEFUNC_ERROR;
    }
    header_keep(bytes, n, "ETag", call->etag, sizeof call->etag);
    header_keep(bytes, n, "Last-Modified", call->modified, sizeof call->modified);
    header_keep(bytes, n, "Location", call->location, sizeof call->location);
    return n;
}

/* Proxy, certificates and patience, as the config has them. */
static void call_network(struct fetch_call *call)
{
    const struct config_source *s = call->source;
    const struct config_network *n = &s->network;
    CURL *easy = call->easy;
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)n->connect_seconds);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)LIMIT_SLOW_BYTES);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)n->idle_seconds);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)n->total_seconds);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_KEYPASSWD, s->client_key_password ? s->client_key_password : "");
    if (s->ca_file)
        curl_easy_setopt(easy, CURLOPT_CAINFO, s->ca_file);
    if (s->client_cert)
        curl_easy_setopt(easy, CURLOPT_SSLCERT, s->client_cert);
    if (s->client_key)
        curl_easy_setopt(easy, CURLOPT_SSLKEY, s->client_key);
    if (n->proxy)
        curl_easy_setopt(easy, CURLOPT_PROXY, n->proxy);
    if (n->proxy_user) {
        curl_easy_setopt(easy, CURLOPT_PROXYUSERNAME, n->proxy_user);
        curl_easy_setopt(easy, CURLOPT_PROXYPASSWORD, n->proxy_password ? n->proxy_password : "");
    }
}

static void call_options(struct fetch_call *call)
{
    CURL *easy = call->easy;
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L); /* call_redirect() follows, to the same host only */
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "motcua/" MOTCUA_VERSION);
    curl_easy_setopt(easy, CURLOPT_COOKIEFILE, ""); /* cookies are kept in memory, for this source alone */
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)LIMIT_RECEIVE_BYTES);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, call_write);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, call_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, call);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call->detail);
    curl_easy_setopt(easy, CURLOPT_CERTINFO, call->fetch->look ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
    call_network(call);
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

static bool header_add(struct fetch_call *call, const char *line)
{
    struct curl_slist *longer = curl_slist_append(call->headers, line);
    if (longer)
        call->headers = longer;
    return longer != NULL;
}

/* Adds the conditions of the request's tag; If-Modified-Since means nothing with a POST. */
static bool call_condition(struct fetch_call *call, const struct portal_request *request)
{
    const struct {
        const char *name, *value;
    } conditions[] = {{"If-None-Match", request->etag},
                      {"If-Modified-Since", call->post ? NULL : request->modified}};
    call->conditional = false;
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        char line[LIMIT_VALIDATOR_BYTES + 32];
        if (!conditions[i].value || !*conditions[i].value)
            continue;
        snprintf(line, sizeof line, "%s: %s", conditions[i].name, conditions[i].value);
        if (!header_add(call, line))
            return false;
        call->conditional = true;
    }
    return true;
}

static bool call_headers(struct fetch_call *call, const struct portal_request *request)
{
    for (size_t i = 0; i < sizeof request->headers / sizeof *request->headers && request->headers[i]; i++)
        if (!header_add(call, request->headers[i]))
            return false;
    return call_condition(call, request);
}

static void call_launch(struct fetch_call *call)
{
    int running = 0;
    call->begun = call->skipping = false;
    *call->etag = *call->modified = *call->location = *call->detail = '\0';
    curl_multi_add_handle(call->fetch->multi, call->easy);
    call->flying = true;
    curl_multi_perform(call->fetch->multi,
                       &running); /* sends now, so that the portal works while the caller does other work */
}

bool fetch_start(struct fetch *f, const struct config_source *source, const struct portal_request *request,
                 const struct fetch_reader *reader, struct error *e)
{
    struct fetch_call *call = call_of(f, source, e);
    if (!call)
        return false;
    bool post = call->post = strcmp(request->method, "POST") == 0;
    call->raw = false;
    curl_easy_setopt(call->easy, CURLOPT_HTTP_CONTENT_DECODING, 1L);
    call->reader = *reader;
    call->bytes = call->header_bytes = 0;
    call->redirects = call->header_lines = 0;
    call->error = (struct error){0};
    call->body = post ? strdup(request->body ? request->body : "") : NULL;
    call->url = strdup(request->url);
    if (!call_headers(call, request) || (post && !call->body) || !call->url ||
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

static bool is_login(const char *url)
{
    static const char *const words[] = {"login", "signin", "sign-in", "dang-nhap", "dangnhap", "/sso",
                                        "/cas/", "openid", "oauth",   "saml",      "auth/"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(url, words[i]))
            return true;
    return false;
}

/* A redirect takes a request of the host's budget, so that later requests wait longer for their turns. */
static bool call_charge(const struct fetch_call *call, const char *url)
{
    int64_t wait = 0;
    return fetch_turn(call->fetch, call->source, url, progress_clock(), &wait, NULL);
}

/* true: the call goes on at the other address. Errors have words of this program, because libcurl's would show the
 * account. */
static bool call_redirect(struct fetch_call *call, struct fetch_reply *out)
{
    char shown[LIMIT_ADDRESS_BYTES], *target = address_resolve(call->url, call->location);
    bool same = target && address_same(call->url, target);
    if (same && call->redirects < LIMIT_REDIRECTS && call_charge(call, target)) {
        curl_multi_remove_handle(call->fetch->multi, call->easy);
        call->redirects++;
        curl_easy_setopt(call->easy, CURLOPT_URL, target);
        free(call->url);
        call->url = target;
        call_launch(call);
        return true;
    }
    out->result = FETCH_FAILED;
    if (!same && target && is_login(target))
        error_set(
            &out->error, ERROR_UNAVAILABLE, call->source->name,
            _("Check user and password of this source, and base_url and its path: the portal wants a login "
              "before it answers."),
            _("status %ld: the portal redirects to a login page at %s"), out->status,
            address_of(target, shown) ? shown : _("nowhere"));
    else if (same)
        error_set(&out->error, ERROR_UNAVAILABLE, call->source->name,
                  _("Check base_url and the vars of this source; does the portal want a login first?"),
                  _("status %ld: more than %d redirects, one after the other"), out->status, LIMIT_REDIRECTS);
    else
        error_set(
            &out->error, ERROR_UNAVAILABLE, call->source->name,
            _("Put the address that answers into base_url; redirects are followed only on the same host."),
            _("status %ld: the portal redirects to %s"), out->status,
            address_of(target, shown) ? shown : _("nowhere"));
    free(target);
    return false;
}

/* true: *out tells that the reply answers no request, as a 304 without a condition or a proxy's own reply. */
static bool call_odd(const struct fetch_call *call, struct fetch_reply *out)
{
    if (out->status == 304)
        return !error_set(&out->error, ERROR_DATA, call->source->name, _("Tell the portal's operator."),
                          _("the portal says that nothing has changed, which it was not asked"));
    if (out->status == 407) {
        out->step = N_("proxy");
        return !error_set(&out->error, ERROR_UNAVAILABLE, call->source->name,
                          _("Check proxy and proxy_auth, and that the proxy may reach this host."),
                          _("the proxy does not let the connection through"));
    }
    return false;
}

/* Copies the status and the headers that the caller needs to *out. */
static void reply_tell(const struct fetch_call *call, struct fetch_reply *out)
{
    curl_off_t seconds = 0;
    if (curl_easy_getinfo(call->easy, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0)
        out->retry_after = seconds > LIMIT_RETRY_AFTER_SECONDS ? LIMIT_RETRY_AFTER_SECONDS : seconds;
    out->raw = call->raw;
    snprintf(out->etag, sizeof out->etag, "%s", call->etag);
    snprintf(out->modified, sizeof out->modified, "%s", call->modified);
}

/* true: the request was sent again with decoding off, because the portal says gzip and sends a body that is not
 * packed. */
static bool call_unpacked(struct fetch_call *call, CURLcode code)
{
    if (code != CURLE_BAD_CONTENT_ENCODING || call->raw || call->error.code || !call_charge(call, call->url))
        return false;
    curl_multi_remove_handle(call->fetch->multi, call->easy);
    call->raw = true;
    call->bytes = 0;
    curl_easy_setopt(call->easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    call_launch(call);
    return true;
}

/* Ends a call and fills *out. false: the call goes on (a redirect, or a body that was not packed). */
static bool call_end(struct fetch_call *call, CURLcode code, struct fetch_reply *out)
{
    *out = (struct fetch_reply){
        .context = call->reader.context, .status = status_of(call), .retry_after = -1, .bytes = call->bytes};
    if (code == CURLE_OUT_OF_MEMORY && !call->begun) /* libcurl's code for a header line over 100 KiB */
        head_refuse(call);
    bool odd = code == CURLE_OK && !is_unchanged(call, out->status) && call_odd(call, out);
    if (!call->error.code && code == CURLE_OK && !call->begun && !odd)
        (void)call_begin(call); /* the body is empty; an error of the reader is in call->error */
    if (odd) {
        out->result = FETCH_FAILED;
    } else if (call->error.code) {
        out->result = FETCH_STOPPED;
        out->error = call->error;
    } else if (call_unpacked(
                   call,
                   code)) { /* NOLINT(bugprone-branch-clone): asked before the next, not with the last */
        return false;
    } else if (code != CURLE_OK) {
        fetch_fault(call->easy, call->source, code, call->detail, out);
    } else if (is_unchanged(call, out->status)) {
        out->result = FETCH_UNCHANGED;
    } else if (call->skipping && call_redirect(call, out)) {
        return false;
    }
    reply_tell(call, out);
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

void fetch_look(struct fetch *f)
{
    f->look = true;
}

/* Reads "Expire date:Nov 25 08:00:00 2026 GMT" and "Issuer:..." of the first certificate, which is the portal's own. */
static void peer_certificate(const struct curl_certinfo *info, struct fetch_peer *out)
{
    for (const struct curl_slist *line = info->num_of_certs > 0 ? info->certinfo[0] : NULL; line;
         line = line->next) {
        time_t end = -1;
        if (strncmp(line->data, "Expire date:", 12) == 0)
            end = curl_getdate(line->data + 12, NULL);
        if (end != -1)
            out->not_after = (moment)end;
        if (strncmp(line->data, "Issuer:", 7) == 0)
            snprintf(out->issuer, sizeof out->issuer, "%s", line->data + 7);
    }
}

void fetch_peer(const struct fetch *f, const struct config_source *source, struct fetch_peer *out)
{
    *out = (struct fetch_peer){.not_after = MOMENT_NONE};
    for (const struct fetch_call *call = f->calls; call; call = call->next) {
        char *address = NULL, *scheme = NULL;
        long version = 0;
        struct curl_certinfo *info = NULL;
        if (call->source != source)
            continue;
        curl_easy_getinfo(call->easy, CURLINFO_PRIMARY_IP, &address);
        curl_easy_getinfo(call->easy, CURLINFO_SCHEME, &scheme);
        curl_easy_getinfo(call->easy, CURLINFO_HTTP_VERSION, &version);
        snprintf(out->address, sizeof out->address, "%s", address ? address : "");
        out->http = version == CURL_HTTP_VERSION_2_0 ? 20 : version == CURL_HTTP_VERSION_1_0 ? 10 : 11;
        out->tls = scheme && strcasecmp(scheme, "https") == 0;
        if (out->tls && curl_easy_getinfo(call->easy, CURLINFO_CERTINFO, &info) == CURLE_OK && info)
            peer_certificate(info, out);
    }
}
