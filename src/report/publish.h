/* A paper for the public has no dossier codes, and no count so small that the count could tell of a person. */
#ifndef MOTCUA_PUBLISH_H
#define MOTCUA_PUBLISH_H

#include "report/paper.h"

enum { PUBLISH_LEAST = 5 }; /* smaller counts above 0 are hidden, as are rates that would tell such a count */

/* Empties the columns of dossier codes in all tables, and hides counts from 1 to 4 and each rate of fewer than 5
 * dossiers or with a part from 1 to 4. The composer keeps small counts out of sentences. A failure is kept in
 * p->failed. */
void publish(struct paper *p);

#endif
