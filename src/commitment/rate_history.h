/* History of rates within a period, for forecast.h: the dossiers that came under each rate in the last hundred working
 * days, in at most ten slices of one or more days, counted anew from the store. Published figures have no history. */
#ifndef MOTCUA_RATE_HISTORY_H
#define MOTCUA_RATE_HISTORY_H

#include "commitment/evaluation.h"
#include "commitment/forecast.h"
#include "commitment/workday.h"

struct rate_history; /* of all units and the metrics of one commitment set */

/* Counts the slices of v's period. v stands at a period (evaluation_at) and must outlive the history; a forecast is of
 * v's rates at the end of that period. NULL and e on failure. */
MUST_CHECK struct rate_history *rate_history_load(struct store *s, const struct evaluation *v,
                                                  const struct commitment_set *set, const struct workdays *w,
                                                  struct error *e);
/* Before v is evaluated for p: the slices will be counted in the same reading (evaluation_want). */
MUST_CHECK bool rate_history_want(struct evaluation *v, const struct period *p, const struct workdays *w,
                                  struct error *e);
void rate_history_free(struct rate_history *h); /* safe with NULL */

/* Working days from the moment of the evaluation to the end of its period. */
int64_t rate_history_days_left(const struct rate_history *h);
/* The forecast for commitment i of the set and a unit (index, or units.count for ALL). FORECAST_NONE also where a
 * counter of the rate is not a sum over days: open dossiers are counted at a moment. */
struct forecast rate_history_forecast(const struct rate_history *h, size_t unit, size_t i);

#endif
