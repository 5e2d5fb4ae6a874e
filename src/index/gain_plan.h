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

/* Where the start of a plan is found. */
struct gain_context {
    struct store *store;        /* or NULL; of the score history */
    const struct score *before; /* the unit in the period before, or NULL */
};

/* Of criterion i. Where no start was entered, it is what the score history had when the plan was entered, else
 * the standing points of the period before. Gain alone is a target too, where the start is known. */
MUST_CHECK bool gain_plan_make(const struct score *s, size_t i, const struct gain_context *context,
                               struct gain_plan *out, struct error *e);

/* What reaching the target adds to the points of the total (so far: a criterion without data has none);
 * nothing for a part of a planned criterion, which would count twice. */
decimal gain_plan_adds(const struct score *s, size_t i, const struct gain_plan *m);

/* All plans of a unit together: the one place from which commands take these figures. What is not known of a
 * criterion is counted as unknown, and is in no sum. */
struct gain_sum {
    size_t count, reached, overdue;
    decimal gain, left, adds;
    size_t no_gain, no_left; /* planned criteria of which they are not known */
};
void gain_sum_add(struct gain_sum *sum, const struct score *s, size_t i, const struct gain_plan *m);
MUST_CHECK bool gain_sum_make(const struct score *s, const struct gain_context *context, struct gain_sum *out,
                              struct error *e);

/* "Giữ vững" (Thông báo 149/TB-UBND of Hải Hậu): a criterion that nothing is planned for, against the period
 * before; its points then into *before, where they are known. */
enum gain_held { HELD_UNKNOWN, HELD_YES, HELD_NO };
enum gain_held gain_held(const struct score *s, size_t i, const struct gain_context *context,
                         decimal *before);

/* One of several offices that a criterion names, ";" between them: the n-th, from 0; false: there are no more. */
bool responsible_at(const char *all, size_t n, char *out, size_t size);

#endif
