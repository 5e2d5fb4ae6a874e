/* Who issues a paper and to whom: the config's "report" as the heading block and the signature. */
#ifndef MOTCUA_OFFICE_H
#define MOTCUA_OFFICE_H

#include "config/config.h"
#include "report/paper.h"

/* What the config does not say is a blank of the paper, named for the terminal. day: of the date line. */
void office_take(struct paper *p, const struct config *c, moment day);
/* Is the report in four parts (report.parts: "four")? */
bool office_four_parts(const struct config *c);
/* The body that the report goes to, or NULL. */
const char *office_addressed(const struct paper *p);

#endif
