/* The views of a file while migrations are applied. SQLite reads every view again at each change of a table, and a view that a
 * later migration replaces would be made for nothing; so migrations find a file without views, what they declare is only noted, and the
 * views that are left at the end are made once. The migrations stay the one source: tests hold that the result is that of one
 * migration after the other. A migration may not read a view or put a trigger on one: it fails for want of the view. */
#ifndef MOTCUA_STORE_SQLITE_VIEWS_H
#define MOTCUA_STORE_SQLITE_VIEWS_H

#include "store/sqlite/db.h"

struct sqlite_view {
    char *name,
        *sql; /* owned; name: of the view, also where sql makes a trigger on it; both NULL: dropped again */
    bool trigger;
};

struct sqlite_views {
    struct sqlite_view *items; /* in the order in which they are to be made; owned */
    size_t count, room;
};

/* Takes the views of the file out of it into v, which is zeroed at first, with those of the operator's own and triggers
 * on views. Inside a transaction, as the other two. */
MUST_CHECK bool sqlite_views_take(struct sqlite_store *q, struct sqlite_views *v, struct error *e);
/* Runs the statements of a migration; notes in v its CREATE VIEW and DROP VIEW (of plain names) instead of running them. sql is
 * changed while the call lasts. */
MUST_CHECK bool sqlite_views_script(struct sqlite_store *q, struct sqlite_views *v, char *sql,
                                    struct error *e);
/* Makes the views of v. */
MUST_CHECK bool sqlite_views_put(struct sqlite_store *q, const struct sqlite_views *v, struct error *e);
void sqlite_views_free(struct sqlite_views *v); /* safe on a zeroed list */

#endif
