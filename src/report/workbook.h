/* The sheets of a report, for a spreadsheet and for programs. */
#ifndef MOTCUA_WORKBOOK_H
#define MOTCUA_WORKBOOK_H

#include "report/paper.h"
#include "report/report.h"

void workbook_add(const struct report *r, struct paper *p);

#endif
