/* Applies the migrations schema/postgres/NNNN_name.sql in the order of their numbers, each in a transaction, one
 * program at a time. The table motcua.migration has the applied ones. */
#include <stdio.h>
#include <stdlib.h>

#include "base/limit.h"
#include "base/text.h"
#include "rows/value.h"
#include "store/migration.h"
#include "store/postgres/driver.h"

/* to_regclass() is not used, because its answer may be older than the wait for the lock. */
#define KNOWN_SQL                                                                                            \
    "SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"                  \
    " WHERE n.nspname = 'motcua' AND c.relname = 'migration')"
#define NUMBER_SQL  "SELECT COALESCE(MAX(number), 0) FROM motcua.migration"
#define APPLIED_SQL "INSERT INTO motcua.migration (number, name) VALUES ($1, $2)"

/* *version: the newest migration that was applied; 0: the database has no schema yet. */
static bool version_get(struct postgres_store *q, int64_t *version, struct error *e)
{
    int64_t known = 0;
    *version = 0;
    return postgres_command(q, false, KNOWN_SQL, NULL,
                            &(struct postgres_answer){.row = value_number_row, .context = &known}, e) &&
           (!known ||
            postgres_command(q, false, NUMBER_SQL, NULL,
                             &(struct postgres_answer){.row = value_number_row, .context = version}, e));
}

/* A try. Reads the version again under the lock, because another program may have been quicker. A new database has no table
 * to lock: of two programs that make the schema at once, one fails and then finds the other's. */
struct step {
    const struct migration *m;
    bool first;
};

static bool migration_apply(struct postgres_store *q, void *context, struct error *e)
{
    const struct step *step = context;
    const struct migration *m = step->m;
    bool first = step->first;
    struct postgres_params p = {.count = 0};
    int64_t version = 0;
    char *sql = migration_text(m, e);
    if (!sql)
        return false;
    params_number(&p, m->number);
    params_text(&p, m->name);
    bool ok = postgres_begin(q, true, LIMIT_MIGRATION_SECONDS, e) &&
              postgres_send(q, POSTGRES_SEQUENTIAL, NULL, NULL, e) &&
              (first || postgres_send(q, POSTGRES_SCHEMA_LOCK, NULL, NULL, e)) &&
              postgres_lock_briefly(q, e) && postgres_finish(q, e) && version_get(q, &version, e) &&
              (version >= m->number ||
               (postgres_script(q, sql, e) && postgres_command(q, true, APPLIED_SQL, &p, NULL, e)));
    free(sql);
    if (ok)
        return postgres_commit(q, e);
    postgres_rollback(q);
    if (first && version_get(q, &version, NULL) && version >= m->number)
        return true;
    if (e && e->code == ERROR_UNAVAILABLE)
        snprintf(e->hint, sizeof e->hint, "%s",
                 _("Ask the owner of the database to run 'motcua db migrate', or to grant CREATE on it to "
                   "this role."));
    return false;
}

bool postgres_version(struct store *s, int64_t *version, struct error *e)
{
    return version_get(s->handle, version, e);
}

/* Refuses a role without a policy, which would see empty tables and count no dossiers. */
static bool rows_seen(struct postgres_store *q, struct error *e)
{
    static const char sql[] =
        "SELECT row_security_active('motcua.dossier') AND NOT EXISTS (SELECT 1 FROM pg_policy p"
        " WHERE p.polrelid = 'motcua.dossier'::regclass AND (p.polroles = '{0}' OR EXISTS"
        " (SELECT 1 FROM unnest(p.polroles) AS r (role) WHERE pg_has_role(current_user, r.role, 'USAGE'))))";
    int64_t hidden = 0;
    return postgres_command(q, false, sql, NULL,
                            &(struct postgres_answer){.row = value_number_row, .context = &hidden}, e) &&
           (!hidden || error_set(e, ERROR_UNAVAILABLE, q->name,
                                 _("Grant motcua_look (it reads all) or the role of a unit to this role: see "
                                   "'motcua db roles'."),
                                 _("row-level security hides every row from this role")));
}

bool postgres_migrate(struct store *s, struct error *e)
{
    struct postgres_store *q = s->handle;
    struct migration_list list;
    int64_t version = 0;
    if (!migration_list_read(POSTGRES_FOLDER, &list, e))
        return false;
    int patience = q->wait_seconds;
    bool ok = version_get(q, &version, e) && migration_known(&list, (int)version, q->name, e);
    q->wait_seconds = LIMIT_MIGRATION_SECONDS + LIMIT_LOCK_SECONDS;
    for (size_t i = 0; ok && i < list.count; i++) {
        struct step step = {&list.items[i], version == 0 && i == 0};
        ok = list.items[i].number <= version || postgres_schema_change(q, migration_apply, &step, e);
    }
    q->wait_seconds = patience;
    migration_list_free(&list);
    return ok && rows_seen(q, e);
}
