/* A paper for the public has no dossier codes, and no count so small that the count could tell of a person. */
#ifndef MOTCUA_PUBLISH_H
#define MOTCUA_PUBLISH_H

#include "report/paper.h"

enum { PUBLISH_LEAST = 5 }; /* smaller counts above 0 are hidden, as are rates that would tell such a count */

/* True if n of d, each of d - n, or a rate of them would tell a count from 1 to 4. */
bool publish_hides(int64_t n, int64_t d);
/* Empties the columns of dossier codes in all tables, and hides counts from 1 to 4, each rate that publish_hides(), its
 * change and its point in a chart. The composer keeps small counts out of sentences. A failure is kept in p->failed. */
void publish(struct paper *p);

#endif
