/* The parts of a unit with units below: each unit below that has dossiers or figures, and the unit itself if it has
 * dossiers of its own. Steps that are advised to the whole are shared out over the parts, each within what the part's
 * own dossiers, or its published figures, still allow. */
#ifndef MOTCUA_UNIT_PART_H
#define MOTCUA_UNIT_PART_H

#include "advice/unit_model.h"
#include "commitment/rate_history.h"

struct unit_part {
    size_t unit;             /* index */
    struct unit_model model; /* of the part's own dossiers, bounded by the arrivals that are expected, too */
    size_t kept, judged;     /* commitments of the part now; judged 0: the part is not judged */
    int32_t steps[LIMIT_ACTIONS]; /* shared out so far */
};
struct unit_parts {
    struct unit_part *items;
    size_t count;
    const struct unit_model *whole; /* borrowed, by unit_parts_bound() */
};

/* Makes the parts of a unit in an evaluation. still: of the evaluation, as still_count() gives it. set NULL: no
 * commitments; history: of the set's period, NULL without a set. False and e: no memory. The caller frees *out, also
 * on failure. */
MUST_CHECK bool unit_parts_make(const struct evaluation *v, size_t unit, const struct action_set *actions,
                                const struct commitment_set *set, const struct ratio *still,
                                const struct rate_history *history, struct unit_parts *out, struct error *e);
void unit_parts_free(struct unit_parts *p); /* safe on a zeroed struct */
/* Bounds the steps of the whole, which must outlive p, by what its parts together allow, where all parts know it. */
void unit_parts_bound(struct unit_parts *p, struct unit_model *whole);
/* Forgets what was shared out. */
void unit_parts_reset(struct unit_parts *p);

typedef bool unit_part_see(void *context, const struct unit_part *part, int64_t dossiers, struct error *e);
/* Shares out dossiers of an action, after unit_parts_bound(), and calls `see` for each part that gets some, the larger
 * number first. First come the parts that reach a target of their own by the step, fewest dossiers first; the rest goes
 * where most dossiers still allow the step; what no part is known to have goes to no part (NULL), last. False and e: no memory, or `see` failed. */
MUST_CHECK bool unit_parts_share(struct unit_parts *p, size_t action, int64_t dossiers, unit_part_see *see,
                                 void *context, struct error *e);

/* Bounds a model by the dossiers that are expected to arrive under each rate of its set: no plan counts on more. */
void unit_parts_arrivals_bound(struct unit_model *m, const struct rate_history *history);

#endif
