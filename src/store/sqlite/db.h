/* A connection to an SQLite file, which all files of this driver use. */
#ifndef MOTCUA_STORE_SQLITE_DB_H
#define MOTCUA_STORE_SQLITE_DB_H

#include <sqlite3.h>

#include "base/error.h"
#include "rows/value.h"
#include "store/recent.h"

#define SQLITE_FOLDER     "schema/sqlite"
#define SQLITE_STATEMENTS 16 /* prepared statements that are kept, known by their text */

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
    bool busy; /* a row callback of the statement is running */
};

struct sqlite_store {
    sqlite3 *db;
    const char *name; /* borrowed: for messages */
    struct sqlite_statement cache[SQLITE_STATEMENTS];
    uint64_t clock;
    sqlite3_stmt *page[PAGE_STATEMENTS];
    struct recent seen;         /* emptied when a transaction rolls back */
    struct sqlite_still *still; /* see still.h; NULL: an ordinary connection */
};

/* Fills e from the connection's last error, with a hint by its kind; returns false. */
bool sqlite_failed(const struct sqlite_store *q, struct error *e);
/* Runs the statements of sql without parameters; rows are dropped. false and e also where memory was short before. */
MUST_CHECK bool sqlite_exec(struct sqlite_store *q, const char *sql, struct error *e);
/* Binds text (borrowed until the statement is reset), a number or NULL to parameter `index`, from 1; returns
 * SQLite's result code. */
MUST_CHECK int sqlite_value_bind(sqlite3_stmt *stmt, int index, const struct value *v);

#endif
