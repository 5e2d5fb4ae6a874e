#include "store/prune.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/limit.h"
#include "base/period.h"
#include "base/text.h"
#include "store/driver.h"

/* A sampled period knows the turn at which it was counted; rows that runs of a later turn brought or replaced still
 * have to be counted. */
#define RUN_IS_SAMPLED "sampled > 0 AND sampled <= COALESCE((SELECT MIN(turn) FROM sample_period), sampled)"

/* The one list of the pruned tables, for `db prune` and its dry run, in the order of the pruning. Runs come after
 * the versions of dossiers that refer to them. A table with partitions loses whole partitions. */
static const struct prune_table {
    enum prune_subject subject;
    const char *table, *where; /* $1: the cut-off */
    const char *with;          /* a WITH that `where` uses, so that dossiers are read once; or NULL */
} tables[] = {
    {PRUNE_SAMPLES, "count_sample", "observed_at < $1", NULL},
    {PRUNE_SAMPLES, "metric_sample", "observed_at < $1", NULL},
    {PRUNE_SCORES, "score_sample", "observed_at < $1", NULL},
    {PRUNE_HISTORY, "dossier_history",
     "replaced_at <= $1"
     " AND (replaced_by IS NULL OR replaced_by NOT IN (SELECT id FROM run WHERE NOT (" RUN_IS_SAMPLED ")))"
     " AND (source_id, key, known_from, replaced_at) NOT IN ("
     "SELECT source_id, key, known_from, replaced_at FROM ("
     "SELECT source_id, key, known_from, replaced_at,"
     " ROW_NUMBER() OVER (PARTITION BY source_id, unit ORDER BY known_from, key, replaced_at) AS place"
     " FROM dossier_history WHERE unit IS NOT NULL) w WHERE place = 1)",
     NULL},
    {PRUNE_RUNS, "run",
     "observed_at <= $1 AND outcome <> 'running' AND " RUN_IS_SAMPLED " AND id NOT IN (SELECT id FROM used)"
     " AND NOT EXISTS (SELECT 1 FROM figure f WHERE f.run_id = run.id)"
     " AND NOT EXISTS (SELECT 1 FROM reject j WHERE j.run_id = run.id)"
     " AND id NOT IN (SELECT MAX(id) FROM run WHERE observed_at <= $1 GROUP BY source_id"
     " UNION SELECT MAX(id) FROM run WHERE observed_at <= $1 AND rejects_open IS NOT NULL GROUP BY "
     "source_id"
     " UNION SELECT MAX(r.id) FROM run r JOIN (SELECT source_id, MAX(observed_at) AS at FROM run"
     " WHERE observed_at <= $1 AND outcome = 'complete' GROUP BY source_id) m"
     " ON m.source_id = r.source_id AND m.at = r.observed_at WHERE r.outcome = 'complete'"
     " GROUP BY r.source_id)",
     "WITH used AS MATERIALIZED (SELECT DISTINCT run_id AS id FROM dossier UNION SELECT run_id FROM "
     "dossier_history"
     " UNION SELECT replaced_by FROM dossier_history WHERE replaced_by IS NOT NULL) "},
    {PRUNE_REJECTS, "reject", "last_seen <= $1", NULL},
};

moment prune_cutoff(moment now, int months)
{
    struct period p = period_at(PERIOD_MONTH, now, now, PERIOD_CUTOFF_SECONDS);
    for (int i = 0; i < months; i++)
        p = period_at(PERIOD_MONTH, p.from - 1, now, PERIOD_CUTOFF_SECONDS);
    return p.from;
}

struct job {
    struct store *store;
    bool dry;
    prune_take *take;
    void *context;
    struct partition {
        char name[LIMIT_NAME_BYTES], drop[2 * LIMIT_NAME_BYTES];
        struct value rows;
    } * partitions; /* of the table in hand */
    size_t count, size;
};

/* --- partitions --- */

/* Takes a row: name, rows, the statement that drops the partition. */
static bool partition_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct job *job = context;
    if (count != 3 || !columns[0].text || !columns[2].text ||
        columns[2].length >= sizeof job->partitions->drop)
        return error_set(e, ERROR_INTERNAL, "db", NULL, _("an answer of another form"));
    if (!array_room(&job->partitions, &job->size, job->count, sizeof *job->partitions))
        return error_memory(e, "db");
    struct partition *p = &job->partitions[job->count++];
    snprintf(p->name, sizeof p->name, "%s", columns[0].text);
    snprintf(p->drop, sizeof p->drop, "%s", columns[2].text);
    p->rows = columns[1];
    return true;
}

/* A dry run does not drop partitions and roll back, because a drop locks out the readers of the table. */
static bool partitions_forget(struct job *job, const struct prune_table *t, moment before, struct error *e)
{
    const struct value params[] = {value_text(t->table), value_number(before)};
    job->count = 0;
    bool ok = store_query(job->store, job->store->driver->partitions, params, 2, partition_row, job, e);
    for (size_t i = 0; ok && i < job->count; i++) {
        const struct partition *p = &job->partitions[i];
        const struct prune_item item = {t->subject, p->name, p->rows, before};
        ok = (job->dry || store_write(job->store, p->drop, NULL, 0, NULL, NULL, e)) &&
             job->take(job->context, &item, e);
    }
    return ok;
}

/* --- rows --- */

static bool rows_forget(struct job *job, const struct prune_table *t, moment before, struct error *e)
{
    const struct value param = value_number(before);
    struct buffer sql;
    int64_t rows = 0;
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_printf(&sql, "%sDELETE FROM %s WHERE %s RETURNING 1", t->with ? t->with : "", t->table, t->where);
    bool ok = (!sql.failed || error_memory(e, "db")) &&
              store_write(job->store, buffer_string(&sql), &param, 1, value_count_row, &rows, e);
    buffer_free(&sql);
    const struct prune_item item = {t->subject, t->table, value_number(rows), before};
    return ok && (rows == 0 || job->take(job->context, &item, e));
}

/* --- subjects --- */

static bool is_partitioned(const struct store *s, const struct prune_table *t)
{
    return s->driver->partitions && (t->subject == PRUNE_SAMPLES || t->subject == PRUNE_SCORES);
}

static bool subject_forget(struct job *job, enum prune_subject subject, moment before, struct error *e)
{
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof tables / sizeof *tables; i++)
        if (tables[i].subject == subject)
            ok = is_partitioned(job->store, &tables[i]) ? partitions_forget(job, &tables[i], before, e)
                                                        : rows_forget(job, &tables[i], before, e);
    return ok;
}

/* A dry run does the pruning in one transaction and rolls back, so that its numbers are the true ones: a run goes
 * only once the versions that refer to the run are gone. */
static bool all_told(struct job *job, const struct prune_wish *wish, struct error *e)
{
    if (!store_write_begin(job->store, e))
        return false;
    bool ok = true;
    for (int i = 0; ok && i < PRUNE_SUBJECTS; i++)
        ok = wish->before[i] == MOMENT_NONE || subject_forget(job, (enum prune_subject)i, wish->before[i], e);
    job->store->driver->rollback(job->store);
    return ok;
}

static bool all_forgotten(struct job *job, const struct prune_wish *wish, struct error *e)
{
    bool ok = true;
    for (int i = 0; ok && i < PRUNE_SUBJECTS; i++)
        if (wish->before[i] != MOMENT_NONE)
            ok = store_write_begin(job->store, e) &&
                 store_write_end(job->store, subject_forget(job, (enum prune_subject)i, wish->before[i], e),
                                 e);
    return ok;
}

bool prune(struct store *s, const struct prune_wish *wish, prune_take *take, void *context, struct error *e)
{
    struct job job = {.store = s, .dry = wish->dry, .take = take, .context = context};
    if (s->driver->patience)
        s->driver->patience(s, LIMIT_MIGRATION_SECONDS);
    bool ok = wish->dry ? all_told(&job, wish, e) : all_forgotten(&job, wish, e);
    if (s->driver->patience)
        s->driver->patience(s, LIMIT_STATEMENT_SECONDS);
    free(job.partitions);
    return ok;
}
