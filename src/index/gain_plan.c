#include "index/gain_plan.h"

const char *gain_plan_state_name(enum gain_plan_state s)
{
    static const char *const names[] = {[GAIN_UNKNOWN] = "unknown",
                                        [GAIN_OPEN] = "open",
                                        [GAIN_OVERDUE] = "overdue",
                                        [GAIN_REACHED] = "reached"};
    return names[s];
}

static bool is_planned(const struct criterion_score *c)
{
    return c->applies && c->entry && (c->entry->has_target || c->entry->has_gain);
}

static bool points_row(void *context, const struct value *columns, int count, struct error *e)
{
    (void)count;
    (void)e;
    *(struct value *)context = columns[0];
    return true;
}

/* Reads the points that the score history had when the plan was entered. */
static bool start_find(const struct score *s, size_t i, struct store *store, struct gain_plan *out,
                       struct error *e)
{
    const struct value params[] = {value_text(s->subject.code),
                                   value_text(s->rules->name),
                                   value_text(s->rules->criteria[i].code),
                                   value_text(period_kind_name(s->subject.period.kind)),
                                   value_number(s->subject.period.from),
                                   value_number(s->nodes[i].entry->planned)};
    struct value points = {0};
    if (!store_query(store,
                     "SELECT points FROM score_sample WHERE unit = $1 AND ruleset = $2 AND criterion = $3"
                     " AND period_kind = $4 AND period_from = $5 AND source_id = 0 AND observed_at <= $6"
                     " ORDER BY observed_at DESC LIMIT 1",
                     params, 6, points_row, &points, e))
        return false;
    out->has_start = points.known;
    out->start = points.known ? points.number * (DECIMAL_SCALE / FIGURE_SCALE) : 0;
    return true;
}

static enum gain_plan_state state_of(const struct gain_plan *m, moment now)
{
    if (!m->has_target || !m->has_current)
        return GAIN_UNKNOWN;
    if (m->current >= m->target)
        return GAIN_REACHED;
    return m->deadline != MOMENT_NONE && m->deadline + MOMENT_DAY <= now ? GAIN_OVERDUE : GAIN_OPEN;
}

static void gain_settle(struct gain_plan *m)
{
    if (m->has_gain && m->has_start && !m->has_target) {
        m->has_target = true;
        m->target = m->start + m->gain;
    } else if (!m->has_gain && m->has_start && m->has_target) {
        m->has_gain = true;
        m->gain = m->target - m->start;
    }
}

bool gain_plan_make(const struct score *s, size_t i, struct store *store, struct gain_plan *out,
                    struct error *e)
{
    const struct criterion_score *c = &s->nodes[i];
    *out = (struct gain_plan){.planned = is_planned(c)};
    if (!out->planned)
        return true;
    const struct entry *entry = c->entry;
    out->has_start = entry->has_start;
    out->start = entry->start;
    out->has_gain = entry->has_gain;
    out->gain = entry->gain;
    out->has_target = entry->has_target;
    out->target = entry->target;
    out->has_current = score_standing(c)->known;
    out->current = score_standing(c)->points;
    out->deadline = score_deadline(s, i);
    if (!out->has_start && c->source == SOURCE_ENTERED && entry->at <= entry->planned) {
        out->has_start = true; /* the entry of today was made before the plan */
        out->start = c->self.points;
    }
    if (!out->has_start && store && !start_find(s, i, store, out, e))
        return false;
    gain_settle(out);
    if (out->has_target && out->has_current && out->target > out->current)
        out->left = out->target - out->current;
    out->state = state_of(out, s->subject.period.at);
    return true;
}

static bool planned_above(const struct score *s, size_t i)
{
    for (long up = s->rules->criteria[i].parent; up >= 0; up = s->rules->criteria[up].parent)
        if (is_planned(&s->nodes[up]))
            return true;
    return false;
}

decimal gain_plan_adds(const struct score *s, size_t i, const struct gain_plan *m)
{
    const struct criterion_score *c = &s->nodes[i];
    decimal target = m->target < c->max ? m->target : c->max;
    return m->has_target && !planned_above(s, i) && target > score_standing(c)->points
               ? target - score_standing(c)->points
               : 0;
}
