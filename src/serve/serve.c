#include "serve/serve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/stop.h"
#include "base/text.h"
#include "schedule/runner.h"
#include "serve/daemon.h"
#include "serve/handshake.h"
#include "serve/listen.h"
#include "serve/page_thread.h"
#include "serve/supervisor.h"

enum {
    WAIT_MS = 100, /* between two looks at signals and at slow connections */
    ROUND_SECONDS = LIMIT_STATEMENT_SECONDS +
                    LIMIT_LOCK_SECONDS /* the runner and a page may wait so long for a slow store */
};

struct server {
    struct serving serving;
    struct doorkeeper *doorkeeper;
    struct daemon *daemon;
    const struct cli *cli;
    struct runner *runner; /* NULL: --no-poll, only pages */
    int socket;            /* a socket that systemd has opened, or -1 */
    struct page_mark mark; /* what the store held when figures were last asked for */
    int64_t asked;         /* requests until that moment */
    time_t made;
    time_t reopened;        /* when the store was last opened again */
    struct timespec barked; /* when the watchdog was last told */
};

/* The runner gets its own config, because nothing may be shared with the runner's thread. */
static bool runner_begin(struct server *s, struct error *e)
{
    struct config *config = s->cli->no_poll ? NULL : config_load(s->cli->config_file, false, e);
    if (s->cli->no_poll)
        return true;
    return config && (s->runner = runner_start(config, s->cli->language, e));
}

/* Reads the config and opens the store again, for pages and for the doorkeeper. A model that lacks a part because
 * memory was short is opened again too. */
static bool model_renew(struct server *s, struct error *e)
{
    page_thread_lock(daemon_page_thread(s->daemon));
    memory_forget();
    bool ok = model_reload(s->serving.model, e) && (!memory_short() || error_memory(e, "serve"));
    if (ok)
        doorkeeper_store_set(s->doorkeeper, model_config(s->serving.model)->store);
    page_cache_forget(s->serving.pages);
    page_thread_unlock(daemon_page_thread(s->daemon));
    return ok;
}

/* Shows the certificate that is in the files now; where the files cannot be used, what was shown before goes on. */
static bool certificate_renew(const struct cli *cli, bool *is_new, struct error *e)
{
    struct certificate c;
    *is_new = false;
    if (!certificate_read(cli->tls_cert, cli->tls_key, &c, e))
        return false;
    bool ok = !c.cert || handshake_set(&c, cli->tls_cert, is_new, e);
    certificate_free(&c);
    return ok;
}

static void certificate_reload(const struct server *s)
{
    struct error e = {0};
    bool is_new = false;
    if (!certificate_renew(s->cli, &is_new, &e))
        log_error(&e);
    else if (is_new)
        log_say(LOG_LEVEL_NOTICE, NULL, "serve: %s", _("the certificate was read anew"));
}

static void reload(struct server *s)
{
    struct error e = {0};
    supervisor_tell_reloading();
    certificate_reload(s);
    bool ok = model_renew(s, &e);
    struct config *config = ok && s->runner ? config_load(s->cli->config_file, false, &e) : NULL;
    if (config)
        runner_config_set(s->runner, config);
    if (ok && (config || !s->runner))
        log_say(LOG_LEVEL_NOTICE, NULL, "serve: %s", _("the config was read anew"));
    else
        log_error(&e);
    supervisor_tell("READY=1");
}

/* Tells the watchdog twice as often as systemd expects, and only while pages and jobs go on. */
static void watchdog_tell(struct server *s)
{
    struct timespec now;
    int64_t within = supervisor_watchdog();
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t since = (now.tv_sec - s->barked.tv_sec) * 1000000LL + (now.tv_nsec - s->barked.tv_nsec) / 1000;
    if (!within || since < within / 2 || page_thread_seconds(daemon_page_thread(s->daemon)) > ROUND_SECONDS ||
        (s->runner && !runner_is_alive(s->runner, ROUND_SECONDS)))
        return;
    s->barked = now;
    supervisor_tell("WATCHDOG=1");
}

/* Does the work that must not run while a page is made. */
static void between_pages(struct server *s)
{
    struct page_thread *pages = daemon_page_thread(s->daemon);
    if (!page_thread_try(pages))
        return;
    bool reopen = s->serving.reopen && time(NULL) != s->reopened;
    upload_shelf_sweep(&s->serving.uploads, time(NULL));
    page_thread_unlock(pages);
    if (!reopen)
        return;
    struct error why = {0};
    s->reopened = time(NULL);
    s->serving.reopen = !model_renew(s, &why);
}

/* Asks for new figures where a run has begun or ended, and, while people read pages, before the figures are too old, so
 * that no reader waits for figures. */
static void figures_look(struct server *s)
{
    struct doorkeeper_answer now;
    time_t second = time(NULL);
    if (!doorkeeper_ask(s->doorkeeper, NULL, &now))
        return;
    bool changed = now.mark.run != s->mark.run || now.mark.end != s->mark.end;
    bool old = second - s->made >= LIMIT_SERVE_MODEL_SECONDS / 2 && s->serving.told.requests != s->asked;
    if (!changed && !old)
        return;
    s->mark = now.mark;
    s->asked = s->serving.told.requests;
    s->made = second;
    page_thread_refresh(daemon_page_thread(s->daemon));
}

static void loop(struct server *s)
{
    while (!collect_stopping()) {
        if (stop_reload_asked())
            reload(s);
        between_pages(s);
        figures_look(s);
        daemon_look(s->daemon);
        watchdog_tell(s);
        log_flush(false);
        nanosleep(&(struct timespec){.tv_nsec = WAIT_MS * 1000000L}, NULL);
    }
}

static void address_tell(const struct server *s, const struct sockaddr_storage *address)
{
    char text[80];
    /* IPv4 and IPv6 addresses have the port at the same place */
    in_port_t port = ((const struct sockaddr_in *)address)->sin_port;
    uint16_t bound = daemon_port(s->daemon);
    printf("%s://%s/\n", s->cli->tls_cert ? "https" : "http",
           listen_write(address, bound ? bound : ntohs(port), text));
    fflush(stdout);
    if (!listen_is_local(address) && !s->serving.behind_tls)
        log_say(LOG_LEVEL_WARNING, NULL, "serve: %s",
                _("other machines can ask here without TLS: passwords go over the network in the clear"));
}

/* Finds the address: that of the socket that systemd has opened, else --listen. */
static bool address_settle(struct server *s, struct sockaddr_storage *out, struct error *e)
{
    socklen_t size = sizeof *out;
    *out = (struct sockaddr_storage){0};
    s->socket = supervisor_socket();
    if (s->socket < 0)
        return listen_read(s->cli->listen ? s->cli->listen : SERVE_LISTEN, out, e);
    return (getsockname(s->socket, (struct sockaddr *)out, &size) == 0 &&
            (out->ss_family == AF_INET || out->ss_family == AF_INET6)) ||
           error_set(e, ERROR_USAGE, "LISTEN_FDS",
                     _("Write ListenStream=ADDRESS:PORT into the unit of the socket."),
                     _("the socket that was opened for us is none of the network"));
}

static bool begin(struct server *s, const struct sockaddr_storage *address, struct error *e)
{
    const struct daemon_wish wish = {
        &s->serving, s->doorkeeper, address, s->socket, s->cli->tls_cert != NULL, &s->cli->proxies};
    s->serving.model = model_open(s->cli, e);
    if (!s->serving.model)
        return false;
    doorkeeper_store_set(s->doorkeeper, model_config(s->serving.model)->store);
    return (s->daemon = daemon_start(&wish, e)) && runner_begin(s, e) &&
           (!memory_short() || error_memory(e, "serve"));
}

bool serve_run(const struct cli *cli, struct error *e)
{
    struct sockaddr_storage address;
    struct server *s = calloc(1, sizeof *s);
    if (s)
        s->doorkeeper = doorkeeper_new();
    if (s)
        s->serving.pages = page_cache_new();
    if (!s || !s->doorkeeper || !s->serving.pages) {
        doorkeeper_free(s ? s->doorkeeper : NULL);
        free(s);
        return error_memory(e, "serve");
    }
    upload_shelf_init(&s->serving.uploads);
    s->cli = cli;
    s->serving.public_league = cli->public_league;
    s->serving.behind_tls = cli->behind_tls || cli->tls_cert;
    s->serving.told.started = moment_now();
    bool is_new = false;
    bool ok = certificate_renew(cli, &is_new, e) && address_settle(s, &address, e) && begin(s, &address, e);
    if (ok) {
        stop_hangup_reloads();
        address_tell(s, &address);
        supervisor_tell("READY=1");
        loop(s);
        supervisor_tell("STOPPING=1");
        log_flush(true);
    }
    runner_stop(s->runner);
    daemon_stop(s->daemon);
    stop_in_order();
    upload_shelf_free(&s->serving.uploads);
    model_close(s->serving.model);
    doorkeeper_free(s->doorkeeper);
    page_cache_free(s->serving.pages);
    handshake_end();
    free(s);
    return ok;
}
