/* The thread that starts what is due. It has a connection to the store of its own; each job is a process (child.h), at most
 * LIMIT_JOB_CHILDREN at once, and one poll at a time of each host. While the store is away no job is claimed; polls that
 * this instance did last go on at their times, into the outbox, and are entered when the store is back. */
#ifndef MOTCUA_SCHEDULE_RUNNER_H
#define MOTCUA_SCHEDULE_RUNNER_H

#include "config/config.h"

struct runner;

/* Takes the config over. language: of --lang, or NULL. NULL and e: no memory, no thread; the config is freed. */
MUST_CHECK struct runner *runner_start(struct config *config, const char *language, struct error *e);
/* Another config from now on; taken over. Jobs that run go on to their end. */
void runner_config_set(struct runner *r, struct config *config);
/* Has the thread gone round within these seconds? */
bool runner_is_alive(const struct runner *r, int64_t seconds);
/* Asks what runs to stop, waits for it as long as a process has that leaves within a second, and ends the thread. Safe with
 * NULL. */
void runner_stop(struct runner *r);

#endif
