/* A store on several servers: on Citus, the distributed PostgreSQL, the dossiers and their former versions are spread over
 * the workers by their source, both alike; every other table stays on the coordinator. */
#ifndef MOTCUA_STORE_DISTRIBUTE_H
#define MOTCUA_STORE_DISTRIBUTE_H

#include "rows/value.h"
#include "store/store.h"

#define DISTRIBUTE_SHARDS 32 /* where none were asked for */

struct distribute_wish {
    int shards;
    bool dry; /* only tell what would be done */
};

/* What was found or done: "citus", "workers", "shards", "dossier" ...; text or a number, the other unknown. */
typedef bool distribute_take(void *context, const char *what, const char *text, struct value number,
                             struct error *e);

/* Refused, with nothing changed: a store of another kind, a server without the extension, no active worker, a schema
 * that is not this program's, a role that does not own the tables. Distributed already: told, nothing is done. All in
 * one transaction under the lock of migrations; the rows are counted before and after, together and source by source. */
MUST_CHECK bool store_distribute(struct store *s, const struct distribute_wish *wish, distribute_take *take,
                                 void *context, struct error *e);

/* Is it? A store of another kind never is. */
MUST_CHECK bool store_is_distributed(struct store *s, bool *out, struct error *e);

#endif
