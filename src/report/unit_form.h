/* Results unit by unit, in the two layouts that communes and wards of Hà Nội file: a weekly layout, and a layout for a
 * period with apologies, payments, stopped and withdrawn dossiers. */
#ifndef MOTCUA_UNIT_FORM_H
#define MOTCUA_UNIT_FORM_H

#include "commitment/evaluation.h"
#include "report/paper.h"

/* v must be evaluated in the period with the counters `core`. A cell for which no counter exists stays empty, and a
 * note names its column. The caller frees the paper. NULL and e on failure. */
MUST_CHECK struct paper *unit_form_make(const struct config *c, const struct evaluation *v, bool weekly,
                                        struct error *e);

#endif
