#include "index/scoring_rule.h"

#include "base/limit.h"
#include "base/wide.h"

#include <string.h>

#define PERCENT (100 * DECIMAL_SCALE)

const char *scoring_kind_name(enum scoring_kind kind)
{
    static const char *const names[KIND_COUNT] = {
        [KIND_SUM] = "sum",
        [KIND_MANUAL] = "manual",
        [KIND_RATIO_LINEAR] = "ratio_linear",
        [KIND_RATIO_THRESHOLD] = "ratio_threshold",
        [KIND_STEP] = "step",
        [KIND_BANDS] = "bands",
        [KIND_ALL_OR_NOTHING] = "all_or_nothing",
        [KIND_PER_ITEM_CAP] = "per_item_cap",
        [KIND_DEDUCT_SHORTFALL] = "deduct_per_shortfall",
        [KIND_RELATIVE] = "relative",
        [KIND_RANK_BANDS] = "rank_bands",
        [KIND_TREND] = "trend",
    };
    return names[kind];
}

bool scoring_kind_read(const char *name, enum scoring_kind *out)
{
    for (int i = 0; i < KIND_COUNT; i++)
        if (strcmp(name, scoring_kind_name((enum scoring_kind)i)) == 0) {
            *out = (enum scoring_kind)i;
            return true;
        }
    return false;
}

static decimal clamp(decimal points, decimal max)
{
    return points < 0 ? 0 : points > max ? max : points;
}

/* --- ratios --- */

/* True if n of d is at least `percent`, by the rate where the rule rounds the rate, else in whole numbers. */
static bool rate_reaches(const struct scoring_rule *r, const struct scoring_result *out,
                         const struct measure *m, decimal percent)
{
    if (r->rate_places >= 0)
        return out->rate >= percent;
    return (wide)m->n * PERCENT >= (wide)percent * m->d;
}

static int64_t rate_missing(const struct measure *m, decimal percent)
{
    wide s = (wide)percent * m->d - (wide)m->n * PERCENT;
    wide whole = s <= 0 ? 0 : (s + PERCENT - 1) / PERCENT;
    return whole > INT64_MAX ? INT64_MAX : (int64_t)whole;
}

static void rate_set(const struct scoring_rule *r, const struct measure *m, decimal aim,
                     struct scoring_result *out)
{
    out->has_rate = true;
    out->rate = decimal_percent(m->n, m->d, r->rate_places >= 0 ? r->rate_places : r->shown_places);
    out->aim = aim;
    out->missing = rate_reaches(r, out, m, aim) ? 0 : rate_missing(m, aim);
}

/* Scales the points of n of d below the threshold. Where the rule rounds the rate, the rounded rate is
 * scaled. */
static decimal proportion(const struct scoring_rule *r, const struct scoring_result *out,
                          const struct measure *m)
{
    if (r->rate_places >= 0)
        return decimal_share(r->max, out->rate, PERCENT, r->threshold, r->point_places);
    return decimal_share(r->max, m->n, m->d, r->threshold, r->point_places);
}

static void apply_ratio(const struct scoring_rule *r, const struct measure *m, struct scoring_result *out)
{
    rate_set(r, m, r->threshold, out);
    if (rate_reaches(r, out, m, r->threshold))
        out->points = r->max;
    else if (rate_reaches(r, out, m, r->floor))
        out->points = proportion(r, out, m);
}

/* --- bands --- */

/* Returns where full points begin, or where they end in falling bands, in which fewer is better. */
static decimal bands_aim(const struct scoring_rule *r, bool *below)
{
    size_t best = 0;
    for (size_t i = 1; i < r->band_count; i++)
        if (r->bands[i].points > r->bands[best].points)
            best = i;
    *below = best == 0 && r->band_count > 1;
    return r->bands[best + *below].from;
}

static void apply_bands(const struct scoring_rule *r, const struct measure *m, struct scoring_result *out)
{
    bool ratio = m->kind == MEASURE_RATIO;
    decimal aim = bands_aim(r, &out->aim_below);
    if (ratio)
        rate_set(r, m, aim, out);
    out->aim = aim;
    for (size_t i = 0; i < r->band_count; i++)
        if (ratio ? rate_reaches(r, out, m, r->bands[i].from) : m->value >= r->bands[i].from)
            out->points = r->bands[i].points;
    if (out->aim_below)
        out->missing = 0;
    else if (!ratio && m->value < aim)
        out->missing = (aim - m->value + DECIMAL_SCALE - 1) / DECIMAL_SCALE;
}

/* Full points need n = d in whole numbers, because a rounded rate of 100 % may lack a dossier. */
static void apply_all(const struct scoring_rule *r, const struct measure *m, struct scoring_result *out)
{
    bool all;
    if (m->kind == MEASURE_RATIO) {
        rate_set(r, m, PERCENT, out);
        out->missing = m->n >= m->d ? 0 : m->d - m->n;
        all = out->missing == 0;
    } else {
        out->aim = r->least;
        all = m->value >= r->least;
        out->missing = all ? 0 : (r->least - m->value + DECIMAL_SCALE - 1) / DECIMAL_SCALE;
    }
    out->points = all ? r->max : 0;
}

/* --- items --- */

static void apply_items(const struct scoring_rule *r, const struct measure *m, struct scoring_result *out)
{
    wide points = (wide)m->value * r->per / DECIMAL_SCALE;
    out->points = points > r->max ? r->max : (decimal)points;
    out->aim = (r->max + r->per - 1) / r->per * DECIMAL_SCALE;
    out->missing = m->value < out->aim ? (out->aim - m->value + DECIMAL_SCALE - 1) / DECIMAL_SCALE : 0;
}

/* A period without a number costs no points, so the points are those that the unit can still reach. */
static void apply_shortfall(const struct scoring_rule *r, const struct measure *m, struct scoring_result *out)
{
    const decimal *list = m->kind == MEASURE_LIST ? m->list : &m->value;
    size_t count = m->kind == MEASURE_LIST ? m->count : 1, known = 0;
    wide lacking = 0;
    for (size_t i = 0; i < count; i++) {
        known += list[i] != MEASURE_HOLE;
        if (list[i] != MEASURE_HOLE && list[i] < r->least)
            lacking += r->least - list[i];
    }
    wide lost = lacking * r->per / DECIMAL_SCALE;
    out->points = lost > r->max ? 0 : r->max - (decimal)lost;
    out->aim = r->least;
    out->missing = (int64_t)((lacking + DECIMAL_SCALE - 1) / DECIMAL_SCALE);
    if (r->periods > 0 && known != (size_t)r->periods)
        out->state = known ? STATE_PARTIAL : STATE_UNKNOWN;
}

/* --- against a base --- */

/* Shrinks n and d so that products of three fit; the ratio keeps nine digits. */
static void ratio_shrink(int64_t *n, int64_t *d)
{
    while (*d > INT32_MAX || *n > (int64_t)LIMIT_RATE_WHOLES * INT32_MAX) {
        *n /= 2;
        *d /= 2;
    }
    *d = *d ? *d : 1;
}

/* Returns the number of whole steps in a / b above zero; b > 0. */
static wide steps_of(wide a, wide b)
{
    return a <= 0 ? 0 : a / b;
}

static void apply_relative_ratio(const struct scoring_rule *r, const struct measure *m, wide *steps,
                                 struct scoring_result *out)
{
    int64_t n = m->n, d = m->d, mn = m->mean_n, md = m->mean_d;
    wide excess, unit;
    decimal base = r->base;
    ratio_shrink(&n, &d);
    if (r->base_kind == BASE_FIXED) {
        excess = (wide)n * PERCENT - (wide)r->base * d;
        unit = (wide)r->step * d;
    } else {
        ratio_shrink(&mn, &md);
        excess = ((wide)n * md - (wide)mn * d) * PERCENT;
        unit = (wide)r->step * d * md;
        base = decimal_percent(mn, md, DECIMAL_PLACES);
    }
    *steps = steps_of(r->falling ? -excess : excess, unit);
    out->has_rate = true;
    out->rate = decimal_percent(m->n, m->d, r->shown_places);
    out->aim = base;
}

static void apply_relative(const struct scoring_rule *r, const struct measure *m, struct scoring_result *out)
{
    bool ratio = m->kind == MEASURE_RATIO;
    wide steps = 0, points;
    if (r->step <= 0 || (r->base_kind != BASE_FIXED && (!ratio || m->mean_d <= 0))) {
        out->state = STATE_UNKNOWN;
        return;
    }
    out->aim = r->base;
    if (ratio)
        apply_relative_ratio(r, m, &steps, out);
    else
        steps = steps_of(r->falling ? r->base - m->value : m->value - r->base, r->step);
    points = r->at + steps * r->per;
    out->points = points > r->cap ? r->cap : (decimal)points;
    out->aim_below = r->falling;
    if (r->full > 0 && (ratio ? (wide)m->n * PERCENT >= (wide)r->full * m->d : m->value >= r->full))
        out->points = r->max;
}

/* Reads a place: 7, or 7/34. */
static void apply_rank(const struct scoring_rule *r, const struct measure *m, struct scoring_result *out)
{
    decimal place = m->kind == MEASURE_VALUE             ? m->value
                    : m->n < DECIMAL_MAX / DECIMAL_SCALE ? m->n * DECIMAL_SCALE
                                                         : DECIMAL_MAX;
    if (place < DECIMAL_SCALE || m->percent) {
        out->state = STATE_UNKNOWN;
        return;
    }
    size_t i = 0;
    while (i < r->band_count && place > r->bands[i].from)
        i++;
    out->points = i < r->band_count ? r->bands[i].points : r->otherwise;
    out->aim = r->band_count ? r->bands[0].from : DECIMAL_SCALE;
    out->aim_below = true;
}

/* The change against the base is itself a ratio: (now - base) of base. */
static void apply_trend(const struct scoring_rule *r, const struct measure *m, struct scoring_result *out)
{
    wide change = r->falling ? (wide)m->d - m->n : (wide)m->n - m->d;
    struct measure share = {.kind = MEASURE_RATIO, .d = m->d};
    share.n = change < 0 ? 0 : change > INT64_MAX ? INT64_MAX : (int64_t)change;
    apply_ratio(r, &share, out);
}

/* --- all --- */

static const struct {
    void (*apply)(const struct scoring_rule *r, const struct measure *m, struct scoring_result *out);
    bool takes[MEASURE_LIST + 1];
} kinds[KIND_COUNT] = {
    [KIND_RATIO_LINEAR] = {apply_ratio, {[MEASURE_RATIO] = true}},
    [KIND_RATIO_THRESHOLD] = {apply_ratio, {[MEASURE_RATIO] = true}},
    [KIND_STEP] = {apply_bands, {[MEASURE_RATIO] = true, [MEASURE_VALUE] = true}},
    [KIND_BANDS] = {apply_bands, {[MEASURE_RATIO] = true, [MEASURE_VALUE] = true}},
    [KIND_ALL_OR_NOTHING] = {apply_all, {[MEASURE_RATIO] = true, [MEASURE_VALUE] = true}},
    [KIND_PER_ITEM_CAP] = {apply_items, {[MEASURE_VALUE] = true}},
    [KIND_DEDUCT_SHORTFALL] = {apply_shortfall, {[MEASURE_VALUE] = true, [MEASURE_LIST] = true}},
    [KIND_RELATIVE] = {apply_relative, {[MEASURE_RATIO] = true, [MEASURE_VALUE] = true}},
    [KIND_RANK_BANDS] = {apply_rank, {[MEASURE_RATIO] = true, [MEASURE_VALUE] = true}},
    [KIND_TREND] = {apply_trend, {[MEASURE_RATIO] = true}},
};

/* Cuts a rate above LIMIT_RATE_WHOLES, so that no product overflows. */
static struct measure measure_bounded(const struct measure *m)
{
    struct measure out = *m;
    if (m->kind == MEASURE_RATIO && m->d > 0 && m->n / m->d >= LIMIT_RATE_WHOLES)
        out.n = m->d * LIMIT_RATE_WHOLES;
    return out;
}

static struct scoring_result nothing(const struct scoring_rule *r, enum none_rule rule)
{
    static const enum scoring_state states[] = {[NONE_ZERO] = STATE_NOTHING,
                                                [NONE_FULL] = STATE_NOTHING,
                                                [NONE_SKIP] = STATE_SKIPPED,
                                                [NONE_UNKNOWN] = STATE_UNKNOWN};
    struct scoring_result out = {.state = states[rule]};
    out.points = rule == NONE_FULL ? r->max : 0;
    return out;
}

struct scoring_result scoring_rule_apply(const struct scoring_rule *r, const struct measure *m)
{
    struct scoring_result out = {.state = STATE_UNKNOWN};
    if (!kinds[r->kind].apply)
        return out;
    if (m->kind == MEASURE_NULL)
        return nothing(r, r->null);
    if (!kinds[r->kind].takes[m->kind] || (m->kind == MEASURE_RATIO && (m->n < 0 || m->d < 0)))
        return out;
    if (m->kind == MEASURE_RATIO && m->d == 0)
        return nothing(r, r->zero);
    struct measure bounded = measure_bounded(m);
    out.state = STATE_SCORED;
    kinds[r->kind].apply(r, &bounded, &out);
    out.points = clamp(out.points, r->max);
    return out;
}
