/* Checks whether rows of units may go into the store: with the units that are there they must be a forest
 * (count/unit_forest.h). */
#ifndef MOTCUA_IMPORT_UNIT_CHECK_H
#define MOTCUA_IMPORT_UNIT_CHECK_H

#include "count/unit.h"

/* `set`: all units of the store; the set takes the rows in, as store_units_put() would. false and e: a unit would get
 * a fault that it does not have already (ERROR_DATA), or no memory. */
MUST_CHECK bool unit_rows_check(struct unit_set *set, const struct unit_row *rows, size_t count,
                                struct error *e);

#endif
