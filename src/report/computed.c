#include "report/computed.h"

#include <string.h>

#include "index/entry_rules.h"
#include "index/ruleset_load.h"
#include "index/score.h"

static bool row_compute(const struct report *r, const struct ruleset *rules, const struct entry_set *entries,
                        struct report_row *row, struct error *e)
{
    const struct unit *u = &r->now.units.units[row->unit];
    const struct score_subject subject = {.code = u->code,
                                          .name = u->name,
                                          .kind = u->kind,
                                          .v = &r->now,
                                          .unit = row->unit,
                                          .inputs = entries,
                                          .period = r->now.period};
    struct score score;
    decimal total;
    if (!score_make(rules, &subject, &score, e))
        return false;
    if (score_total_of(&score, SIDE_SELF, &total))
        row->computed = value_number(decimal_round(total, 4) / (DECIMAL_SCALE / FIGURE_SCALE));
    score_free(&score);
    return true;
}

bool computed_fill(struct report *r, struct store *s, struct error *e)
{
    if (!r->has_points)
        return true;
    struct ruleset *rules = ruleset_load(RULESET_DEFAULT, r->now.family, r->now.metrics, e);
    struct entry_set *entries = rules ? entry_set_new() : NULL;
    bool ok =
        rules && (entries || error_memory(e, "report")) && entry_set_read(entries, s, r->now.period.cut, e);
    if (ok)
        entry_set_seal(entries);
    bool fits = ok && rules->period == r->now.period.kind && rules->criteria[0].published &&
                strcmp(rules->criteria[0].published, "TOTAL") == 0;
    for (size_t i = 0; ok && fits && i < r->row_count; i++)
        if (r->rows[i].now.points.known)
            ok = row_compute(r, rules, entries, &r->rows[i], e);
    entry_set_free(entries);
    ruleset_free(rules);
    return ok;
}

bool computed_known(const struct report *r)
{
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].computed.known)
            return true;
    return false;
}
