/* What an advisor found, in words, in the language in use: the same for tables and for papers. */
#ifndef MOTCUA_ADVICE_WORDS_H
#define MOTCUA_ADVICE_WORDS_H

#include "advice/advisor.h"

enum { ADVICE_WORDS_BYTES = 512 };

/* The best that can be reached of an aim that no steps reach, and how many new dossiers it takes beyond. commitment: of the
 * advisor's set, or -1. Returns out. */
const char *advice_never_words(const struct advisor *a, const struct advised_unit *u,
                               const struct advised *aim, long commitment, char out[ADVICE_WORDS_BYTES]);
/* How many of the dossiers that a step needs are expected to come, where those may not suffice; "" else. *late: they will
 * not. */
const char *advice_arrivals_words(const struct advisor *a, const struct advised_unit *u,
                                  const struct advised_line *line, bool *late, char out[ADVICE_WORDS_BYTES]);

#endif
