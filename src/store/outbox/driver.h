/* A PostgreSQL store for polls, which must not stop while the server is away. The interface is store.h. The steps of
 * a poll go into the store while it answers and no step waits, else into the outbox, and from there into the store
 * in their order. Sources and runs that were begun while the store was away have ids below zero. All else (reading,
 * samples) goes to the store alone. */
#ifndef MOTCUA_STORE_OUTBOX_DRIVER_H
#define MOTCUA_STORE_OUTBOX_DRIVER_H

#include "store/store.h"

/* Opens the outbox and the store; a store that does not answer is tried again later. A store of another kind is
 * opened without an outbox. file: the outbox's. adopt: takes over steps that wait for a store of another address,
 * which is otherwise an error (ERROR_CONFIG). Where the store answers and no outbox can be made, stderr tells so,
 * and the store is returned without an outbox. NULL and e on failure. */
MUST_CHECK struct store *store_outbox_open(const char *url, const char *file, bool adopt, struct error *e);

/* Brings the waiting steps into the store, each with the full time limit of a statement, until `stop` (may be NULL)
 * returns true. true: no step waits, or the store has no outbox. false and e (ERROR_TEMPORARY): the store is away,
 * another program is replaying, or steps are left; or the outbox failed. */
MUST_CHECK bool store_outbox_replay(struct store *s, bool (*stop)(void), struct error *e);
/* Puts the pages that were set aside back behind the waiting steps. true also for a store without an outbox. */
MUST_CHECK bool store_outbox_retry(struct store *s, struct error *e);
/* Tells on stderr how many pages were replayed, wait, and are set aside; numbers of zero are not told. */
void store_outbox_tell(struct store *s);

#endif
