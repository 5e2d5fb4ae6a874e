#include "show/forecast_words.h"

#include <stdio.h>

const char *forecast_text(const struct forecast *f, char out[FORECAST_TEXT_BYTES])
{
    char low[TEXT_NUMBER_BYTES], high[TEXT_NUMBER_BYTES];
    out[0] = '\0';
    if (f->state == FORECAST_RANGE)
        snprintf(out, FORECAST_TEXT_BYTES, "%s–%s%%", text_rate(f->low, FORECAST_SCALE, 2, low),
                 text_rate(f->high, FORECAST_SCALE, 2, high));
    return out;
}

const char *forecast_end_words(enum period_kind kind)
{
    return kind == PERIOD_MONTH  ? _("month end")
           : kind == PERIOD_YEAR ? _("year end")
                                 : _("end of the period");
}
