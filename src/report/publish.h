/* A paper for the public: no dossier codes, and no count so small that it could tell of a person. */
#ifndef MOTCUA_PUBLISH_H
#define MOTCUA_PUBLISH_H

#include "report/paper.h"

enum { PUBLISH_LEAST = 5 }; /* counts from 1 to 4 are hidden, and rates of fewer dossiers */

/* Hides small counts in all tables and takes out columns of dossier codes. Sentences are the composer's. */
void publish(struct paper *p);

#endif
