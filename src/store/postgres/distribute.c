/* The store on Citus. A trial on Citus 13.2.2 over PostgreSQL 15 showed that with nine distributed tables no counter
 * could be computed, and that with these two every command answers as on one server. */
#include "store/distribute.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/limit.h"
#include "base/text.h"
#include "store/migration.h"
#include "store/postgres/driver.h"

#define CITUS_HERE "SELECT COUNT(*) FROM pg_extension WHERE extname = 'citus'"
#define IS_DISTRIBUTED                                                                                       \
    "SELECT COUNT(*) FROM pg_dist_partition WHERE logicalrelid = to_regclass('motcua.dossier')"

static bool number_ask(struct store *s, const char *sql, const struct value *params, int count, int64_t *out,
                       struct error *e)
{
    *out = 0;
    return store_query(s, sql, params, count, value_number_row, out, e);
}

bool postgres_is_distributed(struct store *s, bool *out, struct error *e)
{
    int64_t here = 0;
    *out = false;
    if (!number_ask(s, CITUS_HERE, NULL, 0, &here, e) ||
        (here && !number_ask(s, IS_DISTRIBUTED, NULL, 0, &here, e)))
        return false;
    *out = here > 0;
    return true;
}

/* --- conditions --- */

struct work {
    struct store *store;
    const struct distribute_wish *wish;
    distribute_take *take;
    void *context;
    struct source_rows {
        int64_t source, rows;
    } * sources; /* dossiers of each source before; below, rows of both tables before */
    size_t count, size;
    int64_t dossiers, versions;
};

static bool told_number(const struct work *w, const char *what, int64_t number, struct error *e)
{
    return w->take(w->context, what, NULL, value_number(number), e);
}

static bool told_text(void *context, const struct value *columns, int count, struct error *e)
{
    const struct work *w = context;
    (void)count;
    return w->take(w->context, "citus", columns[0].known ? columns[0].text : NULL, (struct value){0}, e);
}

static bool schema_current(const struct work *w, struct error *e)
{
    struct migration_list list = {0};
    int64_t version = 0;
    bool ok = store_version(w->store, &version, e) && migration_list_read(POSTGRES_FOLDER, &list, e);
    if (ok && version != list.newest)
        ok = error_set(e, ERROR_UNAVAILABLE, store_name(w->store), _("Run 'motcua db migrate' first."),
                       _("schema %d, this program knows %d"), (int)version, list.newest);
    migration_list_free(&list);
    return ok;
}

static bool owner_asks(const struct work *w, struct error *e)
{
    int64_t owned = 0;
    if (!number_ask(w->store,
                    "SELECT COUNT(*) FROM pg_class WHERE relnamespace = to_regnamespace('motcua')"
                    " AND relname IN ('dossier', 'dossier_history') AND pg_has_role(relowner, 'USAGE')",
                    NULL, 0, &owned, e))
        return false;
    return owned == 2 || error_set(e, ERROR_UNAVAILABLE, store_name(w->store),
                                   _("Let the owner of the tables run it: who ran 'motcua db migrate'."),
                                   _("this role does not own the tables"));
}

static bool citus_ready(const struct work *w, struct error *e)
{
    const char *name = store_name(w->store);
    int64_t here = 0, workers = 0;
    if (!number_ask(w->store, CITUS_HERE, NULL, 0, &here, e))
        return false;
    if (!here)
        return error_set(e, ERROR_UNAVAILABLE, name,
                         _("Install Citus on every server, add it to shared_preload_libraries, then CREATE "
                           "EXTENSION citus."),
                         _("the database has no extension citus"));
    if (!number_ask(
            w->store,
            "SELECT COUNT(*) FROM pg_dist_node WHERE isactive AND noderole = 'primary' AND groupid <> 0",
            NULL, 0, &workers, e))
        return false;
    if (!workers)
        return error_set(e, ERROR_UNAVAILABLE, name,
                         _("Add them on the coordinator: SELECT citus_add_node('HOST', 5432)."),
                         _("no active worker"));
    return store_query(w->store, "SELECT extversion FROM pg_extension WHERE extname = 'citus'", NULL, 0,
                       told_text, (void *)w, e) &&
           told_number(w, "workers", workers, e) && told_number(w, "shards", w->wish->shards, e);
}

/* --- rows, before and after --- */

static bool source_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct work *w = context;
    (void)count;
    if (!array_room(&w->sources, &w->size, w->count, sizeof *w->sources))
        return error_memory(e, "db");
    w->sources[w->count++] = (struct source_rows){columns[0].number, columns[1].number};
    return true;
}

#define DOSSIERS "SELECT COUNT(*) FROM dossier"
#define VERSIONS "SELECT COUNT(*) FROM dossier_history"

/* Counts the rows under a lock that keeps all writers out until the end of the transaction. */
static bool rows_before(struct work *w, struct error *e)
{
    return store_write(w->store,
                       "LOCK TABLE motcua.dossier, motcua.dossier_history IN SHARE ROW EXCLUSIVE MODE", NULL,
                       0, NULL, NULL, e) &&
           number_ask(w->store, DOSSIERS, NULL, 0, &w->dossiers, e) &&
           number_ask(w->store, VERSIONS, NULL, 0, &w->versions, e) &&
           store_query(w->store,
                       "SELECT source_id, COUNT(*) FROM dossier GROUP BY source_id ORDER BY source_id", NULL,
                       0, source_row, w, e) &&
           told_number(w, "dossier", w->dossiers, e) && told_number(w, "dossier_history", w->versions, e);
}

static bool rows_differ(const struct work *w, int64_t now, int64_t before, struct error *e)
{
    return error_set(e, ERROR_INTERNAL, store_name(w->store),
                     _("Nothing was changed: all was undone. Look at the servers' logs."),
                     P_("%lld row after it was distributed, %lld before",
                        "%lld rows after it was distributed, %lld before", now),
                     (long long)now, (long long)before);
}

static bool rows_after(const struct work *w, struct error *e)
{
    int64_t dossiers = 0, versions = 0, alike = 0;
    if (!number_ask(w->store, DOSSIERS, NULL, 0, &dossiers, e) ||
        !number_ask(w->store, VERSIONS, NULL, 0, &versions, e) ||
        !number_ask(w->store,
                    "SELECT CASE WHEN COUNT(*) = 2 AND COUNT(DISTINCT colocationid) = 1 THEN 1 ELSE 0 END"
                    " FROM pg_dist_partition WHERE logicalrelid IN (to_regclass('motcua.dossier'),"
                    " to_regclass('motcua.dossier_history'))",
                    NULL, 0, &alike, e))
        return false;
    if (dossiers != w->dossiers || versions != w->versions)
        return rows_differ(w, dossiers + versions, w->dossiers + w->versions, e);
    if (!alike)
        return error_set(e, ERROR_INTERNAL, store_name(w->store),
                         _("Nothing was changed: all was undone. Look at the servers' logs."),
                         _("dossiers and their former versions do not lie together"));
    for (size_t i = 0; i < w->count; i++) {
        const struct value source = value_number(w->sources[i].source);
        if (!number_ask(w->store, DOSSIERS " WHERE source_id = $1", &source, 1, &dossiers, e))
            return false;
        if (dossiers != w->sources[i].rows)
            return rows_differ(w, dossiers, w->sources[i].rows, e);
    }
    return true;
}

/* --- the two tables --- */

/* Removes parts that a distributed store cannot have: the policies of the roles of units, and the rights of the role
 * that these share. 'motcua db roles' then makes the remaining roles anew. */
static const char before_sql[] =
    "DO $$ DECLARE p record; BEGIN"
    " FOR p IN SELECT polname, relname FROM pg_policy JOIN pg_class c ON c.oid = polrelid"
    " WHERE c.relnamespace = to_regnamespace('motcua') AND (polname = 'motcua_unit' OR polname LIKE "
    "'motcua\\_unit\\_%')"
    " LOOP EXECUTE format('DROP POLICY %I ON motcua.%I', p.polname, p.relname); END LOOP;"
    " IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'motcua_unit') THEN"
    " REVOKE ALL ON ALL TABLES IN SCHEMA motcua FROM motcua_unit;"
    " IF to_regnamespace('motcua_unit') IS NOT NULL THEN"
    " REVOKE ALL ON ALL TABLES IN SCHEMA motcua_unit FROM motcua_unit; END IF;"
    " END IF; END $$";

static bool tables_distribute(const struct work *w, struct error *e)
{
    const struct value shards = value_number(w->wish->shards);
    return store_write(w->store, before_sql, NULL, 0, NULL, NULL, e) &&
           store_write(
               w->store,
               "SELECT create_distributed_table('motcua.dossier', 'source_id', colocate_with => 'none',"
               " shard_count => $1::integer)",
               &shards, 1, NULL, NULL, e) &&
           store_write(w->store,
                       "SELECT create_distributed_table('motcua.dossier_history', 'source_id',"
                       " colocate_with => 'motcua.dossier')",
                       NULL, 0, NULL, NULL, e);
}

static bool work_do(struct work *w, struct error *e)
{
    bool already = false;
    if (!store_write(w->store, POSTGRES_SEQUENTIAL, NULL, 0, NULL, NULL, e) || !citus_ready(w, e) ||
        !schema_current(w, e) || !owner_asks(w, e) ||
        !store_write(w->store, POSTGRES_SCHEMA_LOCK, NULL, 0, NULL, NULL, e) ||
        !postgres_is_distributed(w->store, &already, e))
        return false;
    if (already)
        return told_number(w, "distributed", 1, e);
    return rows_before(w, e) &&
           (w->wish->dry || (tables_distribute(w, e) && rows_after(w, e) && told_number(w, "done", 1, e)));
}

bool postgres_distribute(struct store *s, const struct distribute_wish *wish, distribute_take *take,
                         void *context, struct error *e)
{
    struct work w = {.store = s, .wish = wish, .take = take, .context = context};
    s->driver->patience(s, LIMIT_MIGRATION_SECONDS);
    bool ok = store_write_begin(s, e) && store_write_end(s, work_do(&w, e), e);
    s->driver->patience(s, LIMIT_STATEMENT_SECONDS);
    free(w.sources);
    return ok;
}

/* --- the queries of `db status` and `db check` for a distributed store --- */

const char postgres_distributed_sizes[] =
    "SELECT c.relname::text, citus_total_relation_size(c.oid::regclass, false), (SELECT COUNT(*) FROM "
    "pg_dist_shard s"
    " WHERE s.logicalrelid = c.oid::regclass) FROM pg_class c JOIN pg_dist_partition p ON p.logicalrelid = "
    "c.oid::regclass"
    " WHERE c.relnamespace = to_regnamespace('motcua') ORDER BY 1";

/* Gives one row for each worker; a worker that cannot be asked gives its error. */
#define WORKERS(sql)                                                                                         \
    "SELECT nodename || ':' || nodeport || ' ' || CASE WHEN success THEN result ELSE 'no answer: ' || "      \
    "result END"                                                                                             \
    " FROM run_command_on_workers($x$" sql "$x$) WHERE NOT success OR COALESCE(result, '') <> '' ORDER BY 1"

const struct store_check postgres_distributed_checks[] = {
    {"workers", true, N_("a power cut may lose what was committed, by this setting of a worker"),
     N_("Let the administrator of the worker set it to 'on'."),
     WORKERS("SELECT string_agg(name || ' = ' || setting, ', ' ORDER BY name) FROM pg_settings"
             " WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'")},
    {"workers", true, N_("a worker with another version of PostgreSQL or Citus than the coordinator"),
     N_("Upgrade it, and ALTER EXTENSION citus UPDATE on every server."),
     "SELECT w.nodename || ':' || w.nodeport || ' ' || w.result FROM"
     " run_command_on_workers($x$SELECT current_setting('server_version') || ', citus ' || (SELECT extversion"
     " FROM pg_extension WHERE extname = 'citus')$x$) w WHERE w.success AND w.result <>"
     " current_setting('server_version') || ', citus ' || (SELECT extversion FROM pg_extension WHERE extname "
     "= 'citus')"
     " ORDER BY 1"},
    {"workers", true, N_("a worker that is not active"),
     N_("Bring it back and SELECT citus_activate_node(..), or move its shards."),
     "SELECT nodename || ':' || nodeport FROM pg_dist_node WHERE noderole = 'primary' AND NOT isactive ORDER "
     "BY 1"},
    {"placements", true, N_("a shard with a copy that is not active"),
     N_("SELECT citus_copy_shard_placement(..) from a good copy, or restore that worker."),
     "SELECT s.logicalrelid::text, COUNT(*) FROM pg_dist_shard s JOIN pg_dist_placement p ON p.shardid = "
     "s.shardid"
     " WHERE p.shardstate <> 1 GROUP BY 1 ORDER BY 1"},
    {"placements", true, N_("dossiers and their former versions do not lie together"),
     N_("Restore a copy: somebody moved one of the two tables alone."),
     "SELECT string_agg(logicalrelid::text, ', ') FROM pg_dist_partition WHERE logicalrelid IN"
     " (to_regclass('motcua.dossier'), to_regclass('motcua.dossier_history'))"
     " HAVING COUNT(*) <> 2 OR COUNT(DISTINCT colocationid) <> 1"},
    {NULL, false, NULL, NULL, NULL}};
