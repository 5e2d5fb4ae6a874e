/* The report tells the province's place among all provinces: in the report's period, and in the year. */
#ifndef MOTCUA_NATIONAL_LINES_H
#define MOTCUA_NATIONAL_LINES_H

#include "report/paper.h"
#include "report/report.h"

/* Adds the sentences to the newest block; adds nothing where no score was published. */
void national_say(const struct report *r, struct paper *p);
/* Adds a line to the message for each of the two periods that has a score. */
void national_message(const struct report *r, struct paper *p);

#endif
