/* The dossiers on systems of ministries and on the province's own, apart, in the language in use. */
#ifndef MOTCUA_SYSTEM_WORDS_H
#define MOTCUA_SYSTEM_WORDS_H

#include "count/count.h"

enum { SYSTEM_TEXT_BYTES = 400 };

/* "received 12, finished 9 (late 1), open 3 (overdue 0)" of a unit (or units->count for ALL), on systems of ministries
 * (central) or on the province's. "" where nothing of it is known, and of the ministries where there is no dossier. */
const char *system_text(const struct counts *c, size_t unit, bool central, char out[SYSTEM_TEXT_BYTES]);
/* Dossiers that one unit received and another handles: "" where it is not known, or there are none. */
const char *between_text(const struct counts *c, size_t unit, char out[SYSTEM_TEXT_BYTES]);

#endif
