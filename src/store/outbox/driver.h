/* A PostgreSQL store for polls that must not stop while it is away: the same store.h, whose steps go into the
 * store when it answers and nothing waits, else into the outbox, and from there into the store in their
 * order. Sources and runs that were begun while it was away have ids of their own below zero. All else
 * (reading, samples) goes to the store alone. */
#ifndef MOTCUA_STORE_OUTBOX_DRIVER_H
#define MOTCUA_STORE_OUTBOX_DRIVER_H

#include "store/store.h"

/* Opens the store, or goes on without it if it does not answer; another store than PostgreSQL is opened as it
 * is. file: of the outbox. adopt: also if what waits there was meant for a store of another address, which
 * else is an error (ERROR_CONFIG). Where the store answers and no outbox can be made, that is told on stderr
 * and the store is returned as it is. */
MUST_CHECK struct store *store_outbox_open(const char *url, const char *file, bool adopt, struct error *e);

/* Brings what waits into the store, with all the patience that a store is given, until `stop` (may be NULL)
 * says so. true: nothing waits any more. Any store: one without an outbox has nothing. */
MUST_CHECK bool store_outbox_replay(struct store *s, bool (*stop)(void), struct error *e);
/* Puts what was set aside back, to be tried again. */
MUST_CHECK bool store_outbox_retry(struct store *s, struct error *e);
/* Tells on stderr what was replayed, what was set aside, and what waits; nothing where there is nothing to
 * tell. */
void store_outbox_tell(struct store *s);

#endif
