/* A Friday report that crosses the end of the commitments' period also tells the final result of the period that ended:
 * the first Friday report of a month closes the old month. */
#ifndef MOTCUA_CLOSED_H
#define MOTCUA_CLOSED_H

#include "report/paper.h"
#include "report/report.h"

/* Adds a paragraph on what all units together and single units reached in the period that ended; adds nothing where no
 * period ended. */
void closed_say(const struct report *r, struct paper *p);
/* Adds a table with the final result of every unit. */
void closed_table(const struct report *r, struct paper *p);

#endif
