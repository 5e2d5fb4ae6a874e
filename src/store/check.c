#include "store/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/limit.h"
#include "base/text.h"
#include "store/distribute.h"
#include "store/driver.h"
#include "store/migration.h"

#define AHEAD N_("Set the clock right, then run 'motcua db mend': it takes back what was dated so.")
_Static_assert(LIMIT_AHEAD_SECONDS == 86400, "the checks named ahead say so in SQL");
#define RESTORE N_("Restore a copy, or collect again with --full.")

/* The checks of every store, in SQL that both kinds understand. */
static const struct store_check shared_checks[] = {
    {"sources", true, N_("dossiers of a source that is not there"), RESTORE,
     "SELECT CAST(source_id AS TEXT), COUNT(*) FROM dossier WHERE source_id NOT IN (SELECT id FROM source)"
     " GROUP BY source_id ORDER BY source_id"},
    {"sources", true, N_("old versions of dossiers of a source that is not there"), RESTORE,
     "SELECT CAST(source_id AS TEXT), COUNT(*) FROM dossier_history"
     " WHERE source_id NOT IN (SELECT id FROM source) GROUP BY source_id ORDER BY source_id"},
    {"units", true, N_("dossiers of a unit that is not there"), RESTORE,
     "SELECT d.unit, d.n FROM (SELECT unit, COUNT(*) AS n FROM dossier WHERE unit IS NOT NULL GROUP BY unit) "
     "d"
     " LEFT JOIN unit u ON u.code = d.unit WHERE u.code IS NULL ORDER BY d.unit"},
    {"units", false, N_("units whose parent is not known"),
     N_("Import it with 'motcua units import FILE.csv'; until then no total holds them."),
     "SELECT u.parent, COUNT(*) FROM unit u LEFT JOIN unit p ON p.code = u.parent"
     " WHERE u.parent IS NOT NULL AND p.code IS NULL GROUP BY u.parent ORDER BY u.parent"},
    {"history", true, N_("old versions that were replaced before they were known"), RESTORE,
     "SELECT s.name, COUNT(*) FROM dossier_history h JOIN source s ON s.id = h.source_id"
     " WHERE h.replaced_at < h.known_from GROUP BY s.name ORDER BY s.name"},
    {"ahead", true, N_("polls dated ahead of the clock"), AHEAD,
     "SELECT s.name, COUNT(*) FROM run r JOIN source s ON s.id = r.source_id WHERE r.observed_at > $2 + 86400"
     " GROUP BY s.name ORDER BY s.name"},
    {"ahead", true, N_("dossiers known from a moment ahead of the clock"), AHEAD,
     "SELECT s.name, COUNT(*) FROM dossier d JOIN source s ON s.id = d.source_id"
     " WHERE d.known_from > $2 + 86400 GROUP BY s.name ORDER BY s.name"},
    {"ahead", true, N_("old versions of dossiers replaced at a moment ahead of the clock"), AHEAD,
     "SELECT s.name, COUNT(*) FROM dossier_history d JOIN source s ON s.id = d.source_id"
     " WHERE d.replaced_at > $2 + 86400 GROUP BY s.name ORDER BY s.name"},
    {"ahead", true, N_("figures published at a moment ahead of the clock"), AHEAD,
     "SELECT s.name, COUNT(*) FROM figure f JOIN source s ON s.id = f.source_id"
     " WHERE f.observed_at > $2 + 86400 GROUP BY s.name ORDER BY s.name"},
    {"ahead", true, N_("periods of samples evaluated as at a moment ahead of the clock"), AHEAD,
     "SELECT period_kind, COUNT(*) FROM sample_period WHERE observed_at > $2 + 86400 GROUP BY period_kind"
     " ORDER BY period_kind"},
    {"runs", true, N_("a poll that began more than a day ago and did not end, by its number"),
     N_("Poll this source again: the old run is then marked interrupted."),
     "SELECT s.name, r.id FROM run r JOIN source s ON s.id = r.source_id"
     " WHERE r.outcome = 'running' AND r.started_at < $2 - 86400 ORDER BY r.id"},
    {"runs", false, N_("a poll that is running, or was killed, by its number"), NULL,
     "SELECT s.name, r.id FROM run r JOIN source s ON s.id = r.source_id"
     " WHERE r.outcome = 'running' AND r.started_at >= $2 - 86400 ORDER BY r.id"},
    {"rejects", false, N_("records that could not be read"), N_("'motcua rejects' tells which and why."),
     "SELECT s.name, COUNT(*) FROM reject r JOIN source s ON s.id = r.source_id GROUP BY s.name ORDER BY "
     "s.name"},
    {NULL, false, NULL, NULL, NULL}};

struct job {
    struct store *store;
    finding_take *take;
    void *context;
    const struct store_check *check; /* the check that runs now */
    int64_t found;                   /* findings of `check` */
    int64_t named;                   /* findings of all checks of that name */
    bool misses_columns;             /* so that a query of all columns would fail */
    struct value params[2];
};

static bool finding_give(struct job *job, const struct finding *f, struct error *e)
{
    job->named++;
    return job->take(job->context, f, e);
}

static bool row_find(void *context, const struct value *columns, int count, struct error *e)
{
    struct job *job = context;
    if (job->found++ >= LIMIT_FINDINGS)
        return true;
    const struct finding f = {.check = job->check->name,
                              .wrong = job->check->wrong,
                              .what = _(job->check->what),
                              .whose = columns[0].known ? columns[0].text : NULL,
                              .number = count > 1 && columns[1].known ? columns[1].number : -1,
                              .hint = job->check->hint ? _(job->check->hint) : NULL};
    return finding_give(job, &f, e);
}

/* Ends a check: tells the number of findings beyond LIMIT_FINDINGS and, after the last check of a name, that the
 * name has no finding. */
static bool check_end(struct job *job, const char *name, const char *next, bool wrong, struct error *e)
{
    const struct finding rest = {
        .check = name, .wrong = wrong, .what = _("and so many more"), .number = job->found - LIMIT_FINDINGS};
    if (job->found > LIMIT_FINDINGS && !finding_give(job, &rest, e))
        return false;
    job->found = 0;
    if (next && strcmp(name, next) == 0)
        return true;
    const struct finding none = {.check = name, .number = -1};
    bool ok = job->named || job->take(job->context, &none, e);
    job->named = 0;
    return ok;
}

static bool checks_run(struct job *job, const struct store_check *checks, struct error *e)
{
    for (const struct store_check *c = checks; c->name; c++) {
        job->check = c;
        if (!store_query(job->store, c->sql, job->params, 2, row_find, job, e)) {
            error_within(e, c->name);
            return false;
        }
        if (!check_end(job, c->name, c[1].name, c->wrong, e))
            return false;
    }
    return true;
}

/* --- tables and columns, compared with an empty SQLite store in memory --- */
struct column {
    char *table, *name, *kind;
};
struct column_list {
    struct column *items;
    size_t count, size;
};

static void columns_free(struct column_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i].table);
        free(list->items[i].name);
        free(list->items[i].kind);
    }
    free(list->items);
}

static bool column_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct column_list *list = context;
    (void)count;
    if (!array_room(&list->items, &list->size, list->count, sizeof *list->items))
        return error_memory(e, "columns");
    struct column *c = &list->items[list->count++];
    *c = (struct column){strdup(columns[0].text), strdup(columns[1].text), strdup(columns[2].text)};
    return (c->table && c->name && c->kind) || error_memory(e, "columns");
}

static bool columns_read(struct store *s, struct column_list *out, struct error *e)
{
    return store_query(s, s->driver->columns, NULL, 0, column_row, out, e);
}

static const char *column_kind(const struct column_list *list, const struct column *c)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].table, c->table) == 0 && strcmp(list->items[i].name, c->name) == 0)
            return list->items[i].kind;
    return NULL;
}

static bool columns_compare(struct job *job, const struct column_list *wanted, const struct column_list *here,
                            struct error *e)
{
    for (size_t i = 0; i < wanted->count; i++) {
        const struct column *c = &wanted->items[i];
        const char *kind = column_kind(here, c);
        char name[2 * LIMIT_NAME_BYTES];
        if (kind && strcmp(kind, c->kind) == 0)
            continue;
        snprintf(name, sizeof name, "%s.%s", c->table, c->name);
        job->misses_columns = true;
        const struct finding f = {.check = "columns",
                                  .wrong = true,
                                  .what =
                                      kind ? _("a column of another kind") : _("a column that is missing"),
                                  .whose = name,
                                  .number = -1,
                                  .hint = _("Restore the schema: somebody changed it by hand.")};
        if (job->found++ < LIMIT_FINDINGS && !finding_give(job, &f, e))
            return false;
    }
    return check_end(job, "columns", NULL, true, e);
}

static bool columns_check(struct job *job, struct error *e)
{
    struct column_list wanted = {0}, here = {0};
    struct store *model = store_open("sqlite::memory:", e);
    bool ok = model && columns_read(model, &wanted, e) && columns_read(job->store, &here, e) &&
              columns_compare(job, &wanted, &here, e);
    store_close(model);
    columns_free(&wanted);
    columns_free(&here);
    return ok;
}

/* --- content hashes: each row is compared with its stored hash --- */
static bool hash_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct job *job = context;
    struct dossier d;
    char name[LIMIT_VALUE_BYTES + LIMIT_NAME_BYTES];
    memcpy(d.value, columns, sizeof d.value);
    (void)count;
    const int64_t stored = columns[DOSSIER_FIELD_COUNT].number;
    const struct value *source = &columns[DOSSIER_FIELD_COUNT + 1];
    if (dossier_hash(&d) == stored || dossier_hash_before(&d) == stored ||
        (columns[DOSSIER_FIELD_COUNT + 2].number && hash_fits_filled(&d, stored)) ||
        job->found++ >= LIMIT_FINDINGS)
        return true;
    snprintf(name, sizeof name, "%s %s", source->known ? source->text : "?", d.value[DOSSIER_KEY].text);
    const struct finding f = {.check = "hashes",
                              .wrong = true,
                              .what = job->check->what,
                              .whose = name,
                              .number = -1,
                              .hint = _("Somebody changed it by hand: restore a copy, or set its "
                                        "content_hash to 0 and collect with --full.")};
    return finding_give(job, &f, e);
}

static bool hashes_of(struct job *job, const char *table, const char *what, const char *next, struct error *e)
{
    const struct store_check check = {"hashes", true, what, NULL, NULL};
    char sql[LIMIT_CHECK_SQL_BYTES];
    int used = snprintf(sql, sizeof sql, "SELECT ");
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
        used += snprintf(sql + used, sizeof sql - (size_t)used, "d.%s, ", dossier_fields[i].name);
    snprintf(sql + used, sizeof sql - (size_t)used,
             "d.content_hash, s.name, CASE WHEN d.source_id IN (SELECT source_id FROM supplement) THEN 1 "
             "ELSE 0 END"
             " FROM %s d LEFT JOIN source s ON s.id = d.source_id",
             table);
    job->check = &check;
    bool ok =
        store_query(job->store, sql, NULL, 0, hash_row, job, e) && check_end(job, "hashes", next, true, e);
    job->check = NULL;
    return ok;
}

static bool version_check(struct job *job, bool *current, struct error *e)
{
    struct migration_list list = {0};
    int64_t version = 0;
    char what[256];
    bool ok = store_version(job->store, &version, e) &&
              migration_list_read(store_migrations(job->store), &list, e) &&
              migration_known(&list, (int)version, store_name(job->store), e);
    *current = ok && version == list.newest;
    snprintf(what, sizeof what, _("schema %d, this program knows %d"), (int)version, list.newest);
    const struct finding f = {.check = "schema",
                              .wrong = true,
                              .what = *current ? NULL : what,
                              .number = -1,
                              .hint = _("Run 'motcua db migrate', then check again.")};
    migration_list_free(&list);
    return ok && job->take(job->context, &f, e);
}

static bool all_run(struct job *job, struct error *e)
{
    bool current = false;
    if (!version_check(job, &current, e))
        return false;
    if (!current)
        return true;
    bool distributed = false;
    if (!store_is_distributed(job->store, &distributed, e) ||
        !checks_run(job, job->store->driver->checks, e) ||
        (distributed && !checks_run(job, job->store->driver->distributed_checks, e)) ||
        !columns_check(job, e))
        return false;
    return job->misses_columns ||
           (hashes_of(job, "dossier", _("a dossier that is not what its hash says"), "hashes", e) &&
            hashes_of(job, "dossier_history", _("an old version that is not what its hash says"), NULL, e) &&
            checks_run(job, shared_checks, e) && (distributed || checks_run(job, mark_checks, e)));
}

bool store_check(struct store *s, finding_take *take, void *context, struct error *e)
{
    struct job job = {.store = s,
                      .take = take,
                      .context = context,
                      .params = {value_number((int64_t)time(NULL)), value_number(moment_now())}};
    if (!store_snapshot_begin(s, e))
        return false;
    bool ok = all_run(&job, e);
    store_snapshot_end(s);
    return ok;
}
