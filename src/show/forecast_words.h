/* The words for a forecast, in the language in use. */
#ifndef MOTCUA_FORECAST_WORDS_H
#define MOTCUA_FORECAST_WORDS_H

#include "base/period.h"
#include "base/text.h"
#include "commitment/forecast.h"

enum { FORECAST_TEXT_BYTES = 2 * TEXT_NUMBER_BYTES };

/* Writes "78,12–86,40%", the low and the high end of the forecast's range; "" where the forecast has no range. Returns
 * out. */
const char *forecast_text(const struct forecast *f, char out[FORECAST_TEXT_BYTES]);
/* Returns the translated words for the end of a period of this kind: "month end". */
const char *forecast_end_words(enum period_kind kind);

#endif
