/* History of rates within a period, for forecast.h: what came under each in its last hundred working days, in
 * at most ten slices of a day or several, counted anew from the dossiers. Of published figures there is none.
 */
#ifndef MOTCUA_RATE_HISTORY_H
#define MOTCUA_RATE_HISTORY_H

#include "commitment/evaluation.h"
#include "commitment/forecast.h"
#include "commitment/workday.h"

struct rate_history; /* of all units and the metrics of one commitment set */

/* v: evaluated, with the set's metrics chosen; what is forecast is the rate of that evaluation at the end of
 * its period. NULL and e on failure. */
MUST_CHECK struct rate_history *rate_history_load(struct store *s, const struct evaluation *v,
                                                  const struct commitment_set *set, const struct workdays *w,
                                                  struct error *e);
void rate_history_free(struct rate_history *h); /* safe with NULL */

int64_t rate_history_days_left(
    const struct rate_history *h); /* working days from the evaluation to the period's end */
/* Of commitment i of the set; unit: index, or units.count for ALL. FORECAST_NONE too where the rate's
 * counters are not sums over days (what is open is not). */
struct forecast rate_history_forecast(const struct rate_history *h, size_t unit, size_t i);

#endif
