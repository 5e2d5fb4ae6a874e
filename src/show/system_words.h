/* The words for dossiers on systems of ministries and on the province's own system, in the language in use. */
#ifndef MOTCUA_SYSTEM_WORDS_H
#define MOTCUA_SYSTEM_WORDS_H

#include "count/count.h"

enum { SYSTEM_TEXT_BYTES = 400 };

/* Writes "received 12, finished 9 (late 1), open 3 (overdue 0)" for a unit (units->count is ALL); central true counts
 * the dossiers on systems of ministries, false those on the province's system. "" where any of the five counters is
 * unknown, and for the ministries also where all five are zero. Returns out. */
const char *system_text(const struct counts *c, size_t unit, bool central, char out[SYSTEM_TEXT_BYTES]);
/* Writes how many dossiers the unit received for other units, and how many other units received for this unit; "" where
 * either counter is unknown or both are zero. Returns out. */
const char *between_text(const struct counts *c, size_t unit, char out[SYSTEM_TEXT_BYTES]);

#endif
