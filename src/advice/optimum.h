/* The optimum: the steps that gain most for a cost. This file is arithmetic alone, on a model of one unit: its
 * actions, the measures that each step moves, the rules that turn measures into points (scoring_rule.h), the targets
 * (commitment.h), and the bounds of the steps. The optimum is exact.
 *
 * Rules have steps, bands, floors and roundings, so no slope can be trusted: every number of steps is
 * valued. Actions that move no common measure and share no limit are valued apart, and their tables (cost,
 * value) merged; where actions are tied to each other, one action is fixed at each of its numbers in turn, which
 * unties the others. Points of a unit are the sum of its criteria, so the merged table is the optimum over all. */
#ifndef MOTCUA_OPTIMUM_H
#define MOTCUA_OPTIMUM_H

#include "commitment/commitment.h"
#include "index/scoring_rule.h"

/* A measure before any step, and what one step of each action adds to n and d. For a MEASURE_VALUE n is added to
 * the value, in whole numbers. */
struct optimum_input {
    struct measure measure;
    int n[LIMIT_ACTIONS], d[LIMIT_ACTIONS];
};

/* A criterion (rule), or a commitment (rule NULL). */
struct optimum_leaf {
    const struct scoring_rule *rule;
    struct optimum_input inputs[LIMIT_CRITERION_INPUTS]; /* the first input that gives points is used */
    size_t input_count;
    decimal otherwise; /* points where no input gives any */
    int64_t target;    /* of a commitment; its measure is inputs[0] */
    bool kept_now;     /* of a commitment: before any step */
};

/* A bound: the sum of steps times use is at most room. */
struct optimum_bound {
    int64_t room;
    int use[LIMIT_ACTIONS];
};

struct optimum_model {
    size_t action_count;
    int cost[LIMIT_ACTIONS]; /* of one step, 1 or more */
    struct optimum_leaf *leaves;
    size_t leaf_count;
    struct optimum_bound bounds[LIMIT_ADVICE_BOUNDS];
    size_t bound_count;
};

/* The value to maximize. A criterion is worth its points times `points`; a commitment `kept` where it is kept (and
 * `guard` more if it was kept before any step), `none` where no dossier arose, and minus `lack` for each dossier
 * short where it is broken. */
struct optimum_goal {
    int points;
    int64_t kept, guard, none, lack;
    long only; /* the leaf of the only commitment that counts; -1: all commitments count */
};

#define OPTIMUM_KEPT_FIRST                                                                                   \
    ((int64_t)1 << 40) /* more than all points together (LIMIT_POINTS), so that commitments come first */

struct optimum_plan {
    int64_t cost, value; /* value: of the unit after the steps, not the gain alone */
    int32_t steps[LIMIT_ACTIONS];
};

/* The best plan for each cost up to a budget, kept only where the plan beats every cheaper one, so that cost and value
 * both rise. The first plan costs nothing. */
struct optimum_frontier {
    struct optimum_plan *plans;
    size_t count;
};
/* Finds the best plans up to a budget, at most LIMIT_ADVICE_BUDGET; the caller frees *out. False and e: no memory. */
MUST_CHECK bool optimum_find(const struct optimum_model *m, const struct optimum_goal *goal, int64_t budget,
                             struct optimum_frontier *out, struct error *e);
void optimum_frontier_free(struct optimum_frontier *f); /* safe on a zeroed struct */

/* Finds the cheapest plan whose value is at least `wanted`; among plans of the same cost the best. found false: no
 * plan up to LIMIT_ADVICE_BUDGET reaches the value. False and e: no memory. */
struct optimum_answer {
    bool found;
    struct optimum_plan plan;
};
MUST_CHECK bool optimum_cheapest(const struct optimum_model *m, const struct optimum_goal *goal,
                                 int64_t wanted, struct optimum_answer *out, struct error *e);

/* Returns the cheapest steps of a single action that keep a broken commitment, for aims beyond the budget of the
 * search. leaf: index of the commitment. found false: no single action can keep the commitment, or it is kept
 * already. */
struct optimum_answer optimum_single(const struct optimum_model *m, size_t leaf);

/* The steps of a single action, up to LIMIT_ADVICE_BUDGET, that gain most value for their cost; of equal gains the
 * fewest steps. steps and gain are 0 where no action gains anything. */
struct optimum_step {
    size_t action;
    int64_t steps, cost, gain;
};
struct optimum_step optimum_first(const struct optimum_model *m, const struct optimum_goal *goal);

/* Returns the value of the unit after these steps. */
int64_t optimum_value(const struct optimum_model *m, const struct optimum_goal *goal, const int32_t *steps);
/* True if the steps keep within all bounds. */
bool optimum_allowed(const struct optimum_model *m, const int32_t *steps);

#endif
