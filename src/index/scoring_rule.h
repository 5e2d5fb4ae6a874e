/* Scoring rules turn one measure into points. This file is arithmetic alone and does not know the criterion, unit
 * or source of a measure. */
#ifndef MOTCUA_SCORING_RULE_H
#define MOTCUA_SCORING_RULE_H

#include "base/decimal.h"
#include "base/limit.h"

enum scoring_kind {
    KIND_SUM,              /* the sum of the criteria below */
    KIND_MANUAL,           /* points as entered */
    KIND_RATIO_LINEAR,     /* max * n/d */
    KIND_RATIO_THRESHOLD,  /* full from `threshold` percent, in proportion below it, nothing below `floor` */
    KIND_STEP,             /* `points` (or max) from `threshold` on, `else` below */
    KIND_BANDS,            /* the points of the last band whose `from` is reached */
    KIND_ALL_OR_NOTHING,   /* max if n is d, or a value is at least `least`; else nothing */
    KIND_PER_ITEM_CAP,     /* `per` for each item, at most max */
    KIND_DEDUCT_SHORTFALL, /* max less `per` for each item that a period has less than `least` */
    KIND_RELATIVE,         /* `at` up to a base; beyond it `per` for each whole `step`: NĐ 307/2025/NĐ-CP */
    KIND_RANK_BANDS,       /* the points of the first band with place <= `from`; else `otherwise` */
    KIND_TREND,            /* change in percent against a base: full from `threshold`, in proportion below */
    KIND_COUNT
};
const char *scoring_kind_name(enum scoring_kind kind); /* "ratio_linear" */
bool scoring_kind_read(const char *name, enum scoring_kind *out);

enum measure_kind {
    MEASURE_NONE,  /* nothing is known */
    MEASURE_NULL,  /* the portal says null: the rate has no denominator */
    MEASURE_RATIO, /* n of d; of a trend: now and the base */
    MEASURE_VALUE, /* one number */
    MEASURE_LIST   /* one number for each period in the year */
};
#define MEASURE_HOLE ((decimal)-1) /* in a list: nothing is known of that period */

struct measure {
    enum measure_kind kind;
    int64_t n, d;
    int64_t mean_n, mean_d; /* the rate that n of d is compared with; mean_d 0: not known */
    bool percent;           /* only the rate is known; n and d are not numbers of dossiers */
    decimal value;
    const decimal *list; /* borrowed */
    size_t count;
};

/* How a criterion counts for which no dossier arose. */
enum none_rule {
    NONE_ZERO,
    NONE_FULL,
    NONE_SKIP, /* the criterion and its maximum are left out of the total */
    NONE_UNKNOWN
};

/* The base that KIND_RELATIVE compares a rate with. */
enum scoring_base {
    BASE_FIXED,  /* `base` */
    BASE_PARENT, /* the rate of the unit above with all units below; where it has no rate, that of all peers */
    BASE_PEERS   /* the rate of all units of the same kind together */
};

struct band {
    decimal from, points;
};

struct scoring_rule {
    enum scoring_kind kind;
    decimal max;
    decimal threshold, floor; /* percent */
    decimal per, least;
    int periods;  /* numbers that KIND_DEDUCT_SHORTFALL expects; 0: as many as come */
    bool falling; /* of a trend, of a base: less is better */
    enum scoring_base base_kind;
    decimal base, at, step, cap;    /* of KIND_RELATIVE; cap: the most that steps give */
    decimal full;                   /* the maximum is given from this rate on; 0: from no rate */
    decimal otherwise;              /* of KIND_RANK_BANDS: behind the last band */
    struct band bands[LIMIT_BANDS]; /* `from` rising; of KIND_STEP two */
    size_t band_count;
    enum none_rule zero; /* nothing arose: d is 0 */
    enum none_rule null; /* of MEASURE_NULL */
    int rate_places;     /* decimals that the rate is rounded to before use; -1: the exact rate is used */
    int shown_places;    /* decimals of the shown rate, where the exact rate is used */
    int point_places;
};

enum scoring_state {
    STATE_UNKNOWN, /* nothing was measured, or the rule cannot take a measure of this kind */
    STATE_PARTIAL, /* numbers of some periods are missing; points are the most that the unit can still reach */
    STATE_SCORED,
    STATE_NOTHING, /* no dossier arose; points by enum none_rule */
    STATE_SKIPPED
};
struct scoring_result {
    enum scoring_state state;
    decimal points; /* 0..max */
    bool has_rate;
    decimal rate;    /* percent, six decimals, or as many as the rule rounds to */
    decimal aim;     /* the rate in percent, or the items, that full points need */
    bool aim_below;  /* full points lie below the aim (for a place: at or below), not from the aim on */
    int64_t missing; /* how many more of d, or items, full points need; 0: none, or fewer is better */
};
/* Applies a rule to a measure. KIND_SUM and KIND_MANUAL have no arithmetic of their own and give STATE_UNKNOWN. */
struct scoring_result scoring_rule_apply(const struct scoring_rule *r, const struct measure *m);

#endif
