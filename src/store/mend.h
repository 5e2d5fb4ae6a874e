/* What stands ahead of the clock in a store: a machine with a wrong clock, or a moment typed wrong, left it. */
#ifndef MOTCUA_STORE_MEND_H
#define MOTCUA_STORE_MEND_H

#include "store/store.h"

/* rows of this table were taken back; borrowed until it returns */
typedef bool mend_take(void *context, const char *table, int64_t rows, struct error *e);

/* The latest moment that is not ahead: LIMIT_AHEAD_SECONDS after `now`. */
moment mend_limit(moment now);
/* Takes back, in one transaction, what polls and imports dated after mend_limit(now) brought: their versions of
 * dossiers go and those that they replaced or ended stand again; their figures, rejects, samples and runs go; their
 * sources are read whole by the next poll. `dry`: tells, and takes nothing back. Entries made by hand stay. */
MUST_CHECK bool mend_ahead(struct store *s, moment now, bool dry, mend_take *take, void *context,
                           struct error *e);

#endif
