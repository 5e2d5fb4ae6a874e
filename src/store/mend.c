#include "store/mend.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limit.h"
#include "base/text.h"

/* $1: the latest moment that is not ahead; $2: now. The order matters: a step may read rows that a later step removes.
 * {version}: the columns of a version of a dossier. */
struct step {
    const char *table; /* NULL: the step is not told */
    const char *sql;
};

#define NEWEST_AGAIN(now, sample, columns, key)                                                              \
    {                                                                                                        \
        NULL,                                                                                                \
            "INSERT INTO " now " (" columns ", " key ", observed_at) SELECT " columns ", " key               \
            ", observed_at FROM (SELECT x.*, ROW_NUMBER() OVER (PARTITION BY " key                           \
            " ORDER BY observed_at DESC) AS n FROM " sample " x WHERE x.observed_at <= $1) x WHERE x.n = 1"  \
            " ON CONFLICT DO NOTHING"                                                                        \
    }

static const struct step steps[] = {
    {"dossier", "DELETE FROM dossier WHERE known_from > $1"},
    {NULL,
     "INSERT INTO dossier ({version}) SELECT {version} FROM (SELECT h.*, ROW_NUMBER() OVER (PARTITION BY"
     " source_id, key ORDER BY replaced_at DESC, known_from DESC) AS n FROM dossier_history h"
     " WHERE known_from <= $1 AND replaced_at > $1) h WHERE n = 1 ON CONFLICT DO NOTHING"},
    {"dossier_history", "DELETE FROM dossier_history WHERE replaced_at > $1"},
    {NULL, "UPDATE dossier SET twice_from = NULL WHERE twice_from > $1"},
    {"figure", "DELETE FROM figure WHERE observed_at > $1"},
    {"reject", "DELETE FROM reject WHERE first_seen > $1"},
    {NULL, "UPDATE reject SET last_seen = first_seen WHERE last_seen > $1"},
    {NULL, "UPDATE unit SET known_from = $2 WHERE known_from > $1"},
    {"cursor", "DELETE FROM cursor WHERE source_id IN (SELECT source_id FROM run WHERE observed_at > $1)"},
    {"run_issue", "DELETE FROM run_issue WHERE run_id IN (SELECT id FROM run WHERE observed_at > $1)"},
    {"run", "DELETE FROM run WHERE observed_at > $1"},
    {"count_sample", "DELETE FROM count_sample WHERE observed_at > $1"},
    {"metric_sample", "DELETE FROM metric_sample WHERE observed_at > $1"},
    {NULL, "DELETE FROM forecast WHERE observed_at > $1"},
    {NULL, "DELETE FROM metric_now WHERE observed_at > $1"},
    NEWEST_AGAIN("metric_now", "metric_sample", "numerator, denominator, ratio, score",
                 "source_id, metric, period_kind, period_from, unit"),
    {"score_sample", "DELETE FROM score_sample WHERE observed_at > $1"},
    {NULL, "DELETE FROM score_now WHERE observed_at > $1"},
    NEWEST_AGAIN("score_now", "score_sample",
                 "version, points, maximum, known, missing, numerator, denominator, place, places",
                 "source_id, ruleset, period_kind, period_from, criterion, unit"),
    {NULL, "DELETE FROM score_period WHERE observed_at > $1"},
    {NULL, "DELETE FROM remedy_due WHERE observed_at > $1"},
    /* A sampled period that existed before the slip is counted anew as at now; a period that lies ahead, or was
     * first sampled then, is removed. */
    {"sample_period", "DELETE FROM sample_period WHERE observed_at > $1 AND (period_from > $1 OR NOT EXISTS"
                      " (SELECT 1 FROM metric_now m WHERE m.period_kind = sample_period.period_kind"
                      " AND m.period_from = sample_period.period_from))"},
    {NULL, "UPDATE sample_period SET observed_at = $2, definitions = 0 WHERE observed_at > $1"},
    {NULL, "DELETE FROM count_own WHERE NOT EXISTS (SELECT 1 FROM sample_period p"
           " WHERE p.period_kind = count_own.period_kind AND p.period_from = count_own.period_from)"},
    {NULL,
     "DELETE FROM identity_break WHERE NOT EXISTS (SELECT 1 FROM sample_period p"
     " WHERE p.period_kind = identity_break.period_kind AND p.period_from = identity_break.period_from)"},
};

moment mend_limit(moment now)
{
    return now + LIMIT_AHEAD_SECONDS;
}

static bool row_count(void *context, const struct value *columns, int count, struct error *e)
{
    int64_t *rows = context;
    (void)columns;
    (void)count;
    (void)e;
    ++*rows;
    return true;
}

/* Writes the template to out, with the columns that dossier and dossier_history share for {version}. */
static bool sql_make(const char *template, struct buffer *out)
{
    static const char mark[] = "{version}";
    const char *found;
    out->used = 0;
    while ((found = strstr(template, mark))) {
        buffer_append(out, template, (size_t)(found - template));
        for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
            buffer_printf(out, "%s, ", dossier_fields[i].name);
        buffer_text(out, "source_id, content_hash, known_from, first_seen, run_id, twice_from");
        template = found + sizeof mark - 1;
    }
    buffer_text(out, template);
    return !out->failed;
}

static bool step_run(struct store *s, const struct step *step, const struct value *params, mend_take *take,
                     void *context, struct error *e)
{
    struct buffer sql;
    int64_t rows = 0;
    buffer_init(&sql, LIMIT_SQL_BYTES);
    bool ok = sql_make(step->sql, &sql);
    if (step->table)
        buffer_text(&sql, " RETURNING 1");
    ok = (ok && !sql.failed) || error_memory(e, "mend");
    ok = ok && store_write(s, buffer_string(&sql), params, 2, step->table ? row_count : NULL, &rows, e);
    buffer_free(&sql);
    return ok && (!rows || take(context, step->table, rows, e));
}

bool mend_ahead(struct store *s, moment now, bool dry, mend_take *take, void *context, struct error *e)
{
    const struct value params[] = {value_number(mend_limit(now)), value_number(now)};
    struct error undone = {0};
    if (!store_write_begin(s, e))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof steps / sizeof *steps; i++)
        ok = step_run(s, &steps[i], params, take, context, e);
    if (!dry || !ok)
        return store_write_end(s, ok, e);
    (void)!store_write_end(s, false, &undone);
    return true;
}
