/* Migrations: schema/sqlite/NNNN_name.sql in the order of their numbers, each in a transaction; user_version
 * holds the last. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "limits.h"
#include "store_sqlite.h"
#include "text.h"

#define APPLICATION_ID 1836020835 /* "motc"; the first migration writes it */
#define FOLDER         "schema/sqlite"

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

/* NNNN of NNNN_name.sql; 0 for any other file. */
static int migration_number(const char *name)
{
    size_t n = strlen(name);
    if (strspn(name, "0123456789") != 4 || name[4] != '_' || n < 10 || strcmp(name + n - 4, ".sql") != 0)
        return 0;
    return (int)strtol(name, NULL, 10);
}

static int is_migration(const struct dirent *entry)
{
    return migration_number(entry->d_name) > 0;
}

static char *file_read(const char *file, struct error *e)
{
    FILE *f = fopen(file, "rbe");
    char *text = malloc(LIMIT_DOCUMENT_BYTES + 1);
    size_t n = f && text ? fread(text, 1, LIMIT_DOCUMENT_BYTES + 1, f) : 0;
    if (!f || !text || ferror(f) || n > LIMIT_DOCUMENT_BYTES) {
        error_set(e, ERROR_IO, file, _("Install the program again: its data files are not whole."), "%s",
                  n > LIMIT_DOCUMENT_BYTES ? _("too long") : strerror(errno));
        free(text);
        text = NULL;
    } else {
        text[n] = '\0';
    }
    if (f)
        fclose(f);
    return text;
}

/* Read again under the lock: another process may have been quicker. */
static bool migration_apply(struct sqlite_store *q, int number, const char *sql, struct error *e)
{
    char mark[64];
    int version = 0;
    if (!sqlite_exec(q, "BEGIN IMMEDIATE", e))
        return false;
    snprintf(mark, sizeof mark, "PRAGMA user_version = %d", number);
    bool ok = number_get(q, "PRAGMA user_version", &version, e) &&
              (version >= number || (sqlite_exec(q, sql, e) && sqlite_exec(q, mark, e))) &&
              sqlite_exec(q, "COMMIT", e);
    if (!ok && !sqlite3_get_autocommit(q->db))
        sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL);
    return ok;
}

static bool migrations_apply(struct sqlite_store *q, const char *folder, struct dirent **files, int count,
                             int version, struct error *e)
{
    for (int i = 0; i < count; i++) {
        int number = migration_number(files[i]->d_name);
        char path[4096];
        if (number <= version)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, files[i]->d_name);
        char *sql = file_read(path, e);
        bool ok = sql && migration_apply(q, number, sql, e);
        free(sql);
        if (!ok)
            return false;
    }
    return true;
}

/* In one transaction, so that a program which is just making the file is seen before or after it. */
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

bool sqlite_migrate(struct sqlite_store *q, struct error *e)
{
    char folder[3072];
    struct dirent **files = NULL;
    int version = 0;
    if (!document_find(FOLDER, folder, sizeof folder, e) ||
        !number_get(q, "PRAGMA user_version", &version, e))
        return false;
    int count = scandir(folder, &files, is_migration, alphasort);
    bool ok = count > 0 && count <= LIMIT_MIGRATIONS;
    if (!ok)
        error_set(e, ERROR_IO, folder, _("Install the program again: its data files are not whole."),
                  _("no migrations to be read"));
    int newest = ok ? migration_number(files[count - 1]->d_name) : 0;
    if (ok && version > newest)
        ok = error_set(e, ERROR_UNAVAILABLE, q->name,
                       _("Use the newer program that made it, or name another file."),
                       _("made by a newer motcua (schema %d, this program knows %d)"), version, newest);
    ok = ok && migrations_apply(q, folder, files, count, version, e);
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    return ok;
}
