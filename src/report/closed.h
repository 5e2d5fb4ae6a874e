/* The period of the commitments that ended since the last report: the Friday report that crosses a month's end closes the
 * old month, too. */
#ifndef MOTCUA_CLOSED_H
#define MOTCUA_CLOSED_H

#include "report/paper.h"
#include "report/report.h"

/* A paragraph: what the whole and the units reached in the period that ended. Nothing where none did. */
void closed_say(const struct report *r, struct paper *p);
/* The final result of every unit. */
void closed_table(const struct report *r, struct paper *p);

#endif
