/* Migrations: schema/postgres/NNNN_name.sql in the order of their numbers, each in a transaction, one program
 * at a time; motcua.migration tells which were applied. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "limits.h"
#include "store_postgres.h"
#include "text.h"

#define LOCK_SQL "SELECT pg_advisory_xact_lock(1836020835)" /* "motc" */
/* Not to_regclass: it may answer from what the session remembers of the time before it waited for the lock.
 */
#define KNOWN_SQL                                                                                            \
    "SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"                  \
    " WHERE n.nspname = 'motcua' AND c.relname = 'migration')"
#define NUMBER_SQL  "SELECT COALESCE(MAX(number), 0) FROM motcua.migration"
#define APPLIED_SQL "INSERT INTO motcua.migration (number, name) VALUES ($1, $2)"

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

static bool number_row(void *context, const struct value *columns, int count, struct error *e)
{
    (void)e;
    if (count > 0)
        *(int64_t *)context = columns[0].number;
    return true;
}

/* 0: there is no schema yet. */
static bool version_get(struct postgres_store *q, int64_t *version, struct error *e)
{
    int64_t known = 0;
    *version = 0;
    return postgres_command(q, false, KNOWN_SQL, NULL,
                            &(struct postgres_answer){.row = number_row, .context = &known}, e) &&
           (!known || postgres_command(q, false, NUMBER_SQL, NULL,
                                       &(struct postgres_answer){.row = number_row, .context = version}, e));
}

/* Read again under the lock: another program may have been quicker. */
static bool migration_apply(struct postgres_store *q, const char *folder, const char *file, struct error *e)
{
    struct postgres_params p = {.count = 0};
    char path[4096];
    int64_t version = 0, number = migration_number(file);
    snprintf(path, sizeof path, "%s/%s", folder, file);
    char *sql = file_read(path, e);
    if (!sql)
        return false;
    params_number(&p, number);
    params_text(&p, file);
    bool ok = postgres_begin(q, true, LIMIT_MIGRATION_SECONDS, e) &&
              postgres_send(q, "SELECT set_config('lock_timeout', '0', true)", NULL, NULL, e) &&
              postgres_send(q, LOCK_SQL, NULL, NULL, e) && postgres_finish(q, e) &&
              version_get(q, &version, e) &&
              (version >= number ||
               (postgres_script(q, sql, e) && postgres_command(q, true, APPLIED_SQL, &p, NULL, e)));
    free(sql);
    if (ok)
        return postgres_commit(q, e);
    postgres_rollback(q);
    if (e && e->code == ERROR_UNAVAILABLE)
        snprintf(e->hint, sizeof e->hint, "%s",
                 _("Ask the owner of the database to run 'motcua db migrate', or to grant CREATE on it to "
                   "this role."));
    return ok;
}

bool postgres_migrate(struct postgres_store *q, struct error *e)
{
    char folder[3072];
    struct dirent **files = NULL;
    int64_t version = 0;
    if (!document_find(POSTGRES_FOLDER, folder, sizeof folder, e) || !version_get(q, &version, e))
        return false;
    int count = scandir(folder, &files, is_migration, alphasort), patience = q->wait_seconds;
    bool ok = count > 0 && count <= LIMIT_MIGRATIONS;
    if (!ok)
        error_set(e, ERROR_IO, folder, _("Install the program again: its data files are not whole."),
                  _("no migrations to be read"));
    int newest = ok ? migration_number(files[count - 1]->d_name) : 0;
    if (ok && version > newest)
        ok = error_set(e, ERROR_UNAVAILABLE, q->name,
                       _("Use the newer program that made it, or name another database."),
                       _("made by a newer motcua (schema %d, this program knows %d)"), (int)version, newest);
    q->wait_seconds = LIMIT_MIGRATION_SECONDS + LIMIT_LOCK_SECONDS;
    for (int i = 0; ok && i < count; i++)
        ok = migration_number(files[i]->d_name) <= version || migration_apply(q, folder, files[i]->d_name, e);
    q->wait_seconds = patience;
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    return ok;
}
