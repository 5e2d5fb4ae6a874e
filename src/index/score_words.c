#include "index/score_words.h"

#include <string.h>

#include "base/moment.h"
#include "commitment/validity.h"

typedef char number_text[TEXT_NUMBER_BYTES];

const char *decimal_text(decimal value, int min_decimals, char out[TEXT_NUMBER_BYTES])
{
    return text_scaled(decimal_round(value, 4) / (DECIMAL_SCALE / FIGURE_SCALE), min_decimals, out);
}

/* Writes a percentage with two decimals; with four where two would hide that the rate is short of `aim`. */
static const char *percent_text(decimal rate, decimal aim, char out[TEXT_NUMBER_BYTES])
{
    decimal shown = decimal_round(rate, 2);
    return rate < aim && shown >= aim ? decimal_text(rate, 4, out) : decimal_text(shown, 2, out);
}

const char *score_source_words(enum score_source s)
{
    static const char *const words[] = {[SOURCE_NONE] = N_("no data"),
                                        [SOURCE_MEASURED] = N_("measured"),
                                        [SOURCE_FIGURE] = N_("published figures"),
                                        [SOURCE_PUBLISHED] = N_("published score"),
                                        [SOURCE_ENTERED] = N_("entered by hand"),
                                        [SOURCE_SUM] = N_("sum")};
    return _(words[s]);
}

const char *score_side_words(enum score_side side)
{
    return side == SIDE_APPRAISED ? _("appraised") : _("self-scored");
}

const char *score_basis_words(enum basis b)
{
    static const char *const words[] = {[BASIS_SEED] = N_("official document"),
                                        [BASIS_DOCUMENT] = N_("other source"),
                                        [BASIS_DERIVED] = N_("derived"),
                                        [BASIS_ASSUMED] = N_("assumed")};
    return _(words[b]);
}

/* --- rules --- */

static void words_ratio(const struct scoring_rule *r, struct buffer *out)
{
    number_text threshold, floor;
    if (r->threshold == 100 * DECIMAL_SCALE)
        buffer_text(out, _("in proportion to the rate"));
    else
        buffer_printf(out, _("full points from %s%%, in proportion below"),
                      decimal_text(r->threshold, 0, threshold));
    if (r->floor > 0)
        buffer_printf(out, _(", nothing below %s%%"), decimal_text(r->floor, 0, floor));
}

static void words_bands(const struct scoring_rule *r, struct buffer *out)
{
    for (size_t i = 0; i < r->band_count; i++) {
        number_text from, points;
        buffer_printf(out, _("%sfrom %s: %s"), i ? "; " : "", decimal_text(r->bands[i].from, 0, from),
                      decimal_text(r->bands[i].points, 0, points));
    }
}

static void words_all(const struct scoring_rule *r, struct buffer *out)
{
    (void)r;
    buffer_text(out, _("all or nothing"));
}

static void words_items(const struct scoring_rule *r, struct buffer *out)
{
    number_text per, max;
    buffer_printf(out, _("%s for each one, at most %s"), decimal_text(r->per, 0, per),
                  decimal_text(r->max, 0, max));
}

static void words_shortfall(const struct scoring_rule *r, struct buffer *out)
{
    number_text least, per;
    buffer_printf(out, _("at least %s in each period, %s off for each one missing"),
                  decimal_text(r->least, 0, least), decimal_text(r->per, 0, per));
}

static void words_relative(const struct scoring_rule *r, struct buffer *out)
{
    static const char *const bases[] = {[BASE_PARENT] = N_("the rate of the whole (province, district)"),
                                        [BASE_PEERS] = N_("the rate of all units of the kind")};
    number_text at, base, per, step, cap;
    const char *what = r->base_kind == BASE_FIXED ? decimal_text(r->base, 0, base) : _(bases[r->base_kind]);
    buffer_printf(out,
                  r->falling ? _("%s from %s on, %s more for each %s less, at most %s")
                             : _("%s up to %s, %s more for each %s beyond, at most %s"),
                  decimal_text(r->at, 0, at), what, decimal_text(r->per, 0, per),
                  decimal_text(r->step, 0, step), decimal_text(r->cap, 0, cap));
    if (r->full > 0)
        buffer_printf(out, _("; from %s on: %s"), decimal_text(r->full, 0, base),
                      decimal_text(r->max, 0, cap));
}

static void words_rank(const struct scoring_rule *r, struct buffer *out)
{
    number_text to, points;
    for (size_t i = 0; i < r->band_count; i++)
        buffer_printf(out, _("place up to %s: %s; "), decimal_text(r->bands[i].from, 0, to),
                      decimal_text(r->bands[i].points, 0, points));
    buffer_printf(out, _("else %s"), decimal_text(r->otherwise, 0, points));
}

static void words_trend(const struct scoring_rule *r, struct buffer *out)
{
    buffer_text(out, r->falling ? _("decrease against the base: ") : _("growth against the base: "));
    words_ratio(r, out);
}

static void words_manual(const struct scoring_rule *r, struct buffer *out)
{
    (void)r;
    buffer_text(out, _("points as entered"));
}

static void words_sum(const struct scoring_rule *r, struct buffer *out)
{
    (void)r;
    buffer_text(out, _("sum of the criteria below"));
}

/* --- causes --- */

static void missing_write(const struct scoring_result *r, struct buffer *out)
{
    number_text missing;
    if (r->missing > 0)
        buffer_printf(out, _("; %s short"), text_count(r->missing, missing));
}

/* Appends the floor, where it cost all points, and the rate from or below which full points are given. */
static void aim_write(const struct scoring_rule *rule, const struct criterion_score *c, struct buffer *out)
{
    number_text aim, floor;
    const struct scoring_result *r = &c->result;
    bool floored = rule->floor > 0 && c->result.points == 0 && r->rate < rule->floor;
    if (floored)
        buffer_printf(out, _(": below %s%% there are no points"), decimal_text(rule->floor, 0, floor));
    decimal_text(r->aim, 0, aim);
    buffer_printf(out, r->aim_below ? _(", full below %s%%") : _(", full from %s%%"), aim);
}

static void cause_ratio(const struct scoring_rule *rule, const struct criterion_score *c, struct buffer *out)
{
    number_text n, d, rate;
    const struct scoring_result *r = &c->result;
    if (!c->measure.percent)
        buffer_printf(out, "%s/%s = ", text_count(c->measure.n, n), text_count(c->measure.d, d));
    buffer_printf(out, "%s%%", percent_text(r->rate, r->aim, rate));
    if (c->self.points >= c->max && c->max > 0)
        return;
    aim_write(rule, c, out);
    if (!c->measure.percent)
        missing_write(r, out);
}

static void cause_value(const struct criterion_score *c, struct buffer *out)
{
    number_text value, aim;
    const struct scoring_result *r = &c->result;
    buffer_text(out, decimal_text(c->measure.value, 0, value));
    if (c->self.points >= c->max)
        return;
    decimal_text(r->aim, 0, aim);
    buffer_printf(out, r->aim_below ? _(", full below %s") : _(", full from %s"), aim);
    missing_write(r, out);
}

static void cause_list(const struct scoring_rule *rule, const struct criterion_score *c, struct buffer *out)
{
    number_text least, missing;
    size_t short_periods = 0, known = 0;
    for (size_t i = 0; i < c->measure.count; i++) {
        known += c->measure.list[i] != MEASURE_HOLE;
        short_periods += c->measure.list[i] != MEASURE_HOLE && c->measure.list[i] < c->result.aim;
    }
    if (c->result.state == STATE_PARTIAL)
        buffer_printf(out,
                      P_("not enough data yet: numbers of %zu of %d period; ",
                         "not enough data yet: numbers of %zu of %d periods; ", rule->periods),
                      known, rule->periods);
    if (short_periods == 0)
        buffer_printf(out, P_("at least %s in the %zu period", "at least %s in all %zu periods", known),
                      decimal_text(c->result.aim, 0, least), known);
    else
        buffer_printf(out,
                      P_("under %s in %zu of %zu period: %s missing",
                         "under %s in %zu of %zu periods: %s missing", known),
                      decimal_text(c->result.aim, 0, least), short_periods, known,
                      text_count(c->result.missing, missing));
}

static void cause_partial(const struct scoring_rule *rule, const struct criterion_score *c,
                          struct buffer *out)
{
    number_text most;
    struct criterion_score one = *c;
    if (c->measure.kind == MEASURE_VALUE) { /* one number stands alone */
        one.measure.list = &c->measure.value;
        one.measure.count = 1;
    }
    cause_list(rule, &one, out);
    buffer_printf(out, _("; at most %s can still be had"), decimal_text(c->result.points, 0, most));
}

static void cause_trend(const struct scoring_rule *rule, const struct criterion_score *c, struct buffer *out)
{
    number_text n, d, rate;
    buffer_printf(out, _("%s against %s: %s%%"), text_count(c->measure.n, n), text_count(c->measure.d, d),
                  percent_text(c->result.rate, c->result.aim, rate));
    aim_write(rule, c, out);
}

static void cause_relative(const struct scoring_rule *rule, const struct criterion_score *c,
                           struct buffer *out)
{
    number_text n, d, own, base;
    if (c->measure.kind == MEASURE_VALUE) {
        buffer_printf(out, _("%s against %s"), decimal_text(c->measure.value, 0, own),
                      decimal_text(rule->base, 0, base));
        return;
    }
    if (!c->measure.percent)
        buffer_printf(out, "%s/%s = ", text_count(c->measure.n, n), text_count(c->measure.d, d));
    buffer_printf(out, rule->base_kind == BASE_FIXED ? _("%s%% against %s%%") : _("%s%%, the whole has %s%%"),
                  decimal_text(decimal_round(c->result.rate, 2), 2, own),
                  decimal_text(decimal_round(c->result.aim, 2), 2, base));
}

static void cause_rank(const struct criterion_score *c, struct buffer *out)
{
    number_text place, of;
    if (c->measure.kind == MEASURE_VALUE)
        buffer_printf(out, _("place %s"), decimal_text(c->measure.value, 0, place));
    else
        buffer_printf(out, _("place %s of %s"), text_count(c->measure.n, place),
                      text_count(c->measure.d, of));
}

static void cause_measured(const struct criterion *criterion, const struct criterion_score *c,
                           struct buffer *out)
{
    const struct scoring_rule *rule = &criterion->rule;
    if (rule->kind == KIND_TREND)
        cause_trend(rule, c, out);
    else if (rule->kind == KIND_RELATIVE)
        cause_relative(rule, c, out);
    else if (rule->kind == KIND_RANK_BANDS)
        cause_rank(c, out);
    else if (c->measure.kind == MEASURE_RATIO)
        cause_ratio(rule, c, out);
    else if (c->measure.kind == MEASURE_LIST)
        cause_list(rule, c, out);
    else
        cause_value(c, out);
}

static const struct {
    void (*rule)(const struct scoring_rule *r, struct buffer *out);
} kind_words[KIND_COUNT] = {
    [KIND_SUM] = {words_sum},
    [KIND_MANUAL] = {words_manual},
    [KIND_RATIO_LINEAR] = {words_ratio},
    [KIND_RATIO_THRESHOLD] = {words_ratio},
    [KIND_STEP] = {words_bands},
    [KIND_BANDS] = {words_bands},
    [KIND_ALL_OR_NOTHING] = {words_all},
    [KIND_PER_ITEM_CAP] = {words_items},
    [KIND_DEDUCT_SHORTFALL] = {words_shortfall},
    [KIND_RELATIVE] = {words_relative},
    [KIND_RANK_BANDS] = {words_rank},
    [KIND_TREND] = {words_trend},
};

void score_rule_words(const struct scoring_rule *r, struct buffer *out)
{
    number_text max;
    kind_words[r->kind].rule(r, out);
    if (r->kind > KIND_MANUAL && r->zero == NONE_FULL)
        buffer_printf(out, _("; nothing arose: %s"), decimal_text(r->max, 0, max));
    if (r->kind > KIND_MANUAL && r->zero == NONE_SKIP)
        buffer_text(out, _("; nothing arose: left out of the sum, its maximum too"));
}

static void cause_none(const struct criterion *criterion, struct buffer *out)
{
    if (criterion->input_count)
        buffer_printf(out, _("no data: %s"),
                      criterion->inputs[0].metric ? criterion->inputs[0].metric->short_title
                                                  : criterion->inputs[0].name);
    else
        buffer_text(out, _("not entered yet"));
}

static void cause_parent(const struct criterion_score *c, struct buffer *out)
{
    number_text worth;
    if (c->self.missing && !c->appraised.known)
        buffer_printf(out,
                      P_("%zu criterion without data, worth %s", "%zu criteria without data, worth %s",
                         c->self.missing),
                      c->self.missing, decimal_text(c->max - c->self.known_max, 0, worth));
    else if (c->source == SOURCE_PUBLISHED)
        buffer_text(out, _("the portal's score: its parts are not all published"));
    else if (c->source == SOURCE_ENTERED)
        buffer_text(out, _("as entered: not all its parts are known"));
}

/* Appends how the appraised points differ from the self-score, or how many parts were not appraised yet. */
static void cause_appraised(const struct criterion_score *c, struct buffer *out)
{
    number_text number;
    if (c->appraised.known && c->self.known && c->appraised.points != c->self.points)
        buffer_printf(out, _("%sappraised %s%s against the self-score"), out->used ? "; " : "",
                      c->appraised.points > c->self.points ? "+" : "",
                      decimal_text(c->appraised.points - c->self.points, 0, number));
    else if (score_appraised(c) && !c->appraised.known)
        buffer_printf(out,
                      P_("%snot appraised yet: %zu criterion, worth %s",
                         "%snot appraised yet: %zu criteria, worth %s", c->appraised.missing),
                      out->used ? "; " : "", c->appraised.missing,
                      decimal_text(c->max - c->appraised.known_max, 0, number));
}

/* Appends that a whole that was entered is not the sum of its parts. */
static void cause_differs(const struct criterion_score *c, struct buffer *out)
{
    number_text whole, parts;
    if (c->self.differs)
        buffer_printf(out, _("%sentered as %s as a whole, its parts add up to %s"), out->used ? "; " : "",
                      decimal_text(c->self.other, 0, whole), decimal_text(c->self.points, 0, parts));
    if (c->appraised.differs)
        buffer_printf(out, _("%sappraised as %s as a whole, its parts add up to %s"), out->used ? "; " : "",
                      decimal_text(c->appraised.points, 0, whole),
                      decimal_text(c->appraised.other, 0, parts));
}

/* Appends the points without evidence, as lost or as at risk: "no evidence, no points". */
static void cause_unproven(const struct ruleset *rules, const struct criterion_score *c, struct buffer *out)
{
    number_text number;
    if (c->unproven == 0)
        return;
    decimal_text(c->unproven, 0, number);
    int points = c->unproven == DECIMAL_SCALE ? 1 : 2; /* "1.5 points", too */
    if (rules->unproven == UNPROVEN_ZERO)
        buffer_printf(
            out,
            P_("%s%s point does not count: no evidence", "%s%s points do not count: no evidence", points),
            out->used ? "; " : "", number);
    else
        buffer_printf(out, P_("%s%s point at risk: no evidence", "%s%s points at risk: no evidence", points),
                      out->used ? "; " : "", number);
}

static void cause_leaf(const struct criterion *criterion, const struct criterion_score *c, struct buffer *out)
{
    if (!c->self.known && c->result.state == STATE_PARTIAL)
        cause_partial(&criterion->rule, c, out);
    else if (!c->self.known && !c->appraised.known)
        cause_none(criterion, out);
    else if (c->result.state == STATE_NOTHING)
        buffer_text(out, _("nothing arose"));
    else if (c->result.state == STATE_SCORED)
        cause_measured(criterion, c, out);
    else if (c->source == SOURCE_PUBLISHED)
        buffer_text(out, _("the portal's score: its parts are not all published"));
}

void score_cause(const struct score *s, size_t i, struct buffer *out)
{
    const struct criterion *criterion = &s->rules->criteria[i];
    const struct criterion_score *c = &s->nodes[i];
    size_t before = out->used;
    if (!c->applies) {
        buffer_text(out, c->result.state == STATE_SKIPPED
                             ? _("nothing arose: neither kept nor broken, left out of "
                                 "the sum")
                             : _("does not apply"));
        return;
    }
    if (criterion->child_count)
        cause_parent(c, out);
    else
        cause_leaf(criterion, c, out);
    if (!criterion->child_count)
        cause_unproven(s->rules, c, out);
    cause_appraised(c, out);
    cause_differs(c, out);
    if (c->entry && *c->entry->note)
        buffer_printf(out, "%s%s", out->used > before ? ". " : "", c->entry->note);
}

/* --- remedy --- */

static void area_write(const struct score *s, size_t area, struct buffer *out)
{
    const struct criterion_score *c = &s->nodes[area];
    number_text rate, floor;
    decimal percent = decimal_percent(score_standing(c)->points, c->max, DECIMAL_PLACES);
    buffer_printf(out, _("%s %s%% < %s%%"), s->rules->criteria[area].code,
                  percent_text(percent, s->rules->remedy.floor, rate),
                  decimal_text(s->rules->remedy.floor, 0, floor));
    if (score_side(c) == SIDE_APPRAISED)
        buffer_printf(out, " (%s)", score_side_words(SIDE_APPRAISED));
}

void score_remedy_words(const struct score *s, const struct score_remedy *due, struct buffer *out)
{
    const struct remedy *r = &s->rules->remedy;
    const char *separator = "";
    char day[MOMENT_TEXT_BYTES];
    if (!due->due)
        return;
    for (size_t i = 0; i < r->area_count; i++)
        if (due->areas >> i & 1) {
            buffer_text(out, separator);
            area_write(s, r->areas[i], out);
            separator = "; ";
        }
    if (due->by_rating)
        buffer_printf(out, "%s%s", separator, s->rules->ratings[score_rating(s)].title);
    moment before = remedy_before(r, &s->subject.period);
    if (before != MOMENT_NONE)
        buffer_printf(out, _("; before %s"), moment_write(before, "dd/MM/yyyy", day));
}

const char *score_validity(const struct ruleset *r, const struct period *p, bool asked, char *out,
                           size_t size)
{
    char days[LIMIT_VALUE_BYTES];
    if (validity_holds(r->valid_from, r->valid_to, p))
        return NULL;
    validity_days(r->valid_from, r->valid_to, days, sizeof days);
    snprintf(out, size,
             asked ? _("%.400s: not in force in this period (%s); points are by it because it was named.")
                   : _("%.400s: not in force in this period (%s); the points are for reference only."),
             r->title, days);
    return out;
}
