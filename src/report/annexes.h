/* The annexes of a report: the table of all units, overdue dossiers, definitions and quality of the data. */
#ifndef MOTCUA_ANNEXES_H
#define MOTCUA_ANNEXES_H

#include "report/paper.h"
#include "report/report.h"

void annexes_add(const struct report *r, struct paper *p);

#endif
