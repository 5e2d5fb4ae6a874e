/* A model of one unit: the actions open to the office, and the points and commitments after them. The model of
 * optimum.h, made from an evaluation, a score and a commitment set, by the readers and rules that score
 * and judge the unit, so that a later score gives what was promised. */
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
    long leaves[LIMIT_COMMITMENTS]; /* leaf of each commitment; -1: no data */
    size_t criteria;                /* criteria of the ruleset that some action moves */
};

/* Makes the model. score: the unit's, made from v; NULL: points do not matter. set NULL: commitments do not matter. A
 * criterion moves nothing where the criterion above stands as published or entered because a part is unknown. */
MUST_CHECK bool unit_model_make(const struct evaluation *v, size_t unit, const struct action_set *actions,
                                const struct score *score, const struct commitment_set *set,
                                struct unit_model *out, struct error *e);
/* Bounds action a by the dossiers that still allow it. */
void unit_model_limit(struct unit_model *m, size_t a, int64_t dossiers);
void unit_model_bound(struct unit_model *m, const struct optimum_bound *b);
void unit_model_free(struct unit_model *p); /* safe on a zeroed one */

/* Scores and judges the unit after some steps, with score_make() and standing_make() themselves. w was opened on p->v.
 * after is NULL where the model has no score; else the caller frees the score. */
MUST_CHECK bool unit_model_after(const struct unit_model *p, struct what_if *w, const int32_t *steps,
                                 struct score *after, struct standing *standing, struct error *e);

#endif
