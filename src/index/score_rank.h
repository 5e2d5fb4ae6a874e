/* Places of units among those of the same kind, by their total points. */
#ifndef MOTCUA_SCORE_RANK_H
#define MOTCUA_SCORE_RANK_H

#include "index/score.h"

struct score_rank {
    size_t place, of;     /* among the units of the same kind that have a total; 0: this unit has no total */
    bool announced;       /* place and `of` are those that a document announced */
    enum score_side side; /* the side whose total places the unit */
};

/* Returns the ranks of all scores, by the totals that count; an announced place replaces the computed place. Units
 * with the same total share a place, and the next place is as much further on (1-2-2-4). The caller frees the
 * array; NULL and e: no memory. */
MUST_CHECK struct score_rank *score_ranks(const struct score *all, size_t count, struct error *e);
/* Returns the ranks by the totals of one side alone, without announced places; the caller frees the array. */
MUST_CHECK struct score_rank *score_ranks_of(const struct score *all, size_t count, enum score_side side,
                                             struct error *e);

#endif
