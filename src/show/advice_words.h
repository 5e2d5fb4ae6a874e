/* The words for an advisor's findings, in the language in use; tables and papers share them. */
#ifndef MOTCUA_ADVICE_WORDS_H
#define MOTCUA_ADVICE_WORDS_H

#include "advice/advisor.h"

enum { ADVICE_WORDS_BYTES = 512 };

/* Writes the best rate that an unreachable aim still allows, and how many new dossiers the aim takes beyond that rate.
 * commitment is an index of the advisor's set, or -1 for an aim without a commitment. Returns out. */
const char *advice_never_words(const struct advisor *a, const struct advised_unit *u,
                               const struct advised *aim, long commitment, char out[ADVICE_WORDS_BYTES]);
/* Writes how many dossiers are expected to arrive where a step needs more than the low end of the forecast; "" where
 * the arrivals suffice or no forecast is known. *late is true where even the high end does not suffice. Returns out. */
const char *advice_arrivals_words(const struct advisor *a, const struct advised_unit *u,
                                  const struct advised_line *line, bool *late, char out[ADVICE_WORDS_BYTES]);

#endif
