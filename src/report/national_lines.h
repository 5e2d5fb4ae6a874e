/* What the report says of the province's place among all provinces: by the period of the report, and by the year. */
#ifndef MOTCUA_NATIONAL_LINES_H
#define MOTCUA_NATIONAL_LINES_H

#include "report/paper.h"
#include "report/report.h"

/* Adds the sentences to the newest block; nothing where no score was published. */
void national_say(const struct report *r, struct paper *p);
/* A line for each period, of the message. */
void national_message(const struct report *r, struct paper *p);

#endif
