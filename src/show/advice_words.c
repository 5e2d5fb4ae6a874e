#include "show/advice_words.h"

#include <stdio.h>

#include "base/limit.h"
#include "base/text.h"

const char *advice_never_words(const struct advisor *a, const struct advised_unit *u,
                               const struct advised *aim, long commitment, char out[ADVICE_WORDS_BYTES])
{
    char most[TEXT_NUMBER_BYTES], rate[TEXT_NUMBER_BYTES], new[TEXT_NUMBER_BYTES];
    const struct ratio *reach = &aim->reach;
    if (!reach->known || reach->d <= 0 || commitment < 0) {
        snprintf(out, ADVICE_WORDS_BYTES, _("not with %s dossiers"), text_count(LIMIT_ADVICE_BUDGET, most));
        return out;
    }
    int64_t need = commitment_need_new(reach, a->set->items[commitment].target);
    const struct forecast *f = &u->forecasts[commitment];
    text_rate(reach->n, reach->d, 2, rate);
    if (need < 0)
        snprintf(out, ADVICE_WORDS_BYTES, _("too late: %s%% at most"), rate);
    else if (f->state == FORECAST_RANGE && need > f->arrivals_high)
        snprintf(out, ADVICE_WORDS_BYTES, _("too late: %s%% at most; %s new ones needed, %s at most come"),
                 rate, text_count(need, new), text_count(f->arrivals_high, most));
    else
        snprintf(out, ADVICE_WORDS_BYTES, _("%s%% at most, then %s new ones"), rate, text_count(need, new));
    return out;
}

/* The arrivals expected under a commitment; of several commitments, the one with most arrivals. */
static const struct forecast *arrivals_forecast(const struct advisor *a, const struct advised_unit *u,
                                                long commitment)
{
    const struct forecast *most = NULL;
    for (size_t i = 0; a->set && i < a->set->count; i++) {
        const struct forecast *f = &u->forecasts[i];
        if (f->state == FORECAST_RANGE && (commitment < 0 || (size_t)commitment == i) &&
            (!most || f->arrivals_high > most->arrivals_high))
            most = f;
    }
    return most;
}

const char *advice_arrivals_words(const struct advisor *a, const struct advised_unit *u, long commitment,
                                  const struct advised_line *line, bool *late, char out[ADVICE_WORDS_BYTES])
{
    char low[TEXT_NUMBER_BYTES], high[TEXT_NUMBER_BYTES];
    const struct forecast *f = arrivals_forecast(a, u, commitment);
    *late = false;
    out[0] = '\0';
    if (!a->actions.items[line->action].arrives || !f || line->dossiers <= f->arrivals_low)
        return out;
    *late = line->dossiers > f->arrivals_high;
    snprintf(out, ADVICE_WORDS_BYTES, *late ? _("too late: %s–%s expected") : _("%s–%s expected"),
             text_count(f->arrivals_low, low), text_count(f->arrivals_high, high));
    return out;
}
