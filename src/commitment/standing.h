/* Standing: how one unit keeps the commitments of one set, in the period of an evaluation. */
#ifndef MOTCUA_STANDING_H
#define MOTCUA_STANDING_H

#include "commitment/evaluation.h"
#include "commitment/rate_history.h"

/* One commitment of one unit. fix_existing and need_new: dossiers, by commitment_fix_existing() and
 * commitment_need_new(); 0 where the unit is not judged. */
struct verdict {
    struct ratio ratio;
    enum kept kept;
    bool near; /* kept now, but its forecast reaches below the target: "đạt sát mức" */
    struct forecast forecast;
    int64_t fix_existing, need_new;
};
struct standing {
    struct verdict
        *verdicts;       /* by commitment of the set, in the room that standing_make() was given; or NULL */
    size_t kept, judged; /* judged: kept or broken */
    size_t unknown;      /* commitments without data of this unit that other units have data for */
    int64_t short_total; /* sum of fix_existing */
    struct value points; /* the published total score x FIGURE_SCALE; unknown: no score is published */
};
/* Judges a unit (index, or units.count for ALL). room: set->count verdicts, which the caller keeps as long as the
 * standing; NULL: only the sums are wanted. */
struct standing standing_make(const struct evaluation *v, const struct commitment_set *set, size_t unit,
                              struct verdict *room);
/* Adds forecasts, and with them `near`, to a standing that has verdicts of the period that h was loaded for. */
void standing_foresee(struct standing *s, const struct rate_history *h, const struct commitment_set *set,
                      size_t unit);
/* True if at least one commitment could be judged and no commitment is broken or unknown. */
bool standing_whole(const struct standing *s);
/* Orders two standings: the higher published score comes first; without scores, more commitments kept, then fewer
 * dossiers short; a unit that could not be judged comes last. Below 0: a before b; 0: both share a place. */
int standing_compare(const struct standing *a, const struct standing *b);

#endif
