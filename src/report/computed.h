/* Computed totals beside published ones: where the portal publishes a unit's total score, the ruleset whose total that is gives
 * the same from the published parts. The two may differ (Gia Lai, 09/10/2026, Xã Vân Canh: 75,31 published, 75,27
 * computed), so both are shown with their names. */
#ifndef MOTCUA_COMPUTED_H
#define MOTCUA_COMPUTED_H

#include "report/report.h"

/* Fills `computed` of all rows that have published points. False and e: the store failed, the ruleset is wrong or memory
 * ran out. */
MUST_CHECK bool computed_fill(struct report *r, struct store *s, struct error *e);

/* True if some row has a computed total. */
bool computed_known(const struct report *r);

#endif
