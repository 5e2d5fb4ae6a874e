/* What the files of the SQLite driver share. */
#ifndef MOTCUA_STORE_SQLITE_DRIVER_H
#define MOTCUA_STORE_SQLITE_DRIVER_H

#include <sqlite3.h>

#include "store/driver.h"

#define SQLITE_FOLDER     "schema/sqlite"
#define SQLITE_STATEMENTS 16 /* prepared statements kept, by their text */
#define SQLITE_SEEN                                                                                          \
    1024 /* units lately written, so that one is not written again for each of its dossiers                  \
          */

enum sqlite_page_statement {
    PAGE_DOSSIER_FIND,
    PAGE_DOSSIER_ADD,
    PAGE_DOSSIER_KEEP,
    PAGE_DOSSIER_CHANGE,
    PAGE_UNIT,
    PAGE_UNIT_SOURCE,
    PAGE_FIGURE_FIND,
    PAGE_FIGURE_ADD,
    PAGE_REJECT_ANY,
    PAGE_REJECT_CLEAR,
    PAGE_REJECT_PUT,
    PAGE_RUN_LATE,
    PAGE_MISSING_ANY,
    PAGE_MISSING_SINCE,
    PAGE_MISSING_KEEP,
    PAGE_MISSING_END,
    PAGE_CURSOR,
    PAGE_STATEMENTS
};

struct sqlite_statement {
    char *sql;
    sqlite3_stmt *stmt;
    uint64_t used;
    bool busy; /* a row callback of it is running */
};

struct sqlite_store {
    sqlite3 *db;
    const char *name; /* borrowed: for messages */
    struct sqlite_statement cache[SQLITE_STATEMENTS];
    uint64_t clock;
    sqlite3_stmt *page[PAGE_STATEMENTS];
    struct sqlite_seen {
        uint64_t key, content; /* hashes of what was written; 0 is empty */
    } seen[SQLITE_SEEN];       /* emptied when a transaction rolls back */
};

/* Fills e from the connection's last error, with a hint by its kind; returns false. */
bool sqlite_failed(const struct sqlite_store *q, struct error *e);
MUST_CHECK bool sqlite_exec(struct sqlite_store *q, const char *sql, struct error *e);
/* store_sqlite_migrate.c: refuses a file of another program, before anything is written to it ... */
MUST_CHECK bool sqlite_schema_check(struct sqlite_store *q, struct error *e);
/* ... and brings the schema up to this program's; refuses a newer one. */
MUST_CHECK bool sqlite_migrate(struct store *s, struct error *e);
MUST_CHECK bool sqlite_version(struct store *s, int64_t *version, struct error *e);
/* store_sqlite_check.c: what `db status` and `db check` ask */
extern const char sqlite_facts[], sqlite_columns[];
extern const struct store_check sqlite_checks[];
/* store_sqlite_page.c */
MUST_CHECK bool sqlite_page_put(struct store *s, const struct page_place *place, const struct page *page,
                                struct page_outcome *out, struct error *e);
MUST_CHECK bool sqlite_missing_put(struct store *s, const struct page_place *place, const char *keys,
                                   size_t count, struct error *e);
void sqlite_page_close(struct sqlite_store *q);
/* store_sqlite_sample.c */
MUST_CHECK bool sqlite_rows_put(struct store *s, const struct store_rows *rows, struct error *e);
MUST_CHECK bool sqlite_samples_prune(struct store *s, moment before, int64_t *removed, struct error *e);
extern const char sqlite_old_samples[];

#endif
