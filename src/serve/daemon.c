#include "serve/daemon.h"

#include <errno.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "serve/form_reader.h"
#include "serve/handshake.h"
#include "serve/listen.h"
#include "serve/page_thread.h"

/* GnuTLS takes nothing below TLS 1.2 and nothing under 128 bits. */
#define TLS_PRIORITIES "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

/* A browser's connection, with the moment since which no request on it has ended. */
struct client {
    int fd; /* -1: free */
    time_t since;
    bool waits; /* the browser waits for a page, so we are slow, not the browser */
};

struct daemon {
    struct serving *serving;
    struct doorkeeper *doorkeeper;
    struct page_thread *pages;
    const struct cli_list *proxies;
    pthread_mutex_t lock; /* guards the clients */
    struct client clients[LIMIT_SERVE_CONNECTIONS];
    struct MHD_Daemon *http;
};

/* One request, from its first line to its reply. */
struct exchange {
    struct request *request;
    struct MHD_Connection *connection;
    struct client *client;
    struct page_errand *errand; /* the errand that the page thread has, or has given back */
    char *raw;                  /* address and query as the browser sent them */
    char address[80];
    struct timespec from;
    bool answered; /* the page thread has given the errand back */
};

/* --- connections --- */

static void client_notice(void *context, struct MHD_Connection *connection, void **place,
                          enum MHD_ConnectionNotificationCode code)
{
    struct daemon *d = context;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    pthread_mutex_lock(&d->lock);
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (*place)
            ((struct client *)*place)->fd = -1;
    } else {
        for (size_t i = 0; info && i < LIMIT_SERVE_CONNECTIONS; i++)
            if (d->clients[i].fd < 0) {
                d->clients[i] = (struct client){info->connect_fd, time(NULL), false};
                *place = &d->clients[i];
                break;
            }
    }
    pthread_mutex_unlock(&d->lock);
}

static struct client *client_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void client_mark(struct daemon *d, struct client *client, time_t since, bool waits)
{
    if (!client)
        return;
    pthread_mutex_lock(&d->lock);
    client->since = since;
    client->waits = waits;
    pthread_mutex_unlock(&d->lock);
}

/* A connection that sends only a byte now and then loses its place. */
void daemon_look(struct daemon *d)
{
    time_t now = time(NULL);
    pthread_mutex_lock(&d->lock);
    for (size_t i = 0; i < LIMIT_SERVE_CONNECTIONS; i++) {
        const struct client *c = &d->clients[i];
        if (c->fd >= 0 && !c->waits && now - c->since > LIMIT_SERVE_REQUEST_SECONDS)
            shutdown(c->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&d->lock);
}

/* --- replies --- */

static void header(struct MHD_Response *r, const char *name, const char *value)
{
    if (MHD_add_response_header(r, name, value) != MHD_YES)
        fprintf(stderr, "motcua: header %s\n", name);
}

static void headers_put(const struct daemon *d, const struct reply *reply, struct MHD_Response *r)
{
    char text[160];
    header(r, "Content-Type", reply->type);
    header(r, "Content-Security-Policy",
           "default-src 'none'; style-src 'self'; img-src 'self'; manifest-src 'self'; form-action 'self'; "
           "frame-ancestors 'none'; base-uri 'none'");
    header(r, "X-Content-Type-Options", "nosniff");
    header(r, "X-Frame-Options", "DENY");
    header(r, "Referrer-Policy", "no-referrer");
    header(r, "Cross-Origin-Opener-Policy", "same-origin");
    header(r, "Cross-Origin-Resource-Policy", "same-origin");
    header(r, "Cache-Control", reply->keep ? "public, max-age=3600" : "private, no-cache");
    if (d->serving->behind_tls)
        header(r, "Strict-Transport-Security", "max-age=31536000");
    if (*reply->location)
        header(r, "Location", reply->location);
    if (reply->allow && reply->status == 405)
        header(r, "Allow", reply->allow);
    for (int i = 0; i < 2; i++)
        if (*reply->cookies[i])
            header(r, "Set-Cookie", reply->cookies[i]);
    header(r, "Vary", "Accept-Encoding, Cookie");
    if (*reply->file_name) {
        snprintf(text, sizeof text, "attachment; filename=\"%s\"", reply->file_name);
        header(r, "Content-Disposition", text);
    }
}

/* One reply on its way out: the head, the body, and the token for the body's forms. */
struct sending {
    const struct reply *head;
    const struct packed *body; /* NULL: memory was short */
    const char *csrf, *pattern, *fresh;
    bool reads, packs;
};

/* The log line holds nothing of a person: no address, no name, no query, no unit; only which route answered. */
static void log_line(const struct exchange *x, const struct sending *s, unsigned status, size_t bytes)
{
    struct timespec to;
    clock_gettime(CLOCK_MONOTONIC, &to);
    long ms = (long)(to.tv_sec - x->from.tv_sec) * 1000 + (to.tv_nsec - x->from.tv_nsec) / 1000000;
    char kind[LIMIT_LINE_BYTES];
    snprintf(kind, sizeof kind, "%s %.60s %u", s->reads ? "GET" : "POST", s->pattern ? s->pattern : "-",
             status);
    log_say(status >= 500 ? LOG_LEVEL_WARNING : LOG_LEVEL_INFO, kind, "serve: %s %zu bytes %ld ms", kind,
            bytes, ms);
}

static enum MHD_Result send_reply(const struct daemon *d, const struct exchange *x, const struct sending *s)
{
    char tag[32] = "";
    unsigned status = s->head->status;
    bool packs = s->packs && s->body && packed_has_gzip(s->body);
    size_t size = 0;
    if (status == 200 && s->reads && !*s->head->cookies[0] && s->body) {
        snprintf(tag, sizeof tag, "\"%016llx%s\"", (unsigned long long)packed_digest(s->body, s->csrf),
                 packs ? "-z" : "");
        status = s->fresh && strstr(s->fresh, tag) ? 304 : 200;
    }
    char *body = status == 304 || !s->body ? NULL : packed_write(s->body, s->csrf, packs, &size);
    if (status != 304 && !body)
        status = 500;
    struct MHD_Response *r =
        MHD_create_response_from_buffer(size, body, body ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
    if (!r) {
        free(body);
        return MHD_NO;
    }
    headers_put(d, s->head, r);
    if (*tag)
        header(r, "ETag", tag);
    if (packs && status != 304)
        header(r, "Content-Encoding", "gzip");
    if (status == 413)
        header(r, "Connection", "close");
    log_line(x, s, status, size);
    enum MHD_Result sent = MHD_NO;
    if (!memory_short() || status == 500) /* where memory was short a header may be missing */
        sent = MHD_queue_response(x->connection, status, r);
    MHD_destroy_response(r);
    return sent;
}

/* --- requests --- */

static const char *header_of(const struct exchange *x, const char *name)
{
    return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
}

/* True if the browser takes gzip: the header names gzip without a quality of 0. */
static bool takes_gzip(const struct exchange *x)
{
    const char *accepted = header_of(x, "Accept-Encoding"),
               *gzip = accepted ? strstr(accepted, "gzip") : NULL;
    const char *worth = gzip ? gzip + strlen("gzip") + strspn(gzip + strlen("gzip"), " ") : "";
    return gzip && !(strncmp(worth, ";q=0", 4) == 0 && strspn(worth + 4, ".0") == strcspn(worth + 4, ", "));
}

/* Writes the browser's address for the login gate. Only a trusted proxy is believed, and only the last address that the
 * proxy names. */
static void address_write(const struct daemon *d, struct exchange *x)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct sockaddr_storage address = {0};
    snprintf(x->address, sizeof x->address, "-");
    if (!info || !info->client_addr)
        return;
    bool is_six = info->client_addr->sa_family == AF_INET6;
    memcpy(&address, info->client_addr, is_six ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in));
    listen_host(&address, x->address);
    const char *forwarded = header_of(x, "X-Forwarded-For");
    if (!forwarded || !*forwarded || !cli_list_has(d->proxies, x->address))
        return;
    const char *last = strrchr(forwarded, ',');
    last = last ? last + 1 : forwarded;
    snprintf(x->address, sizeof x->address, "%.79s", last + strspn(last, " "));
}

static struct visit visit_of(struct daemon *d, struct exchange *x, bool reads)
{
    struct MHD_Connection *c = x->connection;
    return (struct visit){.serving = d->serving,
                          .request = x->request,
                          .reads = reads,
                          .address = x->address,
                          .format = FORMAT_HTML,
                          .token = MHD_lookup_connection_value(c, MHD_COOKIE_KIND, "motcua"),
                          .form_token = MHD_lookup_connection_value(c, MHD_COOKIE_KIND, "motcua_form"),
                          .fresh = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "If-None-Match")};
}

/* Writes the key of a kept page: address and rights. "": the page is not kept. */
static void key_write(const struct exchange *x, const struct doorkeeper_answer *who, char *key, size_t size)
{
    int n = strlen(x->raw) < LIMIT_SERVE_KEY_BYTES
                ? snprintf(key, size, "%s\n%s\n%s\n%s", x->raw, who->known ? who->account.name : "",
                           who->known ? account_role_name(who->account.role) : "",
                           who->known ? who->account.unit : "")
                : -1;
    if (n < 0 || (size_t)n >= size)
        *key = '\0';
}

/* True if the page is kept ready for a reader with these rights; *sent is the result of sending the page. */
static bool kept_send(struct daemon *d, struct exchange *x, const struct visit *v, struct page_errand *errand,
                      enum MHD_Result *sent)
{
    struct doorkeeper_answer who;
    struct page_kept page;
    if (!v->reads || x->request->refused || memory_short() || !doorkeeper_ask(d->doorkeeper, v->token, &who))
        return false;
    key_write(x, &who, errand->key, sizeof errand->key);
    errand->mark = who.mark;
    if (!*errand->key || !page_cache_find(d->serving->pages, errand->key, &who.mark, time(NULL),
                                          page_thread_is_late(d->pages, &who.mark), &page))
        return false;
    d->serving->told.requests++;
    const struct sending s = {&page.head, page.body, who.csrf, page.pattern, v->fresh, true, takes_gzip(x)};
    *sent = send_reply(d, x, &s);
    packed_drop(page.body);
    return true;
}

static void errand_free(struct page_errand *errand)
{
    if (!errand)
        return;
    packed_drop(errand->body);
    reply_free(&errand->reply);
    explicit_bzero(errand, sizeof *errand);
    free(errand);
}

static enum MHD_Result errand_send(struct daemon *d, struct exchange *x)
{
    struct page_errand *errand = x->errand;
    const struct visit *v = &errand->visit;
    const struct sending s = {&errand->reply, errand->body, v->csrf,      v->route ? v->route->pattern : NULL,
                              v->fresh,       v->reads,     takes_gzip(x)};
    client_mark(d, x->client, time(NULL), false);
    return send_reply(d, x, &s);
}

static enum MHD_Result request_answer(struct daemon *d, struct exchange *x, bool reads)
{
    enum MHD_Result sent = MHD_YES;
    clock_gettime(CLOCK_MONOTONIC, &x->from);
    address_write(d, x);
    x->errand = calloc(1, sizeof *x->errand);
    if (!x->errand)
        return MHD_NO;
    x->errand->visit = visit_of(d, x, reads);
    x->errand->context = x;
    reply_start(&x->errand->reply);
    if (kept_send(d, x, &x->errand->visit, x->errand, &sent))
        return sent;
    bool alive = strcmp(x->raw, "/healthz") == 0 && !x->errand->visit.token;
    if (x->request->refused || x->request->too_long || alive) { /* these replies need no figure */
        page_errand_answer(x->errand);
        return errand_send(d, x);
    }
    client_mark(d, x->client, 0, true);
    MHD_suspend_connection(x->connection);
    page_thread_add(d->pages, x->errand);
    return MHD_YES;
}

static void errand_done(void *context)
{
    struct exchange *x = context;
    x->answered = true;
    MHD_resume_connection(x->connection);
}

/* A form with a file may be longer than other forms, and may take longer. */
static bool file_begin(struct daemon *d, struct exchange *x)
{
    struct visit v = visit_of(d, x, false);
    page_thread_lock(d->pages);
    bool takes = route_takes_file(&v);
    page_thread_unlock(d->pages);
    if (!takes)
        return false;
    x->request->reader = form_reader_new(x->connection, x->request);
    if (x->request->reader)
        client_mark(d, x->client, time(NULL) + LIMIT_UPLOAD_SECONDS - LIMIT_SERVE_REQUEST_SECONDS, false);
    return x->request->reader != NULL;
}

static void *request_begin(void *context, const char *raw, struct MHD_Connection *connection)
{
    struct exchange *x = calloc(1, sizeof *x);
    (void)context;
    if (!x)
        return NULL;
    x->connection = connection;
    x->request = request_new(raw);
    x->raw = strdup(raw);
    if (x->request && x->raw)
        return x;
    request_free(x->request);
    free(x->raw);
    free(x);
    return NULL;
}

static void request_end(void *context, struct MHD_Connection *connection, void **place,
                        enum MHD_RequestTerminationCode why)
{
    struct exchange *x = *place;
    (void)why;
    *place = NULL;
    client_mark(context, client_of(connection), time(NULL), false);
    if (!x)
        return;
    errand_free(x->errand);
    form_reader_free(x->request->reader);
    request_free(x->request);
    free(x->raw);
    free(x);
}

/* libmicrohttpd calls this function first without a body, then with each part of the body, then at the end of the body,
 * and once more when the page is made. */
static enum MHD_Result request_part(void *context, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version, const char *bytes, size_t *size,
                                    void **place)
{
    struct daemon *d = context;
    struct exchange *x = *place;
    bool get = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0, post = strcmp(method, "POST") == 0;
    (void)url;
    (void)version;
    if (!x)
        return MHD_NO;
    struct request *request = x->request;
    if (x->answered)
        return errand_send(d, x);
    if (!request->begun) {
        request->begun = true;
        x->client = client_of(connection);
        const char *length = header_of(x, "Content-Length");
        long long most =
            post && file_begin(d, x) ? LIMIT_UPLOAD_BYTES + LIMIT_SERVE_BODY_BYTES : LIMIT_SERVE_BODY_BYTES;
        if (length && strlen(length) < 19 && strtoll(length, NULL, 10) > most) {
            request->too_long = true;
            return request_answer(d, x, false);
        }
        return MHD_YES;
    }
    if (*size) {
        if (!request->reader)
            request->too_long = !buffer_append(&request->body, bytes, *size) || request->too_long;
        else if (!request->too_long && !form_reader_take(request->reader, bytes, *size))
            request->refused = true;
        *size = 0;
        return MHD_YES;
    }
    form_reader_free(request->reader);
    request->reader = NULL;
    request->refused = request->refused || !(get || post);
    return request_answer(d, x, get);
}

/* --- the daemon --- */

static unsigned threads(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 2 ? 2 : cores > LIMIT_SERVE_THREADS ? LIMIT_SERVE_THREADS : (unsigned)cores;
}

static struct MHD_Daemon *http_start(struct daemon *d, const struct daemon_wish *wish, struct error *e)
{
    char text[80];
    const struct sockaddr_storage *address = wish->address;
    unsigned flags = MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                     (address->ss_family == AF_INET6 ? MHD_USE_IPv6 : 0);
    const struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)(uintptr_t)handshake_certificate},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_PRIORITIES},
        {MHD_OPTION_END, 0, NULL}};
    const struct MHD_OptionItem options[] = {
        {wish->tls ? MHD_OPTION_ARRAY : MHD_OPTION_END, 0, (void *)(uintptr_t)tls},
        {MHD_OPTION_END, 0, NULL}};
    const struct MHD_OptionItem socket_options[] = {
        {wish->socket < 0 ? MHD_OPTION_END : MHD_OPTION_LISTEN_SOCKET, wish->socket, NULL},
        {MHD_OPTION_END, 0, NULL}};
    flags |= wish->tls ? MHD_USE_TLS : 0;
    /* IPv4 and IPv6 addresses have the port at the same place */
    in_port_t port = ((const struct sockaddr_in *)address)->sin_port;
    errno = 0;
    struct MHD_Daemon *http = MHD_start_daemon(
        flags, 0, NULL, NULL, request_part, d, MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)address,
        MHD_OPTION_URI_LOG_CALLBACK, request_begin, d, MHD_OPTION_NOTIFY_COMPLETED, request_end, d,
        MHD_OPTION_NOTIFY_CONNECTION, client_notice, d, MHD_OPTION_THREAD_POOL_SIZE, threads(),
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)LIMIT_SERVE_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)LIMIT_SERVE_IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)(2 * LIMIT_SERVE_HEAD_BYTES), MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY,
        socket_options, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    if (!http)
        error_set(e, ERROR_UNAVAILABLE, listen_write(address, ntohs(port), text),
                  _("Another program may have the port: choose one with --listen, or port 0."),
                  _("cannot listen here: %s"), strerror(errno));
    return http;
}

struct daemon *daemon_start(const struct daemon_wish *wish, struct error *e)
{
    struct daemon *d = calloc(1, sizeof *d);
    if (!d) {
        error_memory(e, "serve");
        return NULL;
    }
    for (size_t i = 0; i < LIMIT_SERVE_CONNECTIONS; i++)
        d->clients[i].fd = -1;
    pthread_mutex_init(&d->lock, NULL);
    d->serving = wish->serving;
    d->doorkeeper = wish->doorkeeper;
    d->proxies = wish->proxies;
    if ((d->pages = page_thread_start(wish->serving, errand_done, e)) && (d->http = http_start(d, wish, e)))
        return d;
    daemon_stop(d);
    return NULL;
}

uint16_t daemon_port(const struct daemon *d)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(d->http, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

struct page_thread *daemon_page_thread(const struct daemon *d)
{
    return d->pages;
}

/* The page thread is stopped first, because no connection may wait for a page when the connections are ended. */
void daemon_stop(struct daemon *d)
{
    if (!d)
        return;
    if (d->http)
        MHD_quiesce_daemon(d->http);
    page_thread_stop(d->pages);
    if (d->http)
        MHD_stop_daemon(d->http);
    page_thread_free(d->pages);
    pthread_mutex_destroy(&d->lock);
    free(d);
}
