/* The end of a poll: what it found missing, and what its run says of itself. */
#ifndef MOTCUA_POLL_END_H
#define MOTCUA_POLL_END_H

#include "poll/poll.h"

/* The poll ends with this error. */
void poll_fail(struct poll *p, const struct error *e);
/* Marks what is missing, if all was read, and ends the run; the store is the caller's (writer_hold). */
void poll_run_end(struct poll *p, bool interrupted);

#endif
