/* Adds the sheets of a report, for a spreadsheet and for programs. A failure is kept in p->failed. */
#ifndef MOTCUA_WORKBOOK_H
#define MOTCUA_WORKBOOK_H

#include "report/paper.h"
#include "report/report.h"

void workbook_add(const struct report *r, struct paper *p);

#endif
