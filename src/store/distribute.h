/* A store on several servers. On Citus, the distributed PostgreSQL, the tables of dossiers and of their former
 * versions are spread over the workers by source, both alike; every other table stays on the coordinator. */
#ifndef MOTCUA_STORE_DISTRIBUTE_H
#define MOTCUA_STORE_DISTRIBUTE_H

#include "rows/value.h"
#include "store/store.h"

#define DISTRIBUTE_SHARDS 32 /* where the operator asks for no number */

struct distribute_wish {
    int shards;
    bool dry; /* only tell the steps, do none */
};

/* Takes one fact or step: what is "citus", "workers", "shards", "dossier" ...; told by text or by number, the other is
 * unknown. false stops, with *e set. */
typedef bool distribute_take(void *context, const char *what, const char *text, struct value number,
                             struct error *e);

/* Distributes the store in one transaction under the lock of migrations; the rows are counted before and after,
 * together and source by source. A store that is distributed already is left as it is, which is told. false and e,
 * with nothing changed: a store of another kind, a server without the extension, no active worker, a schema that is
 * not this program's, a role that does not own the tables. */
MUST_CHECK bool store_distribute(struct store *s, const struct distribute_wish *wish, distribute_take *take,
                                 void *context, struct error *e);

/* *out: the store is distributed, which only a PostgreSQL store can be. */
MUST_CHECK bool store_is_distributed(struct store *s, bool *out, struct error *e);

#endif
