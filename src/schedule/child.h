/* A child is a command of this program as a process of its own: the same command, options and code as a person or cron
 * would run. Its standard input is empty, and its output goes to our stderr. A child has its own process group, so that
 * Ctrl-C at a terminal reaches the child only once, through us. The kernel sends TERM to a child when the thread that
 * started the child ends for any reason. */
#ifndef MOTCUA_SCHEDULE_CHILD_H
#define MOTCUA_SCHEDULE_CHILD_H

#include <sys/types.h>

#include "base/error.h"

/* in place of an exit code: the child did not finish because we asked it to stop */
enum { CHILD_STOPPED = -1 };

/* Starts a command; argv begins with "motcua" and ends with NULL. Returns the process; -1 and e: ERROR_TEMPORARY, the
 * machine has no room for one more process. A child whose exec fails ends with ERROR_INTERNAL. */
MUST_CHECK pid_t child_start(char *const *argv, struct error *e);
/* True if the child has ended; never waits. *code is the exit code; ERROR_INTERNAL where a signal ended the child;
 * CHILD_STOPPED where the child was asked to stop and did not end with 0. */
bool child_ended(pid_t pid, bool asked_to_stop, int *code);
void child_stop(pid_t pid); /* sends TERM to the child alone, not to processes that the child started */

#endif
