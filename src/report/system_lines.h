/* The report's sentences on dossiers on systems of ministries, and on dossiers that one unit received and another
 * handles. */
#ifndef MOTCUA_SYSTEM_LINES_H
#define MOTCUA_SYSTEM_LINES_H

#include "report/paper.h"
#include "report/report.h"

/* Adds sentences on a unit (units.count is ALL) to the newest block; adds nothing where there are no such dossiers. */
void system_say(const struct report *r, size_t unit, struct paper *p);

#endif
