/* motcua serve: answers HTTP until it is asked to stop. A few threads read requests (daemon.h), one makes pages (page_thread.h):
 * so pages never see each other's work, and neither a slow browser nor a page that takes long holds up another. What is
 * done by itself (schedule/runner.h) has a thread and processes of its own. TERM and INT end it in good order within a
 * second, HUP reads the config anew. systemd is told when it is ready, and that it lives (supervisor.h); a socket that it
 * opened is taken in place of --listen. */
#ifndef MOTCUA_SERVE_H
#define MOTCUA_SERVE_H

#include "cli/cli.h"

#define SERVE_LISTEN "127.0.0.1:8080"

/* Listens at cli->listen ("ADDRESS:PORT", "[ADDRESS]:PORT"; port 0: a free one), prints the address on stdout, and
 * serves. ERROR_USAGE: no such address; ERROR_UNAVAILABLE: it is taken. */
MUST_CHECK bool serve_run(const struct cli *cli, struct error *e);

#endif
