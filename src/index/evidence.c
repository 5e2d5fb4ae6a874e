#include "index/evidence.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "rows/value.h"

bool evidence_add(struct store *s, const struct evidence *evidence, bool *added, struct error *e)
{
    const struct value params[] = {value_text(evidence->ruleset ? evidence->ruleset : ""),
                                   value_text(evidence->criterion),
                                   value_text(evidence->unit),
                                   value_text(period_kind_name(evidence->period_kind)),
                                   value_number(evidence->period_from),
                                   value_text(evidence->sha256),
                                   value_text(evidence->name),
                                   value_number(evidence->bytes),
                                   value_number(evidence->entered),
                                   value_text(evidence->reference),
                                   value_text(evidence->note),
                                   value_text(evidence->by)};
    int64_t there = 0; /* ids begin with 1 */
    *added = false;
    if (!store_write_begin(s, e))
        return false;
    bool ok = store_query(s,
                          "SELECT e.id FROM evidence e WHERE e.ruleset = $1 AND e.criterion = $2 AND e.unit ="
                          " $3 AND e.period_kind = $4 AND e.period_from = $5 AND e.sha256 = $6 AND NOT EXISTS"
                          " (SELECT 1 FROM evidence w WHERE w.withdraws = e.id)",
                          params, 6, value_number_row, &there, e);
    *added = ok && there == 0;
    if (*added)
        ok = store_write(s,
                         "INSERT INTO evidence (ruleset, criterion, unit, period_kind, period_from, sha256,"
                         " name, bytes, entered_at, reference, note, entered_by)"
                         " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                         params, 12, NULL, NULL, e);
    return store_write_end(s, ok, e);
}

bool evidence_withdraw(struct store *s, int64_t id, const char *note, const char *by, moment at,
                       struct error *e)
{
    const struct value params[] = {value_number(id), value_number(at), value_text(note), value_text(by)};
    int64_t made = 0; /* ids begin with 1 */
    char where[32];
    if (!store_write_begin(s, e))
        return false;
    bool ok = store_write(s,
                          "INSERT INTO evidence (ruleset, criterion, unit, period_kind, period_from,"
                          " entered_at, note, entered_by, withdraws) SELECT e.ruleset, e.criterion, e.unit,"
                          " e.period_kind, e.period_from, $2, $3, $4, e.id FROM evidence e WHERE e.id = $1"
                          " AND e.withdraws IS NULL AND NOT EXISTS (SELECT 1 FROM evidence w WHERE"
                          " w.withdraws = e.id) RETURNING id",
                          params, 4, value_number_row, &made, e);
    if (ok && made == 0) {
        snprintf(where, sizeof where, "%lld", (long long)id);
        ok = error_set(e, ERROR_USAGE, where, _("'motcua evidence list' shows the ids and which count."),
                       _("no evidence with this id counts"));
    }
    return store_write_end(s, ok, e);
}

struct each_job {
    evidence_row *row;
    void *context;
};

/* id, ruleset, criterion, unit, period_kind, period_from, entered_at, name, bytes, sha256, reference, note,
 * entered_by, withdrawn by */
static bool each_row(void *context, const struct value *columns, int count, struct error *e)
{
    const struct each_job *job = context;
    struct evidence evidence = {.id = columns[0].number,
                                .ruleset = columns[1].text,
                                .criterion = columns[2].text,
                                .unit = columns[3].text,
                                .period_from = columns[5].number,
                                .entered = columns[6].number,
                                .name = columns[7].text,
                                .bytes = columns[8].number,
                                .sha256 = columns[9].text,
                                .reference = value_to_text(&columns[10]),
                                .note = value_to_text(&columns[11]),
                                .by = columns[12].text,
                                .withdrawn = columns[13].known};
    (void)count;
    if (!period_kind_read(columns[4].text, &evidence.period_kind))
        return error_set(e, ERROR_DATA, "evidence", NULL, _("unknown period '%s'"), columns[4].text);
    return job->row(job->context, &evidence, e);
}

bool evidence_each(struct store *s, moment known, evidence_row *row, void *context, struct error *e)
{
    const struct value param = value_number(known);
    struct each_job job = {row, context};
    return store_query(s,
                       "SELECT e.id, e.ruleset, e.criterion, e.unit, e.period_kind, e.period_from,"
                       " e.entered_at, e.name, e.bytes, e.sha256, e.reference, e.note, e.entered_by, w.id"
                       " FROM evidence e LEFT JOIN evidence w ON w.withdraws = e.id AND w.entered_at <= $1"
                       " WHERE e.withdraws IS NULL AND e.entered_at <= $1 ORDER BY e.entered_at, e.id",
                       &param, 1, each_row, &job, e);
}
