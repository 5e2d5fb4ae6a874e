/* A model of one unit: the actions open to the office, and the points and commitments after the actions. The model
 * of optimum.h is made from an evaluation, a score and a commitment set, by the functions that score and judge the
 * unit, so that a later score gives what the advice promised. */
#ifndef MOTCUA_UNIT_MODEL_H
#define MOTCUA_UNIT_MODEL_H

#include "advice/optimum.h"
#include "advice/what_if.h"
#include "commitment/standing.h"
#include "index/score.h"

enum { UNIT_MODEL_STEPS = INT32_MAX / 4 /* the most steps of an action that are ever looked for */ };

struct unit_model {
    struct optimum_model model; /* its actions are those of the set, by the same index */
    const struct action_set *actions;
    const struct evaluation *v;
    const struct score *score;        /* or NULL */
    const struct commitment_set *set; /* or NULL */
    size_t unit;
    bool own, has_below;            /* own: of the unit's own dossiers, without those of the units below */
    long leaves[LIMIT_COMMITMENTS]; /* leaf of each commitment; -1: no data */
    bool unknown[LIMIT_ACTIONS];    /* nobody knows how many dossiers allow the step: the step is forbidden */
    size_t criteria;                /* criteria of the ruleset that some action moves */
};

/* Makes the model; v, actions, score and set are borrowed. score: of the unit, made from v; NULL: points do not
 * matter. set NULL: commitments do not matter. A criterion is left out where a criterion above has published or
 * entered points instead of its sum. False and e: no memory. */
MUST_CHECK bool unit_model_make(const struct evaluation *v, size_t unit, const struct action_set *actions,
                                const struct score *score, const struct commitment_set *set,
                                struct unit_model *out, struct error *e);
/* Makes a model of the unit's own dossiers alone, without points. */
MUST_CHECK bool unit_model_make_own(const struct evaluation *v, size_t unit, const struct action_set *actions,
                                    const struct commitment_set *set, struct unit_model *out,
                                    struct error *e);
/* Returns whose dossiers of the unit the steps of action a are taken on. */
enum whose unit_model_place(const struct unit_model *m, size_t a);
/* Returns the most steps of action a, up to `most`, that the bounds leave beside `steps`. */
int32_t unit_model_left(const struct unit_model *m, const int32_t *steps, size_t a, int32_t most);
/* True if the commitment of a leaf is kept after the steps. */
bool unit_model_kept(const struct unit_model *m, size_t leaf, const int32_t *steps);
/* Returns the ratio of a commitment's leaf after the steps. */
struct ratio unit_model_ratio(const struct unit_model *m, size_t leaf, const int32_t *steps);
/* Bounds action a by the number of dossiers that still allow the step. */
void unit_model_limit(struct unit_model *m, size_t a, int64_t dossiers);
/* Adds a bound; nothing happens where the model has LIMIT_ADVICE_BOUNDS already. */
void unit_model_bound(struct unit_model *m, const struct optimum_bound *b);
void unit_model_free(struct unit_model *p); /* safe on a zeroed struct */

/* Scores and judges the unit after some steps, by score_make() and standing_make(). w was opened on p->v. *standing
 * is written where the model has a set, *after where the model has a score and after is not NULL; the caller frees
 * *after. */
MUST_CHECK bool unit_model_after(const struct unit_model *p, struct what_if *w, const int32_t *steps,
                                 struct score *after, struct standing *standing, struct error *e);

#endif
