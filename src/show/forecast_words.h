/* A forecast in words, in the language in use. */
#ifndef MOTCUA_FORECAST_WORDS_H
#define MOTCUA_FORECAST_WORDS_H

#include "base/period.h"
#include "base/text.h"
#include "commitment/forecast.h"

enum { FORECAST_TEXT_BYTES = 2 * TEXT_NUMBER_BYTES };

/* Writes "78,12–86,40%", the low end rounded down and the high end up; "" where the forecast has no range. */
const char *forecast_text(const struct forecast *f, char out[FORECAST_TEXT_BYTES]);
/* The end of the set's period in words: "month end". */
const char *forecast_end_words(enum period_kind kind);

#endif
