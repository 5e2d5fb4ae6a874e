/* Duties of single units in a report: the config names sets of mandates, and each set is counted in its own period. */
#ifndef MOTCUA_DUTIES_H
#define MOTCUA_DUTIES_H

#include "report/report.h"

/* Counts every set of mandates that the config names into r->mandates: for a Friday report in the set's own period up
 * to the cut-off, for a report on a period in that period, or in the set's own period where the set's is longer. False
 * and e on failure; duties_free() frees the sets in either case. */
MUST_CHECK bool duties_make(struct report *r, struct store *s, struct error *e);
void duties_free(struct report *r);
/* Returns the ratio of mandate k of a set for one unit (index, or units.count for ALL); borrowed from r. */
const struct ratio *duties_ratio(const struct report *r, const struct report_mandates *m, size_t k,
                                 size_t unit);
/* True if the mandate binds the unit, and the unit stands for itself in the set's period. */
bool duties_bind(const struct report *r, const struct report_mandates *m, size_t k, size_t unit);

#endif
