/* The units that need attention, and the proposals of the report. */
#ifndef MOTCUA_DIRECTED_H
#define MOTCUA_DIRECTED_H

#include "report/paper.h"
#include "report/report.h"

/* Returns how many bound units are short in at least `least` commitments. */
size_t directed_count(const struct report *r, size_t least);
/* Returns these units, of all kinds together, the worst standing first; NULL: no memory. The caller frees the list. */
const struct report_row **directed_rows(const struct report *r, size_t least, size_t *count);
/* Writes the sentence for a report in which no unit is short: how many units could be judged, and how many could not.
 * Returns out. */
const char *directed_none(const struct report *r, char *out, size_t size);
void directed_table(const struct report *r, struct paper *p);
void directed_propose(const struct report *r, struct paper *p);

#endif
