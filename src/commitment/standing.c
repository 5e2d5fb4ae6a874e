#include "commitment/standing.h"

struct standing standing_make(const struct evaluation *v, const struct commitment_set *set, size_t unit,
                              struct verdict *room)
{
    struct standing out = {.verdicts = room};
    struct verdict one = {0};
    bool judges = evaluation_judges(v, set);
    if (unit < v->units.count)
        out.points = figure_get(v->figures, unit, "TOTAL").score;
    for (size_t i = 0; i < set->count; i++) {
        struct verdict *verdict = room ? &room[i] : &one;
        *verdict = (struct verdict){0};
        verdict->ratio = evaluation_ratio(v, evaluation_metric(v, set, i), unit);
        verdict->kept = commitment_judge(&verdict->ratio, set->items[i].target);
        if (!judges) {
            if (verdict->kept == KEPT_YES || verdict->kept == KEPT_NO)
                verdict->kept = KEPT_UNBOUND; /* "nothing arose" and "no data" stand as judged */
            continue;
        }
        if (verdict->kept == KEPT_UNKNOWN) {
            out.unknown += evaluation_by_unit(v, set, i);
            continue;
        }
        verdict->fix_existing = commitment_fix_existing(&verdict->ratio, set->items[i].target);
        verdict->need_new = commitment_need_new(&verdict->ratio, set->items[i].target);
        out.kept += verdict->kept == KEPT_YES;
        out.judged += verdict->kept == KEPT_YES || verdict->kept == KEPT_NO;
        out.short_total += verdict->fix_existing;
    }
    return out;
}

void standing_foresee(struct standing *s, const struct rate_history *h, const struct commitment_set *set,
                      size_t unit)
{
    for (size_t i = 0; i < set->count; i++) {
        struct verdict *v = &s->verdicts[i];
        v->forecast = rate_history_forecast(h, unit, i);
        v->near = v->kept == KEPT_YES && v->forecast.state == FORECAST_RANGE &&
                  v->forecast.low < set->items[i].target;
    }
}

bool standing_whole(const struct standing *s)
{
    return s->judged && s->kept == s->judged && !s->unknown;
}

int standing_compare(const struct standing *a, const struct standing *b)
{
    if (a->points.known != b->points.known)
        return a->points.known ? -1 : 1;
    if (a->points.known)
        return (a->points.number < b->points.number) - (a->points.number > b->points.number);
    if ((a->judged > 0) != (b->judged > 0))
        return a->judged > 0 ? -1 : 1;
    if (a->kept != b->kept)
        return a->kept > b->kept ? -1 : 1;
    return (a->short_total > b->short_total) - (a->short_total < b->short_total);
}
