/* Results unit by unit, in the two layouts that communes and wards of Hà Nội file: each week, and in a period with what was
 * apologised for, paid, stopped and withdrawn. */
#ifndef MOTCUA_UNIT_FORM_H
#define MOTCUA_UNIT_FORM_H

#include "commitment/evaluation.h"
#include "report/paper.h"

/* v: evaluated in the period, of the counters `core`. A cell for which no counter exists stays empty, and a note names its
 * column. NULL and e on failure. */
MUST_CHECK struct paper *unit_form_make(const struct config *c, const struct evaluation *v, bool weekly,
                                        struct error *e);

#endif
