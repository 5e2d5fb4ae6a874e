/* Writes the duties of single units on paper. */
#ifndef MOTCUA_DUTY_TABLE_H
#define MOTCUA_DUTY_TABLE_H

#include "report/paper.h"
#include "report/report.h"

/* Adds to the signed part a line for each mandate: how many units keep the mandate, and which do not. A set that is not
 * in force gets only the line that says so. Adds nothing where the config names no set. */
void duty_table_say(const struct report *r, struct paper *p);
/* Adds a sheet with a row for each mandate and unit. */
void duty_table_sheet(const struct report *r, struct paper *p);

#endif
