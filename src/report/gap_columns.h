/* The columns of a sheet by which a reader checks a target: the two parts of a rate, the rate, the target and what is
 * missing; a spreadsheet computes the rate and what is missing anew. */
#ifndef MOTCUA_GAP_COLUMNS_H
#define MOTCUA_GAP_COLUMNS_H

#include "report/paper.h"

/* Adds numerator, denominator, rate, target and short; `numerator` is the head of the first, width that of
 * each in millimetres. Safe with t NULL. */
void gap_columns(struct paper_table *t, const char *numerator, int width);

#endif
