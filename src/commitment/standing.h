/* Standing: one unit against one commitment set, in the period that an evaluation stands at. */
#ifndef MOTCUA_STANDING_H
#define MOTCUA_STANDING_H

#include "commitment/evaluation.h"

struct verdict {
    struct ratio ratio;
    enum kept kept;
    int64_t fix_existing, need_new;
};
struct standing {
    struct verdict verdicts[LIMIT_COMMITMENTS];
    size_t kept, judged,
        unknown;         /* judged: kept or broken; unknown: no data, though some other unit has them */
    int64_t short_total; /* sum of fix_existing */
    struct value points; /* the published total score (FIGURE_SCALE), where there is one */
};
struct standing standing_make(const struct evaluation *v, const struct commitment_set *set, size_t unit);
/* Everything that was promised and can be known is kept. */
bool standing_whole(const struct standing *s);
/* Which is better placed: the higher published score; without scores, more commitments kept, then fewer
 * dossiers short; last those of which nothing is known. <0: a before b; 0: they share a place. */
int standing_compare(const struct standing *a, const struct standing *b);

#endif
