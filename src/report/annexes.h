/* The annexes of a report hold the table of all units, overdue dossiers, definitions and the quality of the data. */
#ifndef MOTCUA_ANNEXES_H
#define MOTCUA_ANNEXES_H

#include "report/issue.h"
#include "report/paper.h"
#include "report/report.h"

/* Adds the annexes to p. changes: figures that changed since an issued report, or NULL; codes true lists the overdue
 * dossiers by their codes. A failure is kept in p->failed. */
void annexes_add(const struct report *r, const struct issue_changes *changes, bool codes, struct paper *p);

#endif
