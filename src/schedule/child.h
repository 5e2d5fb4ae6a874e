/* A command of this program, run as a process of its own: the same command, options and code as a person or cron would run.
 * It reads nothing; what it prints goes to our stderr. It is in a process group of its own, so that Ctrl-C at a terminal reaches
 * it once, through us; and is asked to stop (TERM) when the thread that started it is gone, however that went. */
#ifndef MOTCUA_SCHEDULE_CHILD_H
#define MOTCUA_SCHEDULE_CHILD_H

#include <sys/types.h>

#include "base/error.h"

enum { CHILD_STOPPED = -1 }; /* in place of an exit code: it ended by a TERM or KILL of ours */

/* argv: from "motcua" on, ends with NULL. -1 and e: it could not be started. */
MUST_CHECK pid_t child_start(char *const *argv, struct error *e);
/* Has it ended? Then *code is its exit code, CHILD_STOPPED, or ERROR_INTERNAL where it fell. Never waits. */
bool child_ended(pid_t pid, bool asked_to_stop, int *code);
void child_stop(pid_t pid); /* TERM, to it and what it started */

#endif
