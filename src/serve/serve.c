#include "serve/serve.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xxhash.h>

#include "base/memory.h"
#include "base/stop.h"
#include "base/text.h"
#include "schedule/runner.h"
#include "serve/form_reader.h"
#include "serve/listen.h"
#include "serve/route.h"
#include "serve/supervisor.h"

enum {
    WAIT_MS = 200, /* between two looks at signals and at slow connections */
    ROUND_SECONDS = LIMIT_STATEMENT_SECONDS + LIMIT_LOCK_SECONDS /* of the runner, whose store may be slow */
};

/* A connection of a browser: since when nothing came to an end on it. */
struct client {
    int fd; /* -1: free */
    time_t since;
};

struct server {
    struct serving serving;
    struct client clients[LIMIT_SERVE_CONNECTIONS];
    struct MHD_Daemon *daemon;
    const struct cli *cli;
    struct runner *runner;  /* NULL: pages alone */
    int socket;             /* that was opened for us, or -1 */
    time_t reopened;        /* when the store was last opened anew */
    struct timespec barked; /* when the watchdog was last told */
};

/* --- connections --- */

static void client_notice(void *context, struct MHD_Connection *connection, void **place,
                          enum MHD_ConnectionNotificationCode code)
{
    struct server *s = context;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (*place)
            ((struct client *)*place)->fd = -1;
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    for (size_t i = 0; info && i < LIMIT_SERVE_CONNECTIONS; i++)
        if (s->clients[i].fd < 0) {
            s->clients[i] = (struct client){info->connect_fd, time(NULL)};
            *place = &s->clients[i];
            return;
        }
}

/* A byte now and then keeps no place here. */
static void slow_end(struct server *s)
{
    time_t now = time(NULL);
    for (size_t i = 0; i < LIMIT_SERVE_CONNECTIONS; i++)
        if (s->clients[i].fd >= 0 && now - s->clients[i].since > LIMIT_SERVE_REQUEST_SECONDS)
            shutdown(s->clients[i].fd, SHUT_RDWR);
}

/* --- replies --- */

static void header(struct MHD_Response *r, const char *name, const char *value)
{
    if (MHD_add_response_header(r, name, value) != MHD_YES)
        fprintf(stderr, "motcua: header %s\n", name);
}

static void headers_put(const struct server *s, const struct reply *reply, struct MHD_Response *r)
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
    if (s->serving.behind_tls)
        header(r, "Strict-Transport-Security", "max-age=31536000");
    if (*reply->location)
        header(r, "Location", reply->location);
    if (reply->allow && reply->status == 405)
        header(r, "Allow", reply->allow);
    for (int i = 0; i < 2; i++)
        if (*reply->cookies[i])
            header(r, "Set-Cookie", reply->cookies[i]);
    if (*reply->file_name) {
        snprintf(text, sizeof text, "attachment; filename=\"%s\"", reply->file_name);
        header(r, "Content-Disposition", text);
    }
}

static enum MHD_Result reply_send(struct server *s, struct MHD_Connection *connection, const struct visit *v,
                                  struct reply *reply)
{
    char tag[24] = "";
    unsigned status = reply->status;
    if (status == 200 && v->reads && !*reply->cookies[0]) {
        snprintf(tag, sizeof tag, "\"%016llx\"",
                 (unsigned long long)XXH3_64bits(buffer_string(&reply->body), reply->body.used));
        if (v->fresh && strstr(v->fresh, tag)) {
            status = 304;
            buffer_reset(&reply->body);
        }
    }
    struct MHD_Response *r = MHD_create_response_from_buffer(
        reply->body.used, (void *)buffer_string(&reply->body), MHD_RESPMEM_MUST_COPY);
    if (!r)
        return MHD_NO;
    headers_put(s, reply, r);
    if (*tag)
        header(r, "ETag", tag);
    if (reply->status == 413)
        header(r, "Connection", "close");
    enum MHD_Result sent = memory_short() && status != 500
                               ? MHD_NO
                               : MHD_queue_response(connection, status, r); /* a header may lack */
    MHD_destroy_response(r);
    return sent;
}

/* --- requests --- */

/* Nothing of a person is in it: no address, no name, no query, no unit; only which line of the table answered. */
static void log_line(const struct visit *v, const struct reply *reply, const struct timespec *from)
{
    struct timespec to;
    clock_gettime(CLOCK_MONOTONIC, &to);
    long ms = (long)(to.tv_sec - from->tv_sec) * 1000 + (to.tv_nsec - from->tv_nsec) / 1000000;
    fprintf(stderr, "serve: %s %s %u %zu bytes %ld ms\n", v->reads ? "GET" : "POST",
            v->route ? v->route->pattern : "-", reply->status, reply->body.used, ms);
}

static void *request_begin(void *context, const char *raw, struct MHD_Connection *connection)
{
    (void)context;
    (void)connection;
    return request_new(raw);
}

static void request_end(void *context, struct MHD_Connection *connection, void **place,
                        enum MHD_RequestTerminationCode why)
{
    (void)context;
    (void)why;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct client *client = info ? info->socket_context : NULL;
    if (client)
        client->since = time(NULL);
    form_reader_free(*place ? ((struct request *)*place)->reader : NULL);
    request_free(*place);
    *place = NULL;
}

static void address_write(struct MHD_Connection *connection, char out[80])
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct sockaddr_storage address = {0};
    snprintf(out, 80, "-");
    if (!info || !info->client_addr)
        return;
    bool is_six = info->client_addr->sa_family == AF_INET6;
    memcpy(&address, info->client_addr, is_six ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in));
    listen_write(&address, 0, out);
}

static struct visit visit_of(struct server *s, struct MHD_Connection *connection, struct request *request,
                             bool reads, const char *address)
{
    return (struct visit){.serving = &s->serving,
                          .request = request,
                          .reads = reads,
                          .address = address,
                          .format = FORMAT_HTML,
                          .token = MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, "motcua"),
                          .form_token =
                              MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, "motcua_form"),
                          .fresh = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match")};
}

static enum MHD_Result request_answer(struct server *s, struct MHD_Connection *connection,
                                      struct request *request, bool reads)
{
    char address[80];
    struct reply reply;
    struct timespec from;
    clock_gettime(CLOCK_MONOTONIC, &from);
    address_write(connection, address);
    const char *forwarded = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "X-Forwarded-For");
    if (s->serving.behind_tls && forwarded && *forwarded) /* the proxy's word, and its last one alone */
        snprintf(address, sizeof address, "%.79s",
                 strrchr(forwarded, ',') ? strrchr(forwarded, ',') + 1 : forwarded);
    struct visit v = visit_of(s, connection, request, reads, address);
    reply_start(&reply);
    route_answer(&v, &reply);
    log_line(&v, &reply, &from);
    enum MHD_Result sent = reply_send(s, connection, &v, &reply);
    reply_free(&reply);
    memory_forget(); /* only here: what was short while the request came is a fault of its answer, too */
    return sent;
}

/* A form with a file may be longer, and may take longer, than others. */
static bool file_begin(struct server *s, struct MHD_Connection *connection, struct request *request)
{
    struct visit v = visit_of(s, connection, request, false, "");
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct client *client = info ? info->socket_context : NULL;
    if (!route_takes_file(&v))
        return false;
    request->reader = form_reader_new(connection, request);
    if (client && request->reader)
        client->since = time(NULL) + LIMIT_UPLOAD_SECONDS - LIMIT_SERVE_REQUEST_SECONDS;
    return request->reader != NULL;
}

/* Called at first without a body, then with its parts, then without one again. */
static enum MHD_Result request_part(void *context, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version, const char *bytes, size_t *size,
                                    void **place)
{
    struct server *s = context;
    struct request *request = *place;
    bool get = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0, post = strcmp(method, "POST") == 0;
    (void)url;
    (void)version;
    if (!request)
        return MHD_NO;
    if (!request->begun) {
        request->begun = true;
        const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
        long long most = post && file_begin(s, connection, request)
                             ? LIMIT_UPLOAD_BYTES + LIMIT_SERVE_BODY_BYTES
                             : LIMIT_SERVE_BODY_BYTES;
        if (length && strlen(length) < 19 && strtoll(length, NULL, 10) > most) {
            request->too_long = true;
            return request_answer(s, connection, request, false);
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
    if (get || post)
        return request_answer(s, connection, request, get);
    request->refused = true;
    return request_answer(s, connection, request, false);
}

/* --- the daemon --- */

static struct MHD_Daemon *daemon_start(struct server *s, const struct sockaddr_storage *address,
                                       struct error *e)
{
    char text[80];
    unsigned flags = MHD_USE_EPOLL | (address->ss_family == AF_INET6 ? MHD_USE_IPv6 : 0);
    const struct MHD_OptionItem socket_options[] = {
        {s->socket < 0 ? MHD_OPTION_END : MHD_OPTION_LISTEN_SOCKET, s->socket, NULL},
        {MHD_OPTION_END, 0, NULL}};
    in_port_t port = ((const struct sockaddr_in *)address)->sin_port; /* at the same place in both kinds */
    errno = 0;
    struct MHD_Daemon *daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, request_part, s, MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)address,
        MHD_OPTION_URI_LOG_CALLBACK, request_begin, s, MHD_OPTION_NOTIFY_COMPLETED, request_end, s,
        MHD_OPTION_NOTIFY_CONNECTION, client_notice, s, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)LIMIT_SERVE_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)LIMIT_SERVE_IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(2 * LIMIT_SERVE_HEAD_BYTES),
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY, socket_options, MHD_OPTION_END);
    if (!daemon)
        error_set(e, ERROR_UNAVAILABLE, listen_write(address, ntohs(port), text),
                  _("Another program may have the port: choose one with --listen, or port 0."),
                  _("cannot listen here: %s"), strerror(errno));
    return daemon;
}

/* The runner has a config of its own: nothing is shared with its thread. */
static bool runner_begin(struct server *s, struct error *e)
{
    struct config *config = s->cli->no_poll ? NULL : config_load(s->cli->config_file, false, e);
    if (s->cli->no_poll)
        return true;
    return config && (s->runner = runner_start(config, s->cli->language, e));
}

/* A model that lacks a part for want of memory is opened anew. */
static bool model_renew(struct server *s, struct error *e)
{
    memory_forget();
    return model_reload(s->serving.model, e) && (!memory_short() || error_memory(e, "serve"));
}

static void reload(struct server *s)
{
    struct error e = {0};
    supervisor_tell_reloading();
    bool ok = model_renew(s, &e);
    struct config *config = ok && s->runner ? config_load(s->cli->config_file, false, &e) : NULL;
    if (config)
        runner_config_set(s->runner, config);
    if (ok && (config || !s->runner))
        fprintf(stderr, "serve: %s\n", _("the config was read anew"));
    else
        error_print(&e);
    supervisor_tell("READY=1");
}

/* Twice as often as it is waited for, and only while pages and jobs go round. */
static void watchdog_tell(struct server *s)
{
    struct timespec now;
    int64_t within = supervisor_watchdog();
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t since = (now.tv_sec - s->barked.tv_sec) * 1000000LL + (now.tv_nsec - s->barked.tv_nsec) / 1000;
    if (!within || since < within / 2 || (s->runner && !runner_is_alive(s->runner, ROUND_SECONDS)))
        return;
    s->barked = now;
    supervisor_tell("WATCHDOG=1");
}

static void loop(struct server *s)
{
    while (!collect_stopping()) {
        if (stop_reload_asked())
            reload(s);
        if (s->serving.reopen && time(NULL) != s->reopened) {
            struct error why = {0};
            s->reopened = time(NULL);
            s->serving.reopen = !model_renew(s, &why);
        }
        MHD_run_wait(s->daemon, WAIT_MS);
        slow_end(s);
        upload_shelf_sweep(&s->serving.uploads, time(NULL));
        watchdog_tell(s);
    }
}

static void address_tell(const struct server *s, const struct sockaddr_storage *address)
{
    char text[80];
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    in_port_t port = ((const struct sockaddr_in *)address)->sin_port; /* at the same place in both kinds */
    printf("http://%s/\n", listen_write(address, info && info->port ? info->port : ntohs(port), text));
    fflush(stdout);
    if (!listen_is_local(address) && !s->serving.behind_tls)
        fprintf(stderr, "serve: %s\n",
                _("other machines can ask here without TLS: passwords go over the network in the clear"));
}

/* Where to listen: the socket that was opened for us, else --listen. */
static bool address_settle(struct server *s, struct sockaddr_storage *out, struct error *e)
{
    socklen_t size = sizeof *out;
    s->socket = supervisor_socket();
    if (s->socket < 0)
        return listen_read(s->cli->listen ? s->cli->listen : SERVE_LISTEN, out, e);
    return (getsockname(s->socket, (struct sockaddr *)out, &size) == 0 &&
            (out->ss_family == AF_INET || out->ss_family == AF_INET6)) ||
           error_set(e, ERROR_USAGE, "LISTEN_FDS",
                     _("Write ListenStream=ADDRESS:PORT into the unit of the socket."),
                     _("the socket that was opened for us is none of the network"));
}

bool serve_run(const struct cli *cli, struct error *e)
{
    struct sockaddr_storage address;
    struct server *s = calloc(1, sizeof *s);
    if (!s)
        return error_memory(e, "serve");
    for (size_t i = 0; i < LIMIT_SERVE_CONNECTIONS; i++)
        s->clients[i].fd = -1;
    upload_shelf_init(&s->serving.uploads);
    s->cli = cli;
    s->serving.public_league = cli->public_league;
    s->serving.behind_tls = cli->behind_tls;
    s->serving.told.started = moment_now();
    bool ok = address_settle(s, &address, e) && (s->serving.model = model_open(cli, e)) &&
              (s->daemon = daemon_start(s, &address, e));
    ok = ok && runner_begin(s, e) && (!memory_short() || error_memory(e, "serve"));
    if (ok) {
        stop_hangup_reloads();
        address_tell(s, &address);
        supervisor_tell("READY=1");
        loop(s);
        supervisor_tell("STOPPING=1");
    }
    runner_stop(s->runner);
    if (s->daemon)
        MHD_stop_daemon(s->daemon);
    upload_shelf_free(&s->serving.uploads);
    model_close(s->serving.model);
    free(s);
    return ok;
}
