/* The annexes of a report: the table of all units, overdue dossiers, definitions and quality of the data. */
#ifndef MOTCUA_ANNEXES_H
#define MOTCUA_ANNEXES_H

#include "report/issue.h"
#include "report/paper.h"
#include "report/report.h"

/* changes: or NULL; codes: overdue dossiers are listed. */
void annexes_add(const struct report *r, const struct issue_changes *changes, bool codes, struct paper *p);

#endif
