/* The end of a poll: what it found missing, and what its run says of itself. */
#ifndef MOTCUA_POLL_END_H
#define MOTCUA_POLL_END_H

#include "poll/poll.h"

/* Adds a sentence to what the run says of itself; what no longer fits is left out. */
void poll_tell(struct poll *p, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The poll ends with this error. */
void poll_fail(struct poll *p, const struct error *e);
/* Marks what is missing, if all was read, and ends the run; the store is the caller's (writer_hold). */
void poll_run_end(struct poll *p, bool interrupted);

#endif
