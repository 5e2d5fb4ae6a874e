/* Improvement plans (kế hoạch nâng điểm): what was entered of each criterion - points at the start, gain,
 * target, deadline, who is responsible - against what it has now. The forms of Hải Hậu (Thông báo
 * 149/TB-UBND, 2019) and Như Xuân (Công văn 478/UBND-NV, 2023). */
#ifndef MOTCUA_GAIN_PLAN_H
#define MOTCUA_GAIN_PLAN_H

#include "index/score.h"

enum gain_plan_state {
    GAIN_UNKNOWN, /* the target or the points of now are not known */
    GAIN_OPEN,
    GAIN_OVERDUE, /* its last day is over */
    GAIN_REACHED
};
const char *gain_plan_state_name(enum gain_plan_state s); /* "unknown" "open" "overdue" "reached" */

struct gain_plan {
    bool planned;
    bool has_start, has_current, has_gain, has_target;
    decimal start, current, gain, target; /* gain: as entered, else target - start */
    decimal left;                         /* target - current, where both are known and it is above 0 */
    moment deadline;                      /* MOMENT_NONE: none */
    enum gain_plan_state state;
};

/* Makes the plan of criterion i. Where no start was entered, the start is the score that the history of the store
 * (may be NULL) had when the plan was entered. A gain without a target sets the target, if the start is known. */
MUST_CHECK bool gain_plan_make(const struct score *s, size_t i, struct store *store, struct gain_plan *out,
                               struct error *e);

/* Points that reaching the target adds to the total; a criterion without data adds its whole target. A part of a
 * planned criterion adds nothing, for the criterion above counts those points already. */
decimal gain_plan_adds(const struct score *s, size_t i, const struct gain_plan *m);

#endif
