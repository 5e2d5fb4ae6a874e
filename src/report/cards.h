/* The rates of one unit, or of all, against their targets. */
#ifndef MOTCUA_CARDS_H
#define MOTCUA_CARDS_H

#include "report/paper.h"
#include "report/report.h"

/* unit: index, or units.count for ALL. */
void cards_table(const struct report *r, struct paper *p, size_t unit);
/* Twelve weeks of each rate, as a figure or, sheet, as the workbook's charts; false where there is no line to draw. */
bool cards_charts(const struct report *r, struct paper *p, size_t unit, bool sheet);

#endif
