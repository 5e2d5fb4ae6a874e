#include "index/score.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/wide.h"

#define PERCENT (100 * DECIMAL_SCALE)

const char *score_source_name(enum score_source s)
{
    static const char *const names[] = {[SOURCE_NONE] = "",           [SOURCE_MEASURED] = "measured",
                                        [SOURCE_FIGURE] = "figure",   [SOURCE_PUBLISHED] = "published",
                                        [SOURCE_ENTERED] = "entered", [SOURCE_SUM] = "sum"};
    return names[s];
}

const char *score_side_name(enum score_side side)
{
    return side == SIDE_SELF ? "self" : "appraised";
}

/* --- which criteria apply --- */

static bool criterion_applies(const struct criterion *c, const struct score_subject *s)
{
    bool begun = c->valid_from == MOMENT_NONE || c->valid_from < s->period.to;
    bool over = c->valid_to != MOMENT_NONE && c->valid_to <= s->period.from;
    return begun && !over && unit_kinds_bind(c->unit_kinds, s->kind) &&
           unit_names_bind(c->unit_names, s->name);
}

/* --- measuring --- */

static struct measure measure_ratio(int64_t n, int64_t d)
{
    return (struct measure){.kind = MEASURE_RATIO, .n = n, .d = d};
}

/* Returns the rate of all units of the subject's kind together. */
static struct ratio mean_peers(const struct score_subject *s, const struct metric *m)
{
    struct ratio sum = {0};
    for (size_t i = 0; i < s->v->units.count; i++) {
        const char *kind = s->v->units.units[i].kind;
        struct ratio r = evaluation_ratio(s->v, m, i);
        if (!r.known || !kind || !s->kind || strcmp(kind, s->kind) != 0)
            continue;
        sum.known = true;
        sum.n += r.n;
        sum.d += r.d;
    }
    return sum;
}

static void mean_add(const struct score_subject *s, const struct scoring_rule *rule,
                     const struct criterion_input *in, struct measure *m)
{
    struct ratio mean = {0};
    if (rule->kind != KIND_RELATIVE || rule->base_kind == BASE_FIXED || m->kind != MEASURE_RATIO ||
        in->kind != INPUT_METRIC || !in->metric || s->unit >= s->v->units.count)
        return;
    long parent = s->v->units.units[s->unit].parent_index;
    if (rule->base_kind == BASE_PARENT && parent >= 0)
        mean = evaluation_ratio(s->v, in->metric, (size_t)parent);
    if (!mean.known || mean.d <= 0)
        mean = mean_peers(s, in->metric);
    m->mean_n = mean.n;
    m->mean_d = mean.known ? mean.d : 0;
}

static struct measure measure_metric(const struct score_subject *s, const struct criterion_input *in)
{
    struct ratio r = {0};
    if (in->metric)
        r = evaluation_ratio_whose(s->v, in->metric, s->unit, in->whose);
    return r.known ? measure_ratio(r.n, r.d) : (struct measure){.kind = MEASURE_NONE};
}

static struct measure measure_counter(const struct score_subject *s, const struct criterion_input *in)
{
    struct tally t = counts_get_whose(&s->v->counts, s->unit, in->counter, in->whose);
    struct measure m = {.kind = MEASURE_NONE};
    if (!t.known)
        return m;
    m.kind = MEASURE_VALUE;
    m.value = t.value > DECIMAL_MAX / DECIMAL_SCALE ? DECIMAL_MAX : t.value * DECIMAL_SCALE;
    return m;
}

static struct measure measure_figure(const struct score_subject *s, const struct criterion_input *in)
{
    struct figure_value f = {0};
    if (s->unit < s->v->units.count)
        f = figure_get(s->v->figures, s->unit, in->name);
    if (f.present && f.numerator.known && f.denominator.known)
        return measure_ratio(f.numerator.number, f.denominator.number);
    return (struct measure){.kind = f.present ? MEASURE_NULL : MEASURE_NONE};
}

static const struct {
    struct measure (*read)(const struct score_subject *s, const struct criterion_input *in);
    enum score_source source;
} readers[] = {[INPUT_METRIC] = {measure_metric, SOURCE_MEASURED},
               [INPUT_COUNTER] = {measure_counter, SOURCE_MEASURED},
               [INPUT_FIGURE] = {measure_figure, SOURCE_FIGURE}};

struct measure score_measure(const struct score_subject *s, const struct criterion_input *in)
{
    return readers[in->kind].read(s, in);
}

static void result_take(const struct criterion *c, struct criterion_score *out, const struct measure *m,
                        const struct criterion_input *in, enum score_source source)
{
    struct scoring_result result = scoring_rule_apply(&c->rule, m);
    if (result.state == STATE_UNKNOWN)
        return;
    out->measure = *m;
    out->result = result;
    out->input = in;
    if (result.state == STATE_PARTIAL)
        return;
    out->self.known = true;
    out->source = in && in->kind == INPUT_METRIC && in->metric && in->metric->figure ? SOURCE_FIGURE : source;
    out->self.points = result.points;
}

static bool takes_percent(const struct scoring_rule *r)
{
    return r->kind == KIND_RATIO_LINEAR || r->kind == KIND_RATIO_THRESHOLD;
}

/* Reads a single number as a rate in percent where the rule takes a rate, and two numbers as rate and mean where
 * the rule compares both. */
static struct measure measure_entered(const struct criterion *c, const struct entry *entry)
{
    struct measure m = entry->measure;
    if (m.kind == MEASURE_VALUE && m.value >= 0 && takes_percent(&c->rule)) {
        m = measure_ratio(m.value, PERCENT);
        m.percent = true;
    } else if (m.kind == MEASURE_LIST && m.count == 2 && c->rule.kind == KIND_RELATIVE) {
        const decimal *two = m.list;
        m = measure_ratio(two[0], PERCENT);
        m.percent = true;
        m.mean_n = two[1];
        m.mean_d = PERCENT;
    }
    return m;
}

/* Collects the entries of the months or quarters of a year, where the rule takes that many numbers. */
static struct measure measure_by_month(const struct score *s, const struct criterion *c, decimal *numbers)
{
    const struct score_subject *subject = &s->subject;
    enum period_kind kind = c->rule.periods == 12 ? PERIOD_MONTH : PERIOD_QUARTER;
    struct measure m = {.kind = MEASURE_NONE};
    bool fits = c->rule.kind == KIND_DEDUCT_SHORTFALL && subject->period.kind == PERIOD_YEAR &&
                (c->rule.periods == 12 || c->rule.periods == 4);
    int year = moment_wall(subject->period.from).year;
    for (int i = 0; fits && i < c->rule.periods; i++) {
        moment at = moment_of(year, 1 + i * (12 / c->rule.periods), 1, 0, 0, 0);
        const struct entry *e = entry_find(subject->inputs, s->rules->name, subject->code, c->code, kind, at);
        bool there = e && e->measure.kind == MEASURE_VALUE;
        numbers[i] = there ? e->measure.value : MEASURE_HOLE;
        if (there)
            m = (struct measure){.kind = MEASURE_LIST, .list = numbers, .count = (size_t)c->rule.periods};
    }
    return m;
}

static void points_take(struct criterion_score *out, enum score_source source, decimal points)
{
    out->self.known = true;
    out->self.points = points;
    out->source = source;
}

static decimal published_points(const struct criterion_score *c)
{
    return c->published.number * (DECIMAL_SCALE / FIGURE_SCALE);
}

/* Sets `unproven` where points were entered by hand without evidence, and drops the points where the ruleset says
 * so. */
static void unproven_take(const struct score *s, struct criterion_score *out)
{
    const struct entry *entry = out->entry;
    bool proven = entry && *entry->evidence;
    if (s->rules->unproven == UNPROVEN_COUNTS || !out->self.known || out->source != SOURCE_ENTERED || proven)
        return;
    out->unproven = out->self.points;
    if (s->rules->unproven == UNPROVEN_ZERO)
        out->self.points = 0;
}

/* Takes the first input that gives points; else the entered value, the entries by month, the entered points; last the
 * portal's own score. */
static void leaf_score(const struct score *s, const struct criterion *c, struct criterion_score *out)
{
    const struct score_subject *subject = &s->subject;
    const struct entry *entry = out->entry;
    for (size_t i = 0; subject->v && !out->self.known && i < c->input_count; i++) {
        const struct criterion_input *in = &c->inputs[i];
        struct measure m = score_measure(subject, in);
        mean_add(subject, &c->rule, in, &m);
        result_take(c, out, &m, in, readers[in->kind].source);
    }
    if (!out->self.known && entry) {
        struct measure m = measure_entered(c, entry);
        result_take(c, out, &m, NULL, SOURCE_ENTERED);
    }
    if (!out->self.known && out->measure.kind == MEASURE_NONE) {
        struct measure m = measure_by_month(s, c, out->numbers);
        result_take(c, out, &m, NULL, SOURCE_ENTERED);
    }
    out->applies = out->result.state != STATE_SKIPPED;
    if (!out->self.known && entry && entry->has_points)
        points_take(out, SOURCE_ENTERED, entry->points);
    else if (!out->self.known && out->published.known)
        points_take(out, SOURCE_PUBLISHED, published_points(out));
    unproven_take(s, out);
}

/* --- the tree --- */

static void sum_bound(struct sum *s, decimal max)
{
    s->points = s->points < 0 ? 0 : s->points > max ? max : s->points;
}

static void node_prepare(const struct score *s, size_t i, struct criterion_score *out)
{
    const struct criterion *c = &s->rules->criteria[i];
    const struct score_subject *subject = &s->subject;
    *out = (struct criterion_score){0};
    out->applies = (c->parent < 0 || s->nodes[c->parent].applies) && criterion_applies(c, subject);
    if (!out->applies)
        return;
    out->entry = entry_find(subject->inputs, s->rules->name, subject->code, c->code, subject->period.kind,
                            subject->period.from);
    if (subject->v && c->published && subject->unit < subject->v->units.count)
        out->published = figure_get(subject->v->figures, subject->unit, c->published).score;
}

static void sum_finish(struct sum *s, decimal max)
{
    if (s->known)
        sum_bound(s, max);
    else
        s->points = 0;
    s->known_max = s->known ? max : 0;
    s->missing = !s->known && max > 0;
}

/* Takes the points that the appraiser gave for the criterion as a whole, instead of the sum of the appraised parts. */
static void appraised_take(struct criterion_score *c)
{
    if (!c->entry || !c->entry->has_appraised)
        return;
    const struct sum parts = c->appraised;
    c->appraised = (struct sum){.known = true,
                                .points = c->entry->appraised,
                                .differs = parts.known && parts.points != c->entry->appraised,
                                .other = parts.points};
    sum_finish(&c->appraised, c->max);
}

static void leaf_finish(const struct criterion *c, struct criterion_score *out)
{
    if (!out->applies) {
        out->self = out->appraised = (struct sum){0};
        return;
    }
    out->max = c->rule.max;
    sum_finish(&out->self, out->max);
    sum_finish(&out->appraised, out->max);
    appraised_take(out);
}

/* The sum stands where all criteria below are known; else the published or the entered points of the whole are
 * taken. */
static void self_finish(struct criterion_score *out)
{
    struct sum *self = &out->self;
    self->known = self->missing == 0;
    out->source = SOURCE_SUM;
    if (self->known) {
        self->differs = out->entry && out->entry->has_points && out->entry->points != self->points;
        self->other = self->differs ? out->entry->points : 0;
        return;
    }
    if (out->published.known)
        points_take(out, SOURCE_PUBLISHED, published_points(out));
    else if (out->entry && out->entry->has_points)
        points_take(out, SOURCE_ENTERED, out->entry->points);
    if (self->known)
        sum_finish(self, out->max);
}

/* A criterion whose parts carry no points counts as not appraised. */
static void parent_finish(const struct criterion *c, struct criterion_score *out)
{
    out->applies = out->max > 0 || c->rule.max == 0;
    self_finish(out);
    out->appraised.known = out->appraised.missing == 0 && out->appraised.known_max > 0;
    appraised_take(out);
}

static void sum_add(struct sum *to, const struct sum *from)
{
    to->points += from->points;
    to->known_max += from->known_max;
    to->missing += from->missing;
}

static void node_add(struct criterion_score *parent, const struct criterion_score *child)
{
    parent->max += child->max;
    parent->unproven += child->unproven;
    sum_add(&parent->self, &child->self);
    sum_add(&parent->appraised, &child->appraised);
}

/* Children come after their parent, so in reverse order every node is whole before it is added to its parent. */
static void nodes_score(struct score *s)
{
    for (size_t i = 0; i < s->rules->count; i++)
        node_prepare(s, i, &s->nodes[i]);
    for (size_t i = s->rules->count; i-- > 0;) {
        const struct criterion *c = &s->rules->criteria[i];
        struct criterion_score *out = &s->nodes[i];
        if (!out->applies)
            continue;
        if (c->child_count) {
            parent_finish(c, out);
        } else {
            leaf_score(s, c, out);
            leaf_finish(c, out);
        }
        if (c->parent >= 0 && out->applies)
            node_add(&s->nodes[c->parent], out);
    }
}

bool score_make(const struct ruleset *rules, const struct score_subject *subject, struct score *out,
                struct error *e)
{
    *out = (struct score){.rules = rules, .subject = *subject};
    out->nodes = calloc(rules->count, sizeof *out->nodes);
    if (!out->nodes)
        return error_memory(e, subject->code);
    const struct period *p = &subject->period;
    out->rank = entry_find(subject->inputs, rules->name, subject->code, RULESET_RANK, p->kind, p->from);
    out->remedy = entry_find(subject->inputs, rules->name, subject->code, RULESET_REMEDY, p->kind, p->from);
    out->rating = entry_find(subject->inputs, rules->name, subject->code, RULESET_RATING, p->kind, p->from);
    nodes_score(out);
    return true;
}

void score_free(struct score *s)
{
    free(s->nodes);
    *s = (struct score){0};
}

/* --- results --- */

enum score_side score_side(const struct criterion_score *c)
{
    return c->appraised.known ? SIDE_APPRAISED : SIDE_SELF;
}

const struct sum *score_sum(const struct criterion_score *c, enum score_side side)
{
    return side == SIDE_APPRAISED ? &c->appraised : &c->self;
}

const struct sum *score_standing(const struct criterion_score *c)
{
    return score_sum(c, score_side(c));
}

decimal sum_lost(const struct sum *s)
{
    return s->known_max - s->points;
}

decimal score_lost(const struct criterion_score *c)
{
    return sum_lost(score_standing(c));
}

bool score_appraised(const struct criterion_score *c)
{
    return c->applies && (c->appraised.known || c->appraised.known_max > 0);
}

const char *score_responsible(const struct score *s, size_t i)
{
    const struct entry *entry = s->nodes[i].entry;
    return entry && *entry->responsible ? entry->responsible : s->rules->criteria[i].responsible;
}

moment score_deadline(const struct score *s, size_t i)
{
    const struct entry *entry = s->nodes[i].entry;
    return entry && entry->deadline ? entry->deadline
                                    : criterion_deadline(&s->rules->criteria[i], &s->subject.period);
}

bool score_total_of(const struct score *s, enum score_side side, decimal *out)
{
    const struct sum *total = score_sum(&s->nodes[0], side);
    *out = total->points;
    return total->known && s->nodes[0].applies;
}

bool score_total(const struct score *s, decimal *out)
{
    return score_total_of(s, score_side(&s->nodes[0]), out);
}

static long rating_named(const struct ruleset *r, const struct entry *said)
{
    for (size_t i = 0; i < r->rating_count; i++)
        if (strcmp(said->text, r->ratings[i].title) == 0 || strcmp(said->text, r->ratings[i].code) == 0)
            return (long)i;
    return -1;
}

long score_rating(const struct score *s)
{
    const struct sum *total = score_standing(&s->nodes[0]);
    if (s->rating)
        return rating_named(s->rules, s->rating);
    return total->known ? ruleset_rating(s->rules, total->points, s->nodes[0].max) : -1;
}

/* True if a plan was handed in, with evidence or in words, so that no plan is due any more. */
static bool remedy_came(const struct entry *said)
{
    return said && (*said->evidence || *said->text);
}

struct score_remedy score_remedy(const struct score *s)
{
    const struct remedy *r = &s->rules->remedy;
    struct score_remedy out = {0};
    if (!r->present)
        return out;
    for (size_t i = 0; i < r->area_count; i++) {
        const struct criterion_score *area = &s->nodes[r->areas[i]];
        const struct sum *sum = score_standing(area);
        if (area->applies && sum->known && (wide)sum->points * PERCENT < (wide)r->floor * area->max)
            out.areas |= UINT32_C(1) << i;
    }
    long rating = score_rating(s);
    out.by_rating = rating >= 0 && r->ratings >> rating & 1;
    out.due = (out.areas || out.by_rating) && !remedy_came(s->remedy);
    return out;
}
