/* Roles of a store that has them (PostgreSQL): one that writes, one that reads views, one for each unit with
 * row-level security. What they are is schema/postgres/roles.sql. */
#ifndef MOTCUA_STORE_ROLE_H
#define MOTCUA_STORE_ROLE_H

#include "base/buffer.h"
#include "store/store.h"

struct role_wish {
    const char *const *units; /* codes; each gets a role for itself and all below it */
    size_t unit_count;        /* 0: every commune */
    bool prune;               /* drop roles of other units */
};

/* Appends the SQL, without BEGIN and COMMIT. ERROR_USAGE where the store has no roles or does not know a
 * unit. */
MUST_CHECK bool role_sql(struct store *s, const struct role_wish *wish, struct buffer *out, struct error *e);
/* Runs it in one transaction. */
MUST_CHECK bool role_apply(struct store *s, const struct buffer *sql, struct error *e);
/* A row for each role that is there: name, what it is for. */
MUST_CHECK bool role_list(struct store *s, store_row *row, void *context, struct error *e);

#endif
