#include "store/sqlite/driver.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limit.h"
#include "base/memory.h"
#include "base/text.h"
#include "store/sqlite/still.h"

#define BUSY_MILLISECONDS 10000
#define COLUMNS_MAX       (LIMIT_COUNTERS + 8)

/* cache_size bounds memory; synchronous=FULL makes each commit outlive a power cut. */
static bool connection_set(struct sqlite_store *q, struct error *e)
{
    sqlite3_busy_timeout(q->db, BUSY_MILLISECONDS);
    return sqlite_exec(q, "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cache_size = -6144;",
                       e);
}

/* Switches the file to WAL, so that readers go on while a poll writes. Two programs may switch a new file at once;
 * the loser tries again. */
static bool log_set(struct sqlite_store *q, struct error *e)
{
    if (sqlite3_db_readonly(q->db, "main") == 1)
        return true;
    for (int tries = 0; tries < LIMIT_RETRIES; tries++) {
        if (sqlite_exec(q, "PRAGMA journal_mode = WAL", e))
            return sqlite_exec(q, "PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864",
                               e);
        if (sqlite3_errcode(q->db) != SQLITE_BUSY)
            break;
        sqlite3_sleep(100 << tries);
    }
    return false;
}

/* SQLite makes a path absolute first, and of a path that is then too long says only that it cannot open the file. */
static bool path_fits(const char *place)
{
    char folder[LIMIT_FILE_BYTES] = "";
    const sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    if (*place != '/' && !getcwd(folder, sizeof folder))
        return false;
    return !vfs || strlen(folder) + 1 + strlen(place) < (size_t)vfs->mxPathname;
}

static bool sqlite_connect(struct store *s, const char *place, bool create, struct error *e)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
    struct sqlite_store *q = calloc(1, sizeof *q);
    if (!q)
        return error_memory(e, s->name);
    s->handle = q;
    q->name = s->name;
    if (!create && access(place, F_OK) != 0 && errno == ENOENT)
        return error_set(e, ERROR_UNAVAILABLE, q->name,
                         _("Run 'motcua db migrate' or 'motcua collect': either makes it."),
                         _("there is no store yet"));
    if (sqlite3_open_v2(place, &q->db, flags, NULL) != SQLITE_OK)
        return path_fits(place) ? sqlite_failed(q, e)
                                : error_set(e, ERROR_CONFIG, q->name, _("Choose a shorter path."),
                                            _("the path is too long for SQLite"));
    struct error first = {0};
    if (connection_set(q, &first) && sqlite_schema_check(q, &first))
        return !create || log_set(q, e);
    if (first.code != ERROR_IO || !sqlite_still_wanted(q)) {
        *e = first;
        return false;
    }
    return sqlite_still_open(q, place, e) && connection_set(q, e) && sqlite_schema_check(q, e);
}

static bool sqlite_open(struct store *s, const char *place, struct error *e)
{
    return sqlite_connect(s, place, true, e) && sqlite_migrate(s, e);
}

static void statement_free(struct sqlite_statement *c)
{
    sqlite3_finalize(c->stmt);
    free(c->sql);
    *c = (struct sqlite_statement){0};
}

static void sqlite_close(struct store *s)
{
    struct sqlite_store *q = s->handle;
    if (!q)
        return;
    sqlite_page_close(q);
    for (size_t i = 0; i < SQLITE_STATEMENTS; i++)
        statement_free(&q->cache[i]);
    sqlite3_close(q->db);
    sqlite_still_close(q);
    free(q);
    s->handle = NULL;
}

/* A place of the cache: a free one, else that of the statement unused for longest; NULL: all statements are running. */
static struct sqlite_statement *statement_place(struct sqlite_store *q)
{
    struct sqlite_statement *best = NULL;
    for (size_t i = 0; i < SQLITE_STATEMENTS; i++) {
        struct sqlite_statement *c = &q->cache[i];
        if (!c->busy && (!best || c->used < best->used))
            best = c;
    }
    return best;
}

static struct sqlite_statement *statement_get(struct sqlite_store *q, const char *sql, struct error *e)
{
    for (size_t i = 0; i < SQLITE_STATEMENTS; i++)
        if (q->cache[i].sql && !q->cache[i].busy && strcmp(q->cache[i].sql, sql) == 0)
            return &q->cache[i];
    struct sqlite_statement *c = statement_place(q);
    if (!c) {
        error_set(e, ERROR_INTERNAL, q->name, NULL, _("too many queries inside each other"));
        return NULL;
    }
    statement_free(c);
    const char *tail = "";
    if (sqlite3_prepare_v3(q->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &c->stmt, &tail) != SQLITE_OK) {
        sqlite_failed(q, e);
        return NULL;
    }
    c->sql = c->stmt && tail[strspn(tail, " \t\n;")] == '\0' ? strdup(sql) : NULL;
    if (!c->sql) {
        statement_free(c);
        error_set(e, ERROR_INTERNAL, q->name, NULL, _("not one statement: %.60s"), sql);
        return NULL;
    }
    return c;
}

/* SQLite counts BEGIN and some PRAGMAs as read-only, so that a reading statement must also begin with SELECT or
 * WITH. */
static bool statement_reads(const struct sqlite_statement *c)
{
    const char *sql = c->sql + strspn(c->sql, " \t\n");
    return sqlite3_stmt_readonly(c->stmt) &&
           (sqlite3_strnicmp(sql, "SELECT", 6) == 0 || sqlite3_strnicmp(sql, "WITH", 4) == 0);
}

/* For SQLite $3 is a name and not a number; its place is looked up, because the statement may have it anywhere or
 * not at all. */
static bool params_bind(struct sqlite_store *q, sqlite3_stmt *stmt, const struct value *params, int count,
                        struct error *e)
{
    char name[16];
    for (int i = 0; i < count; i++) {
        snprintf(name, sizeof name, "$%d", i + 1);
        int index = sqlite3_bind_parameter_index(stmt, name);
        if (index && sqlite_value_bind(stmt, index, &params[i]) != SQLITE_OK)
            return sqlite_failed(q, e);
    }
    return true;
}

static struct value column_value(sqlite3_stmt *stmt, int i)
{
    switch (sqlite3_column_type(stmt, i)) {
    case SQLITE_NULL:
        return (struct value){0};
    case SQLITE_TEXT:
        return (struct value){.known = true,
                              .text = (const char *)sqlite3_column_text(stmt, i),
                              .length = (uint32_t)sqlite3_column_bytes(stmt, i)};
    default:
        return (struct value){.known = true, .number = sqlite3_column_int64(stmt, i)};
    }
}

static bool rows_read(struct sqlite_store *q, sqlite3_stmt *stmt, store_row *row, void *context,
                      struct error *e)
{
    struct value columns[COLUMNS_MAX];
    int count = sqlite3_column_count(stmt), rc;
    if (count > COLUMNS_MAX)
        return error_set(e, ERROR_INTERNAL, q->name, NULL, _("a query of more than %d columns"), COLUMNS_MAX);
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        for (int i = 0; i < count; i++)
            columns[i] = column_value(stmt, i);
        if (row && !row(context, columns, count, e))
            return false;
    }
    return rc == SQLITE_DONE || sqlite_failed(q, e);
}

static bool sqlite_run(struct store *s, bool write, const char *sql, const struct value *params,
                       int param_count, store_row *row, void *context, struct error *e)
{
    struct sqlite_store *q = s->handle;
    struct sqlite_statement *c = statement_get(q, sql, e);
    if (!c)
        return false;
    if (write && memory_short())
        return error_memory(e, q->name);
    if (!write && !statement_reads(c))
        return error_set(e, ERROR_INTERNAL, q->name, NULL, _("a query that does not only read: %.60s"), sql);
    c->used = ++q->clock;
    c->busy = true;
    bool ok = params_bind(q, c->stmt, params, param_count, e) && rows_read(q, c->stmt, row, context, e);
    ok = ok && sqlite_still_same(q, e);
    sqlite3_reset(c->stmt);
    sqlite3_clear_bindings(c->stmt);
    c->busy = false;
    return ok;
}

static bool block_row_read(sqlite3_stmt *stmt, struct block *b, struct error *e)
{
    for (int i = 0; i < b->column_count; i++) {
        sqlite3_value *v = sqlite3_column_value(stmt, i);
        if (sqlite3_value_type(v) == SQLITE_NULL)
            b->values[i][b->rows] = BLOCK_UNKNOWN;
        else if (!b->is_text[i])
            b->values[i][b->rows] = sqlite3_value_int64(v);
        else if (!block_text_put(b, i, (const char *)sqlite3_value_text(v), (size_t)sqlite3_value_bytes(v)))
            return block_failed(b, e);
    }
    return true;
}

enum { WIDE_ROWS = 65536 };

static bool sqlite_scan(struct store *s, const char *sql, struct block *b, block_take *take, void *context,
                        struct error *e)
{
    struct sqlite_store *q = s->handle;
    struct sqlite_statement *c = statement_get(q, sql, e);
    int rc = SQLITE_DONE;
    if (!c)
        return false;
    c->used = ++q->clock;
    c->busy = true;
    bool ok = true;
    size_t rows = 0;
    for (; ok && (rc = sqlite3_step(c->stmt)) == SQLITE_ROW; rows++)
        ok = block_row_read(c->stmt, b, e) && block_row_end(b, take, context, e);
    ok = ok && (rc == SQLITE_DONE || sqlite_failed(q, e)) && sqlite_still_same(q, e);
    sqlite3_reset(c->stmt);
    c->busy = false;
    if (rows >= WIDE_ROWS) /* the cache is full of pages that nobody asks for again */
        sqlite3_db_release_memory(q->db);
    return ok;
}

static bool sqlite_begin(struct store *s, bool write, struct error *e)
{
    return sqlite_exec(s->handle, write ? "BEGIN IMMEDIATE" : "BEGIN", e);
}

static void sqlite_rollback(struct store *s)
{
    struct sqlite_store *q = s->handle;
    recent_clear(&q->seen);
    if (!sqlite3_get_autocommit(q->db))
        sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL);
}

static bool sqlite_commit(struct store *s, struct error *e)
{
    if (sqlite_exec(s->handle, "COMMIT", e))
        return true;
    sqlite_rollback(s);
    return false;
}

const struct store_driver store_sqlite = {.scheme = "sqlite",
                                          .open = sqlite_open,
                                          .folder = SQLITE_FOLDER,
                                          .connect = sqlite_connect,
                                          .version = sqlite_version,
                                          .migrate = sqlite_migrate,
                                          .facts = sqlite_facts,
                                          .columns = sqlite_columns,
                                          .checks = sqlite_checks,
                                          .close = sqlite_close,
                                          .run = sqlite_run,
                                          .scan = sqlite_scan,
                                          .begin = sqlite_begin,
                                          .commit = sqlite_commit,
                                          .rollback = sqlite_rollback,
                                          .page = sqlite_page_put,
                                          .missing = sqlite_missing_put,
                                          .rows = sqlite_rows_put};
