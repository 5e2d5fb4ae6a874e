/* Duties of single units in a report: sets of mandates that the config names, each counted in its own period. */
#ifndef MOTCUA_DUTIES_H
#define MOTCUA_DUTIES_H

#include "report/report.h"

/* Counts the config's sets: of a Friday report each in its own period to the cut-off; of a report on a period in that
 * period, or in the set's own where that is longer. */
MUST_CHECK bool duties_make(struct report *r, struct store *s, struct error *e);
void duties_free(struct report *r);
/* Mandate k of a set of one unit (index). */
const struct ratio *duties_ratio(const struct report *r, const struct report_mandates *m, size_t k,
                                 size_t unit);
/* True if the mandate binds the unit, and the unit stands for itself in the set's period. */
bool duties_bind(const struct report *r, const struct report_mandates *m, size_t k, size_t unit);

#endif
