/* The end of a poll: the dossiers that are missing, and the message of the run. */
#ifndef MOTCUA_POLL_END_H
#define MOTCUA_POLL_END_H

#include "poll/poll.h"

/* Adds a sentence to the message of the run; a sentence that does not fit is left out. */
void poll_tell(struct poll *p, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Ends the poll with this error. */
void poll_fail(struct poll *p, const struct error *e);
/* Marks the missing dossiers, if all dossiers were read, and ends the run. The caller holds the store (writer_hold). */
void poll_run_end(struct poll *p, bool interrupted);

#endif
