/* The rates of one unit, or of all units together, against their targets. */
#ifndef MOTCUA_CARDS_H
#define MOTCUA_CARDS_H

#include "report/paper.h"
#include "report/report.h"

/* Adds the table of rates. unit is an index of r->now.units, or units.count for ALL. */
void cards_table(const struct report *r, struct paper *p, size_t unit);
/* Adds twelve weeks of each rate, as a figure of the newest annex or text, or with sheet true as the workbook's charts.
 * False where no rate has two known weeks, so that nothing was added. */
bool cards_charts(const struct report *r, struct paper *p, size_t unit, bool sheet);

#endif
