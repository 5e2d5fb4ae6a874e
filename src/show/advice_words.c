#include "show/advice_words.h"

#include <stdio.h>

#include "base/limit.h"
#include "base/text.h"

const char *advice_never_words(const struct advisor *a, const struct advised_unit *u,
                               const struct advised *aim, long commitment, char out[ADVICE_WORDS_BYTES])
{
    char most[TEXT_NUMBER_BYTES], rate[TEXT_NUMBER_BYTES], all[TEXT_NUMBER_BYTES], new[TEXT_NUMBER_BYTES];
    const struct ratio *reach = &aim->reach;
    if (!reach->known || reach->d <= 0 || commitment < 0) {
        snprintf(out, ADVICE_WORDS_BYTES, _("not with dossiers up to %s"),
                 text_count(LIMIT_ADVICE_BUDGET, most));
        return out;
    }
    int64_t need = commitment_need_new(reach, a->set->items[commitment].target);
    const struct forecast *f = &u->forecasts[commitment];
    text_rate(reach->n, reach->d, 2, rate);
    if (need < 0)
        snprintf(out, ADVICE_WORDS_BYTES, _("too late: %s%% at most"), rate);
    else if (f->state == FORECAST_RANGE && need > f->arrivals_high)
        snprintf(out, ADVICE_WORDS_BYTES,
                 P_("too late: %s%% at most, %s%% with what comes; %s new one needed, %s at most come",
                    "too late: %s%% at most, %s%% with what comes; %s new ones needed, %s at most come",
                    need),
                 rate, text_rate(aim->reach_all.n, aim->reach_all.d, 2, all), text_count(need, new),
                 text_count(f->arrivals_high, most));
    else
        snprintf(out, ADVICE_WORDS_BYTES,
                 P_("%s%% at most, then %s new one", "%s%% at most, then %s new ones", need), rate,
                 text_count(need, new));
    return out;
}

/* Returns the forecast of the rates whose denominator the step's action fills; of several such rates the forecast with
 * the fewest arrivals, so that one action gets one forecast in every table. */
static const struct forecast *arrivals_forecast(const struct advisor *a, const struct advised_unit *u,
                                                const struct action *x)
{
    const struct forecast *least = NULL;
    for (size_t i = 0; a->set && i < a->set->count; i++) {
        const struct forecast *f = &u->forecasts[i];
        const struct metric *m = evaluation_metric(a->judged, a->set, i);
        if (f->state == FORECAST_RANGE && !m->figure &&
            action_adds(x, m->denominator, m->denominator_count) > 0 &&
            (!least || f->arrivals_high < least->arrivals_high))
            least = f;
    }
    return least;
}

const char *advice_arrivals_words(const struct advisor *a, const struct advised_unit *u,
                                  const struct advised_line *line, bool *late, char out[ADVICE_WORDS_BYTES])
{
    char low[TEXT_NUMBER_BYTES], high[TEXT_NUMBER_BYTES];
    const struct action *x = &a->actions.items[line->action];
    const struct forecast *f = x->arrives ? arrivals_forecast(a, u, x) : NULL;
    *late = false;
    out[0] = '\0';
    if (!f || line->dossiers <= f->arrivals_low)
        return out;
    *late = line->dossiers > f->arrivals_high;
    snprintf(out, ADVICE_WORDS_BYTES, *late ? _("too late: %s–%s expected") : _("%s–%s expected"),
             text_count(f->arrivals_low, low), text_count(f->arrivals_high, high));
    return out;
}
