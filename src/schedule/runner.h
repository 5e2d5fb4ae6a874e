/* The runner is the thread that starts due jobs, with its own connection to the store. Each job is a process (child.h);
 * at most LIMIT_JOB_CHILDREN run at once, and only one poll of each host. While the store is away no job is claimed;
 * polls that this instance did last go on at their times, into the outbox, and are entered when the store is back. */
#ifndef MOTCUA_SCHEDULE_RUNNER_H
#define MOTCUA_SCHEDULE_RUNNER_H

#include "config/config.h"

struct runner;

/* Starts the thread and takes the config over. language: of --lang, or NULL. NULL and e: no memory or no thread; the
 * config is freed. */
MUST_CHECK struct runner *runner_start(struct config *config, const char *language, struct error *e);
/* Takes another config over, which holds from the next round on. Running jobs go on to their end. */
void runner_config_set(struct runner *r, struct config *config);
/* True if the thread has finished a round within these seconds. */
bool runner_is_alive(const struct runner *r, int64_t seconds);
/* Asks running jobs to stop, waits for them at most half a second, so that serve ends within a second, and ends the
 * thread. Safe with NULL. */
void runner_stop(struct runner *r);

#endif
