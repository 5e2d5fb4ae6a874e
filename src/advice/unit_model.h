/* A model of one unit: what its office can do, and what its points and commitments would be then. The model of
 * optimum.h, made from an evaluation, a score and a commitment set, by the same readers and rules that score
 * and judge the unit: what is promised is what a later score gives. */
#ifndef MOTCUA_UNIT_MODEL_H
#define MOTCUA_UNIT_MODEL_H

#include "advice/optimum.h"
#include "advice/what_if.h"
#include "commitment/standing.h"
#include "index/score.h"

struct unit_model {
    struct optimum_model model; /* its actions are those of the set, by the same index */
    const struct action_set *actions;
    const struct evaluation *v;
    const struct score *score;        /* or NULL */
    const struct commitment_set *set; /* or NULL */
    size_t unit;
    long leaves[LIMIT_COMMITMENTS]; /* of each commitment; -1: not known */
    size_t criteria;                /* criteria of the ruleset that some action moves */
};

/* score: of the unit, from v; NULL: no points are asked for. set: NULL: no commitments. A criterion below one
 * that stands as published or entered, though its parts are not all known, moves nothing. */
MUST_CHECK bool unit_model_make(const struct evaluation *v, size_t unit, const struct action_set *actions,
                                const struct score *score, const struct commitment_set *set,
                                struct unit_model *out, struct error *e);
void unit_model_free(struct unit_model *p); /* safe on a zeroed one */

/* The unit after these steps, by score_make() and standing_make() themselves. w: of p->v. after: NULL
 * where there is no score, else the caller frees it. */
MUST_CHECK bool unit_model_after(const struct unit_model *p, struct what_if *w, const int32_t *steps,
                                 struct score *after, struct standing *standing, struct error *e);

#endif
