/* The heading block and the signature of a paper, from "report" of the config: the issuing body, the signer, the
 * addressees. */
#ifndef MOTCUA_OFFICE_H
#define MOTCUA_OFFICE_H

#include "config/config.h"
#include "report/paper.h"

/* Texts that a person fills in for one paper; they go before the config's. NULL and "" leave the config's text. */
struct office_fill {
    const char
        *number; /* "48" replaces the "…" of the config's number; "48/BC-VHTT" replaces the whole number */
    const char *signer_title, *signer_name, *addressed;
    moment day; /* of the date line; MOMENT_NONE: the day of the figures */
};
/* Fills p->office and makes the paper official. A text that neither `fill` (NULL: nothing) nor the config has becomes a
 * named blank of the paper. day is for the date line, unless fill->day is set. */
void office_take(struct paper *p, const struct config *c, moment day, const struct office_fill *fill);
/* Writes the number of a paper without "Số:"; "" where a part of the number is still a blank. Returns out. */
const char *office_number(const struct paper *p, char *out, size_t size);
/* True if the config wants the report in four parts (report.parts: "four"). */
bool office_four_parts(const struct config *c);
/* Returns the first addressee of the report, borrowed from the paper; NULL: there is no addressee. */
const char *office_addressed(const struct paper *p);

#endif
