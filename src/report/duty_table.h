/* Duties of single units on paper. */
#ifndef MOTCUA_DUTY_TABLE_H
#define MOTCUA_DUTY_TABLE_H

#include "report/paper.h"
#include "report/report.h"

/* The signed part: a line for each mandate, how many units keep it, and who does not; of a set that is not in force only
 * that it is not. Nothing where the config names no set. */
void duty_table_say(const struct report *r, struct paper *p);
/* A sheet with a row for each mandate and unit. */
void duty_table_sheet(const struct report *r, struct paper *p);

#endif
