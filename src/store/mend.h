/* Rows ahead of the clock in a store, which a machine with a wrong clock or a mistyped moment has left. */
#ifndef MOTCUA_STORE_MEND_H
#define MOTCUA_STORE_MEND_H

#include "store/store.h"

/* Takes the number of rows of a table that were taken back; table is borrowed. false stops, with *e set. */
typedef bool mend_take(void *context, const char *table, int64_t rows, struct error *e);

/* The latest moment that is not ahead: LIMIT_AHEAD_SECONDS after `now`. */
moment mend_limit(moment now);
/* Takes back, in one transaction, the rows of polls and imports dated after mend_limit(now). Their versions of
 * dossiers go, and the versions that they replaced or ended stand again; their figures, rejects, samples and runs
 * go; the next poll reads their sources whole. Entries made by hand stay. `dry`: counts, and takes nothing back. */
MUST_CHECK bool mend_ahead(struct store *s, moment now, bool dry, mend_take *take, void *context,
                           struct error *e);

#endif
