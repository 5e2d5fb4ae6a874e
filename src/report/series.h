/* Twelve weeks of the rates that a set of commitments is judged by, each week up to a cut-off of its own: of
 * dossiers the rate of that week alone, of published figures what was published for the period by then. */
#ifndef MOTCUA_SERIES_H
#define MOTCUA_SERIES_H

#include "commitment/evaluation.h"

enum { SERIES_WEEKS = 12 };

struct series; /* of all units */

/* now: evaluated, its set's metrics chosen; cut: the newest of the twelve cut-offs. NULL and e on failure. */
MUST_CHECK struct series *series_load(struct store *s, const struct evaluation *now,
                                      const struct commitment_set *set, moment cut, struct error *e);
/* Before v is evaluated: the twelve weeks will be counted in the same reading (evaluation_want), for any of the metrics that
 * the set may be judged by. */
MUST_CHECK bool series_want(struct evaluation *v, const struct commitment_set *set, moment cut,
                            struct error *e);
void series_free(struct series *series); /* safe with NULL */

moment series_at(const struct series *series, size_t week); /* its cut-off; week 0 is the oldest */
/* Commitment i of a unit (index, or units.count for ALL); known false: no data, or nothing arose. */
struct ratio series_ratio(const struct series *series, size_t week, size_t unit, size_t i);
/* How many weeks have a rate: a line is drawn from two on. */
size_t series_known(const struct series *series, size_t unit, size_t i);

#endif
