/* History of rates within a period, for forecast.h: the dossiers that came under each rate in the last
 * LIMIT_RATE_DAYS working days, in at most LIMIT_RATE_SLICES slices of one or more days, counted from the store.
 * Published figures have no history. */
#ifndef MOTCUA_RATE_HISTORY_H
#define MOTCUA_RATE_HISTORY_H

#include "commitment/evaluation.h"
#include "commitment/forecast.h"
#include "commitment/workday.h"

struct rate_history; /* of all units and the metrics of one commitment set */

/* Counts the slices of v's period. v must have been evaluated (evaluation_at); v, set and w must outlive the
 * history. NULL and e: the store failed or memory ran out. */
MUST_CHECK struct rate_history *rate_history_load(struct store *s, const struct evaluation *v,
                                                  const struct commitment_set *set, const struct workdays *w,
                                                  struct error *e);
/* Says, before v is evaluated for p, that the slices of p are to be counted in the same reading (evaluation_want). */
MUST_CHECK bool rate_history_want(struct evaluation *v, const struct period *p,
                                  const struct commitment_set *set, const struct workdays *w,
                                  struct error *e);
void rate_history_free(struct rate_history *h); /* safe with NULL */

/* Returns the working days from the cut of v's period to the end of the period. */
int64_t rate_history_days_left(const struct rate_history *h);
/* Forecasts commitment i of the set for a unit (index, or units.count for ALL) at the end of v's period.
 * FORECAST_NONE also where the rate is unknown or a counter of the rate is no sum over days, such as open dossiers. */
struct forecast rate_history_forecast(const struct rate_history *h, size_t unit, size_t i);

#endif
