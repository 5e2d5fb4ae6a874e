/* motcua serve answers HTTP until the process is asked to stop. A few threads read requests (daemon.h), one thread
 * makes pages (page_thread.h), so that pages never see each other's work, and neither a slow browser nor a slow page
 * holds up others. Scheduled jobs have a thread and processes of their own (schedule/runner.h). TERM and INT end the
 * server in good order within a second; HUP reads the config again. systemd is told when the server is ready and that
 * it lives (supervisor.h); a socket that systemd has opened is used in place of --listen. */
#ifndef MOTCUA_SERVE_H
#define MOTCUA_SERVE_H

#include "cli/cli.h"

#define SERVE_LISTEN "127.0.0.1:8080"

/* Listens at cli->listen ("ADDRESS:PORT", "[ADDRESS]:PORT"; port 0 takes a free port), prints the address on stdout,
 * and serves. ERROR_USAGE: the text is no address; ERROR_UNAVAILABLE: the address is taken. */
MUST_CHECK bool serve_run(const struct cli *cli, struct error *e);

#endif
