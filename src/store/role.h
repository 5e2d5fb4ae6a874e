/* Roles of a PostgreSQL store: a role that writes, a role that reads views, and a role for each unit under row-level
 * security. schema/postgres/roles.sql makes the roles. */
#ifndef MOTCUA_STORE_ROLE_H
#define MOTCUA_STORE_ROLE_H

#include "base/buffer.h"
#include "store/store.h"

struct role_wish {
    const char *const *units; /* codes of units; each gets a role for itself and the units below */
    size_t unit_count;        /* 0: every commune */
    bool prune;               /* drop roles of other units */
};

/* Appends to out the SQL that makes the roles, without BEGIN and COMMIT. ERROR_USAGE: the store has no roles, is
 * distributed and units are named, does not know a unit, or has more than LIMIT_ROLES communes and no unit is named. */
MUST_CHECK bool role_sql(struct store *s, const struct role_wish *wish, struct buffer *out, struct error *e);
/* Runs the SQL of role_sql() in one transaction; a deadlock with other users is tried again. */
MUST_CHECK bool role_apply(struct store *s, const struct buffer *sql, struct error *e);
/* Gives a row for each role of a PostgreSQL store: name, purpose. */
MUST_CHECK bool role_list(struct store *s, store_row *row, void *context, struct error *e);

#endif
