/* Forecasts kept for dashboards: those that status and report tell (commitment/rate_history.h), of each unit that a set
 * in force binds and of the total, as at the newest sample. One rule for both, so that "just kept" is the same. */
#ifndef MOTCUA_FORECAST_ROWS_H
#define MOTCUA_FORECAST_ROWS_H

#include "commitment/rate_history.h"
#include "store/store.h"

struct forecast_rows;

MUST_CHECK struct forecast_rows *forecast_rows_new(struct error *e); /* NULL: no memory or no calendar */
void forecast_rows_free(struct forecast_rows *f);                    /* safe with NULL */
/* Forecasts the commitments of a set, in the period that v was evaluated for; v's units must stay in their places. */
MUST_CHECK bool forecast_rows_make(struct forecast_rows *f, struct store *s, const struct evaluation *v,
                                   const struct commitment_set *set, struct error *e);
/* Writes what was made, in a transaction that the caller has begun, in the place of all earlier forecasts of these
 * sets, and deletes those of sets that have no target any more. */
MUST_CHECK bool forecast_rows_put(const struct forecast_rows *f, struct store *s, struct error *e);

#endif
