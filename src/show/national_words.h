/* The words for the province's place among all provinces, in the language in use. */
#ifndef MOTCUA_NATIONAL_WORDS_H
#define MOTCUA_NATIONAL_WORDS_H

#include <stddef.h>

#include "metric/national.h"

enum { NATIONAL_TEXT_BYTES = 320 };

/* Writes "66,08 điểm, hạng 12/34"; "" where the place is not known. Returns out. */
const char *national_text(const struct national_place *p, char out[NATIONAL_TEXT_BYTES]);

#endif
