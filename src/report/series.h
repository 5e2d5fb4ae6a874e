/* Twelve weeks of the rates that a set of commitments is judged by. A rate of dossiers is counted in each week alone; a
 * published rate is taken as published for the set's period by the week's cut-off. */
#ifndef MOTCUA_SERIES_H
#define MOTCUA_SERIES_H

#include "commitment/evaluation.h"

enum { SERIES_WEEKS = 12 };

struct series; /* of all units */

/* now must be evaluated, because its data decide which metric measures a commitment; cut is the newest of the twelve
 * cut-offs. The caller frees the series. NULL and e on failure. */
MUST_CHECK struct series *series_load(struct store *s, const struct evaluation *now,
                                      const struct commitment_set *set, moment cut, struct error *e);
/* To be called before v is evaluated: the twelve weeks are then counted in the same reading of the dossiers
 * (evaluation_want), for every metric that the set may be judged by. */
MUST_CHECK bool series_want(struct evaluation *v, const struct commitment_set *set, moment cut,
                            struct error *e);
void series_free(struct series *series); /* safe with NULL */

/* returns the cut-off of a week; week 0 is the oldest */
moment series_at(const struct series *series, size_t week);
/* Returns the rate of commitment i of a unit (index, or units.count for ALL); known false: no data, or nothing
 * arose. */
struct ratio series_ratio(const struct series *series, size_t week, size_t unit, size_t i);
/* Returns how many weeks have a rate; a line needs at least two. */
size_t series_known(const struct series *series, size_t unit, size_t i);

#endif
