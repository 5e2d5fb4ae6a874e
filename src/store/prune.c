#include "store/prune.h"

#include <stdio.h>

#include "base/limit.h"
#include "base/period.h"
#include "base/text.h"
#include "store/driver.h"

/* Samples of a period say with which turn they were made: what runs of a later turn brought or replaced is
 * still to be seen by them. */
#define RUN_IS_SAMPLED "sampled > 0 AND sampled <= COALESCE((SELECT MIN(turn) FROM sample_period), sampled)"

static const struct {
    const char *table, *where; /* $1: the cut-off */
} subjects[PRUNE_SUBJECTS] = {
    [PRUNE_SAMPLES] = {NULL, NULL},
    [PRUNE_HISTORY] =
        {"dossier_history",
         "replaced_at <= $1"
         " AND (replaced_by IS NULL OR replaced_by NOT IN (SELECT id FROM run WHERE NOT (" RUN_IS_SAMPLED
         ")))"
         " AND (source_id, key, known_from, replaced_at) NOT IN ("
         "SELECT source_id, key, known_from, replaced_at FROM ("
         "SELECT source_id, key, known_from, replaced_at,"
         " ROW_NUMBER() OVER (PARTITION BY source_id, unit ORDER BY known_from, key, replaced_at) AS place"
         " FROM dossier_history WHERE unit IS NOT NULL) w WHERE place = 1)"},
    [PRUNE_RUNS] =
        {"run",
         "observed_at <= $1 AND outcome <> 'running' AND " RUN_IS_SAMPLED
         " AND NOT EXISTS (SELECT 1 FROM dossier d WHERE d.run_id = run.id)"
         " AND NOT EXISTS (SELECT 1 FROM dossier_history h WHERE h.run_id = run.id)"
         " AND NOT EXISTS (SELECT 1 FROM dossier_history h WHERE h.replaced_by = run.id)"
         " AND NOT EXISTS (SELECT 1 FROM figure f WHERE f.run_id = run.id)"
         " AND NOT EXISTS (SELECT 1 FROM reject j WHERE j.run_id = run.id)"
         " AND id NOT IN (SELECT MAX(id) FROM run WHERE observed_at <= $1 GROUP BY source_id"
         " UNION SELECT MAX(id) FROM run WHERE observed_at <= $1 AND rejects_open IS NOT NULL GROUP BY "
         "source_id"
         " UNION SELECT MAX(r.id) FROM run r JOIN (SELECT source_id, MAX(observed_at) AS at FROM run"
         " WHERE observed_at <= $1 AND outcome = 'complete' GROUP BY source_id) m"
         " ON m.source_id = r.source_id AND m.at = r.observed_at WHERE r.outcome = 'complete'"
         " GROUP BY r.source_id)"},
    [PRUNE_REJECTS] = {"reject", "last_seen <= $1"},
};

moment prune_cutoff(moment now, int months)
{
    struct period p = period_at(PERIOD_MONTH, now, now);
    for (int i = 0; i < months; i++)
        p = period_at(PERIOD_MONTH, p.from - 1, now);
    return p.from;
}

struct job {
    struct prune_item item;
    prune_take *take;
    void *context;
    int64_t rows;
};

static bool row_count(void *context, const struct value *columns, int count, struct error *e)
{
    struct job *job = context;
    (void)columns;
    (void)count;
    (void)e;
    job->rows++;
    return true;
}

static bool sample_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct job *job = context;
    if (count != 2 || !columns[0].text)
        return error_set(e, ERROR_INTERNAL, "db", NULL, _("an answer of another form"));
    job->item.name = columns[0].text;
    job->item.rows = columns[1];
    return job->take(job->context, &job->item, e);
}

static bool samples_forget(struct store *s, struct job *job, bool dry, struct error *e)
{
    const struct value before = value_number(job->item.before);
    int64_t removed = 0;
    return store_query(s, s->driver->old_samples, &before, 1, sample_row, job, e) &&
           (dry || s->driver->prune(s, job->item.before, &removed, e));
}

static bool rows_forget(struct store *s, struct job *job, struct error *e)
{
    const struct value before = value_number(job->item.before);
    char sql[2048];
    snprintf(sql, sizeof sql, "DELETE FROM %s WHERE %s RETURNING 1", subjects[job->item.subject].table,
             subjects[job->item.subject].where);
    if (!store_write(s, sql, &before, 1, row_count, job, e))
        return false;
    job->item.name = subjects[job->item.subject].table;
    job->item.rows = value_number(job->rows);
    return job->rows == 0 || job->take(job->context, &job->item, e);
}

/* Even what is only to be told is done, and then undone: so the numbers are those that it would have. */
static bool subject_forget(struct store *s, struct job *job, bool dry, struct error *e)
{
    if (!store_write_begin(s, e))
        return false;
    bool ok = job->item.subject == PRUNE_SAMPLES ? samples_forget(s, job, dry, e) : rows_forget(s, job, e);
    if (!dry || !ok)
        return store_write_end(s, ok, e);
    s->driver->rollback(s);
    return true;
}

bool prune(struct store *s, const struct prune_wish *wish, prune_take *take, void *context, struct error *e)
{
    bool ok = true;
    if (s->driver->patience)
        s->driver->patience(s, LIMIT_MIGRATION_SECONDS);
    for (int i = 0; ok && i < PRUNE_SUBJECTS; i++) {
        struct job job = {.item = {.subject = (enum prune_subject)i, .before = wish->before[i]},
                          .take = take,
                          .context = context};
        ok = wish->before[i] == MOMENT_NONE || subject_forget(s, &job, wish->dry, e);
    }
    if (s->driver->patience)
        s->driver->patience(s, LIMIT_STATEMENT_SECONDS);
    return ok;
}
