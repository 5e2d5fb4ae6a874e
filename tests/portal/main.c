/* motcua-portal: a stand-in for a portal, for tests, demonstrations and benchmarks. */
#include "portal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BODY_BYTES_MAX = 1 << 20, PATH_BYTES = 4096, CONNECTION_MEMORY = 256 * 1024, CONNECTIONS_MAX = 512 };

/* The first call for a connection's request: keeps the address as sent. */
static void *request_begin(void *cls, const char *uri, struct MHD_Connection *connection)
{
    (void)cls;
    struct request *r = calloc(1, sizeof(*r));
    if (!r)
        return NULL;
    r->connection = connection;
    r->uri = strdup(uri);
    return r;
}

static enum MHD_Result request_part(void *cls, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version, const char *upload,
                                    size_t *upload_size, void **context)
{
    struct portal *p = cls;
    struct request *r = *context;
    (void)connection;
    (void)version;
    if (!r || !r->uri)
        return MHD_NO;
    if (!r->method) { /* headers only; the body follows */
        r->method = method;
        r->path = url;
        return MHD_YES;
    }
    if (*upload_size) {
        if (r->body.used + *upload_size > BODY_BYTES_MAX)
            return MHD_NO;
        text_bytes(&r->body, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    return portal_answer(p, r);
}

static void request_end(void *cls, struct MHD_Connection *connection, void **context,
                        enum MHD_RequestTerminationCode why)
{
    struct portal *p = cls;
    struct request *r = *context;
    (void)connection;
    (void)why;
    if (!r)
        return;
    if (r->counted)
        state_end(p->state);
    text_free(&r->body);
    free(r->uri);
    free(r);
    *context = NULL;
}

static const char *scheme(const struct options *o)
{
    return o->tls_cert ? "https" : "http";
}

/* One thread per connection: a reply may sleep without holding up the others. */
static struct MHD_Daemon *daemon_start(struct portal *p, struct text *cert, struct text *key)
{
    const struct options *o = p->options;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(o->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct MHD_OptionItem tls[] = {{MHD_OPTION_HTTPS_MEM_CERT, 0, cert->data},
                                   {MHD_OPTION_HTTPS_MEM_KEY, 0, key->data},
                                   {MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL;
    return MHD_start_daemon(o->tls_cert ? flags | MHD_USE_TLS : flags, o->port, NULL, NULL, request_part, p,
                            MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address, MHD_OPTION_URI_LOG_CALLBACK,
                            request_begin, NULL, MHD_OPTION_NOTIFY_COMPLETED, request_end, p,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
                            MHD_OPTION_LISTENING_ADDRESS_REUSE, 1U, MHD_OPTION_ARRAY,
                            o->tls_cert ? tls : tls + 2, MHD_OPTION_END);
}

static bool pem_read(const char *path, struct text *out)
{
    if (!path)
        return true;
    bool good = text_file(out, path);
    text_bytes(out, "", 1);
    if (!good || out->failed)
        (void)fprintf(stderr, "motcua-portal: %s: %s\n", path, strerror(errno));
    return good && !out->failed;
}

/* By rename, so that whoever waits for the file reads a whole number. */
static bool port_write(const char *path, unsigned port)
{
    char draft[PATH_BYTES];
    int n = snprintf(draft, sizeof(draft), "%s.%ld", path, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof(draft))
        return false;
    FILE *f = fopen(draft, "w");
    bool good = f && fprintf(f, "%u\n", port) > 0;
    if (f && fclose(f) != 0)
        good = false;
    return good && rename(draft, path) == 0;
}

static int serve(struct portal *p, const sigset_t *stop)
{
    const struct options *o = p->options;
    int result = EXIT_FAILURE, signal_got = 0;
    struct text cert = {0}, key = {0};
    struct MHD_Daemon *daemon =
        pem_read(o->tls_cert, &cert) && pem_read(o->tls_key, &key) ? daemon_start(p, &cert, &key) : NULL;
    const union MHD_DaemonInfo *info = daemon ? MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!info) {
        (void)fprintf(stderr, "motcua-portal: cannot listen on port %u: %s\n", o->port, strerror(errno));
    } else if (o->port_file && !port_write(o->port_file, info->port)) {
        (void)fprintf(stderr, "motcua-portal: %s: %s\n", o->port_file, strerror(errno));
    } else {
        (void)printf("listening on %s://127.0.0.1:%u\n", scheme(o), info->port);
        (void)fflush(stdout);
        (void)sigwait(stop, &signal_got);
        result = EXIT_SUCCESS;
    }
    atomic_store(&p->stopping, true);
    if (daemon)
        MHD_stop_daemon(daemon);
    text_free(&cert);
    text_free(&key);
    return result;
}

int main(int argc, char **argv)
{
    static struct portal portal;
    struct options options;
    sigset_t stop;
    enum options_result asked = options_read(&options, argc, argv);
    if (asked != OPTIONS_RUN)
        return asked == OPTIONS_HELP ? EXIT_SUCCESS : EXIT_FAILURE;
    (void)signal(SIGPIPE, SIG_IGN);
    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGTERM);
    (void)sigaddset(&stop, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &stop, NULL); /* before any thread: only sigwait takes them */
    int result = portal_open(&portal, &options) ? serve(&portal, &stop) : EXIT_FAILURE;
    portal_close(&portal);
    return result;
}
