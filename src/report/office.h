/* Who issues a paper and to whom: the config's "report" as the heading block and the signature. */
#ifndef MOTCUA_OFFICE_H
#define MOTCUA_OFFICE_H

#include "config/config.h"
#include "report/paper.h"

/* What somebody fills in for one paper, before what the config says; NULL and "": nothing. */
struct office_fill {
    const char
        *number; /* "48", which takes the place of the "…" of the config's number; or whole: "48/BC-VHTT" */
    const char *signer_title, *signer_name, *addressed;
    moment day; /* of the date line; MOMENT_NONE: that of the figures */
};
/* What neither the config nor `fill` (NULL: nobody) says is a blank of the paper, named for the terminal. day: of the date
 * line. */
void office_take(struct paper *p, const struct config *c, moment day, const struct office_fill *fill);
/* The number of a paper without "Số:", "" where a part of it is a blank. Returns out. */
const char *office_number(const struct paper *p, char *out, size_t size);
/* Is the report in four parts (report.parts: "four")? */
bool office_four_parts(const struct config *c);
/* The body that the report goes to, or NULL. */
const char *office_addressed(const struct paper *p);

#endif
