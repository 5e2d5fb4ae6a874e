/* Improvement plans (kế hoạch nâng điểm): for each criterion the entered plan - points at the start, gain, target,
 * deadline, who is responsible - against the points of now. The forms are those of Hải Hậu (Thông báo 149/TB-UBND,
 * 2019) and Như Xuân (Công văn 478/UBND-NV, 2023). */
#ifndef MOTCUA_GAIN_PLAN_H
#define MOTCUA_GAIN_PLAN_H

#include "index/score.h"

enum gain_plan_state {
    GAIN_UNKNOWN, /* the target or the points of now are not known */
    GAIN_OPEN,
    GAIN_OVERDUE, /* the target is not reached and the last day is over */
    GAIN_REACHED
};
const char *gain_plan_state_name(enum gain_plan_state s); /* "unknown" "open" "overdue" "reached" */

struct gain_plan {
    bool planned; /* the criterion has a plan; else all else is 0 */
    bool has_start, has_current, has_gain, has_target;
    decimal start, current, gain, target; /* gain: as entered, else target - start */
    decimal left;                         /* target - current, where both are known; at least 0 */
    moment deadline;                      /* MOMENT_NONE: none */
    enum gain_plan_state state;
};

/* Where gain_plan_make() looks for the start of a plan. */
struct gain_context {
    struct store *store;        /* has the score history; or NULL */
    const struct score *before; /* the unit in the period before, or NULL */
};

/* Makes the plan of criterion i. Where no start was entered, the start is the self-score entered by hand before the
 * plan, else the points of the score history when the plan was entered, else the standing points of the period
 * before. A gain alone makes a target where the start is known. False and e: the store failed. */
MUST_CHECK bool gain_plan_make(const struct score *s, size_t i, const struct gain_context *context,
                               struct gain_plan *out, struct error *e);

/* Returns the points that reaching the target adds to the total, up to the criterion's maximum; a criterion without
 * data has 0 points so far. 0 where a criterion above is planned too, because its plan counts already. */
decimal gain_plan_adds(const struct score *s, size_t i, const struct gain_plan *m);

/* All plans of a unit together. An unknown gain or rest of a criterion is counted as unknown and is in no sum. */
struct gain_sum {
    size_t count, reached, overdue;
    decimal gain, left, adds;
    size_t no_gain, no_left; /* planned criteria whose gain, or rest, is not known */
};
void gain_sum_add(struct gain_sum *sum, const struct score *s, size_t i, const struct gain_plan *m);
MUST_CHECK bool gain_sum_make(const struct score *s, const struct gain_context *context, struct gain_sum *out,
                              struct error *e);

/* Says whether a criterion without a plan and without parts kept its points of the period before: "giữ vững" (Thông báo
 * 149/TB-UBND of Hải Hậu). *before: the points then; left alone for HELD_UNKNOWN. */
enum gain_held { HELD_UNKNOWN, HELD_YES, HELD_NO };
enum gain_held gain_held(const struct score *s, size_t i, const struct gain_context *context,
                         decimal *before);

/* Copies the n-th (from 0) of several offices that a criterion names with ";" between them; false: no n-th office,
 * or its name is empty. */
bool responsible_at(const char *all, size_t n, char *out, size_t size);

#endif
