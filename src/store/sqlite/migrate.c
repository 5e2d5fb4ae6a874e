/* Applies the migrations schema/sqlite/NNNN_name.sql in the order of their numbers; user_version holds the number of
 * the last. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "store/migration.h"
#include "store/sqlite/driver.h"
#include "store/sqlite/views.h"

#define APPLICATION_ID 1836020835 /* "motc"; the first migration writes it */

static bool number_get(struct sqlite_store *q, const char *sql, int *out, struct error *e)
{
    sqlite3_stmt *stmt = NULL;
    bool ok =
        sqlite3_prepare_v2(q->db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW;
    if (ok)
        *out = sqlite3_column_int(stmt, 0);
    else
        sqlite_failed(q, e);
    sqlite3_finalize(stmt);
    return ok;
}

/* The migrations above `version`, each noting its views. */
static bool scripts_run(struct sqlite_store *q, const struct migration_list *list, int version,
                        struct sqlite_views *views, struct error *e)
{
    bool ok = true;
    for (size_t i = 0; ok && i < list->count; i++) {
        if (list->items[i].number <= version)
            continue;
        char *sql = migration_text(&list->items[i], e);
        ok = sql && sqlite_views_script(q, views, sql, e);
        free(sql);
    }
    return ok;
}

/* All migrations in one transaction: the file has the old schema or the new one. Reads the version again under the
 * lock, because another process may have been quicker. */
static bool migrations_apply(struct sqlite_store *q, const struct migration_list *list, struct error *e)
{
    char mark[64];
    int version = 0;
    struct sqlite_views views = {0};
    if (!sqlite_exec(q, "BEGIN IMMEDIATE", e))
        return false;
    snprintf(mark, sizeof mark, "PRAGMA user_version = %d", list->newest);
    bool ok = number_get(q, "PRAGMA user_version", &version, e) &&
              (version >= list->newest ||
               (sqlite_views_take(q, &views, e) && scripts_run(q, list, version, &views, e) &&
                sqlite_views_put(q, &views, e) && sqlite_exec(q, mark, e))) &&
              sqlite_exec(q, "COMMIT", e);
    if (!ok && !sqlite3_get_autocommit(q->db))
        sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL);
    sqlite_views_free(&views);
    return ok;
}

/* Reads in one transaction, so that the work of a program that is just making the file is seen as a whole or not at
 * all. */
bool sqlite_schema_check(struct sqlite_store *q, struct error *e)
{
    int id = 0, tables = 0;
    bool ok = sqlite_exec(q, "BEGIN", e) && number_get(q, "PRAGMA application_id", &id, e) &&
              number_get(q, "SELECT COUNT(*) FROM sqlite_master", &tables, e);
    if (!sqlite3_get_autocommit(q->db))
        sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL);
    if (ok && id != APPLICATION_ID && (id != 0 || tables > 0))
        return error_set(e, ERROR_DATA, q->name, _("Name another file under \"store\" in the config."),
                         _("a database of another program"));
    return ok;
}

bool sqlite_version(struct store *s, int64_t *version, struct error *e)
{
    int number = 0;
    bool ok = number_get(s->handle, "PRAGMA user_version", &number, e);
    *version = number;
    return ok;
}

bool sqlite_migrate(struct store *s, struct error *e)
{
    struct sqlite_store *q = s->handle;
    struct migration_list list;
    int version = 0;
    if (!migration_list_read(SQLITE_FOLDER, &list, e))
        return false;
    bool ok =
        number_get(q, "PRAGMA user_version", &version, e) && migration_known(&list, version, q->name, e);
    ok = ok && (version >= list.newest || migrations_apply(q, &list, e));
    migration_list_free(&list);
    return ok;
}
