#include "index/gain_plan.h"

#include <stdio.h>
#include <string.h>

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

/* Takes the criterion's standing points in the period before as the start. */
static void start_before(const struct gain_context *context, size_t i, struct gain_plan *out)
{
    const struct score *before = context->before;
    if (!before || !before->nodes || !before->nodes[i].applies || !score_standing(&before->nodes[i])->known)
        return;
    out->has_start = true;
    out->start = score_standing(&before->nodes[i])->points;
}

static bool start_settle(const struct score *s, size_t i, const struct gain_context *context,
                         struct gain_plan *out, struct error *e)
{
    const struct criterion_score *c = &s->nodes[i];
    if (!out->has_start && c->source == SOURCE_ENTERED && c->self.known &&
        c->entry->at <= c->entry->planned) {
        out->has_start = true; /* these points were entered before the plan */
        out->start = c->self.points;
    }
    if (!out->has_start && context->store && !start_find(s, i, context->store, out, e))
        return false;
    if (!out->has_start)
        start_before(context, i, out);
    return true;
}

bool gain_plan_make(const struct score *s, size_t i, const struct gain_context *context,
                    struct gain_plan *out, struct error *e)
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
    if (!start_settle(s, i, context, out, e))
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

void gain_sum_add(struct gain_sum *sum, const struct score *s, size_t i, const struct gain_plan *m)
{
    bool has_left = m->has_target && m->has_current;
    sum->count++;
    sum->reached += m->state == GAIN_REACHED;
    sum->overdue += m->state == GAIN_OVERDUE;
    sum->gain += m->has_gain ? m->gain : 0;
    sum->left += has_left ? m->left : 0;
    sum->adds += gain_plan_adds(s, i, m);
    sum->no_gain += !m->has_gain;
    sum->no_left += !has_left;
}

bool gain_sum_make(const struct score *s, const struct gain_context *context, struct gain_sum *out,
                   struct error *e)
{
    *out = (struct gain_sum){0};
    for (size_t i = 1; i < s->rules->count; i++) {
        struct gain_plan m;
        if (!gain_plan_make(s, i, context, &m, e))
            return false;
        if (m.planned)
            gain_sum_add(out, s, i, &m);
    }
    return true;
}

enum gain_held gain_held(const struct score *s, size_t i, const struct gain_context *context, decimal *before)
{
    const struct criterion_score *now = &s->nodes[i], *then;
    if (!context->before || !context->before->nodes || is_planned(now) || s->rules->criteria[i].child_count)
        return HELD_UNKNOWN;
    then = &context->before->nodes[i];
    if (!now->applies || !then->applies || now->max == 0 || !score_standing(then)->known ||
        !score_standing(now)->known)
        return HELD_UNKNOWN;
    *before = score_standing(then)->points;
    return score_standing(now)->points >= *before ? HELD_YES : HELD_NO;
}

bool responsible_at(const char *all, size_t n, char *out, size_t size)
{
    const char *at = all;
    for (; n > 0 && at; n--) {
        at = strchr(at, ';');
        at = at ? at + 1 : NULL;
    }
    if (!at)
        return false;
    at += strspn(at, " ");
    snprintf(out, size, "%.*s", (int)strcspn(at, ";"), at);
    return *out != '\0';
}
