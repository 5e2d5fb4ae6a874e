/* Who needs attention, and what is proposed. */
#ifndef MOTCUA_DIRECTED_H
#define MOTCUA_DIRECTED_H

#include "report/paper.h"
#include "report/report.h"

/* Units that are short in at least `least` commitments. */
size_t directed_count(const struct report *r, size_t least);
/* The sentence where no unit is short: how many could be judged, and how many could not. Returns out. */
const char *directed_none(const struct report *r, char *out, size_t size);
void directed_table(const struct report *r, struct paper *p);
void directed_propose(const struct report *r, struct paper *p);

#endif
