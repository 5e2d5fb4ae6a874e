/* Working days of Vietnamese offices: Monday to Friday less public holidays (Labour Code 2019, articles 111 and
 * 112), and exchanged days. Holidays are data, schema/holidays.json: Tết and exchanged days are announced yearly. */
#ifndef MOTCUA_WORKDAY_H
#define MOTCUA_WORKDAY_H

#include "base/error.h"
#include "base/moment.h"

struct workdays; /* the calendar */

/* NULL and e (ERROR_CONFIG) if the data file is wrong. */
MUST_CHECK struct workdays *workdays_load(struct error *e);
void workdays_free(struct workdays *w); /* safe with NULL */

/* True if the Vietnamese wall day of m is a working day. For a year whose holidays are not announced yet only the
 * fixed holidays are known. */
bool workday_is(const struct workdays *w, moment m);
/* Working days whose noon lies in [from, to), so that a day more than half over counts as passed. 0 where to <= from.
 * At most LIMIT_WORKDAYS days are looked at. */
int64_t workdays_between(const struct workdays *w, moment from, moment to);
/* True if the holidays of all years that [from, to) touches are announced. */
bool workdays_decided(const struct workdays *w, moment from, moment to);

#endif
