#include "report/series.h"

#include <stdlib.h>
#include <string.h>

#include "count/count_scan.h"

struct series {
    size_t rows, commitments; /* rows: all units, and ALL as the last */
    moment at[SERIES_WEEKS];
    struct part {
        int64_t n, d; /* d <= 0: no rate */
    } * parts;        /* indexed by week, row, commitment */
};

static struct part *part_at(const struct series *s, size_t week, size_t unit, size_t i)
{
    return &s->parts[(week * s->rows + unit) * s->commitments + i];
}

static void part_take(struct series *s, size_t week, size_t i, const struct metric *m,
                      const struct counts *counts, const struct figure_set *figures)
{
    for (size_t unit = 0; unit < s->rows; unit++) {
        struct ratio r = metric_value(m, counts, figures, unit);
        if (r.known && r.d > 0)
            *part_at(s, week, unit, i) = (struct part){r.n, r.d};
    }
}

/* Adds the counters that the metric needs, so that others are not counted. */
static void counters_need(struct counter_set *needed, const struct counter_family *f, const struct metric *m)
{
    for (size_t k = 0; !m->figure && k < m->numerator_count; k++)
        counter_set_add(needed, f, m->numerator[k].counter);
    for (size_t k = 0; !m->figure && k < m->denominator_count; k++)
        counter_set_add(needed, f, m->denominator[k].counter);
}

static moment week_at(moment cut, size_t week)
{
    return cut - (moment)(SERIES_WEEKS - 1 - week) * 7 * MOMENT_DAY;
}

static struct period week_period(moment at)
{
    return (struct period){PERIOD_WEEK, at - 7 * MOMENT_DAY, at, at, at};
}

static bool counts_take(struct series *s, struct store *store, const struct evaluation *now,
                        const struct metric *const *metrics, struct error *e)
{
    struct counter_set counters = {0};
    for (size_t i = 0; i < s->commitments; i++)
        counters_need(&counters, now->family, metrics[i]);
    for (size_t week = 0; !counter_set_empty(&counters) && week < SERIES_WEEKS; week++) {
        const struct period p = week_period(s->at[week]);
        struct counts counts;
        if (!counts_compute_part(store, now->family, &now->units, &p, &counters, now->scan, &counts, e))
            return false;
        for (size_t i = 0; i < s->commitments; i++)
            if (!metrics[i]->figure)
                part_take(s, week, i, metrics[i], &counts, NULL);
        counts_free(&counts);
    }
    return true;
}

bool series_want(struct evaluation *v, const struct commitment_set *set, moment cut, struct error *e)
{
    struct counter_set counters = {0};
    bool ok = true;
    for (size_t i = 0; i < set->count; i++)
        for (size_t k = 0; k < set->items[i].metric_count; k++)
            counters_need(&counters, v->family, set->items[i].metrics[k]);
    for (size_t week = 0; ok && !counter_set_empty(&counters) && week < SERIES_WEEKS; week++) {
        const struct period p = week_period(week_at(cut, week));
        ok = evaluation_want(v, &p, &counters, e);
    }
    return ok;
}

static bool figures_take(struct series *s, struct store *store, const struct evaluation *now,
                         const struct metric *const *metrics, enum period_kind kind, struct error *e)
{
    size_t published = 0;
    for (size_t i = 0; i < s->commitments; i++)
        published += metrics[i]->figure != NULL;
    for (size_t week = 0; published && week < SERIES_WEEKS; week++) {
        struct period p = period_at(kind, s->at[week] - 1, s->at[week], now->cutoff);
        p.at = p.cut = s->at[week];
        struct figure_set *figures = figure_set_load(store, &now->units, &p, e);
        if (!figures)
            return false;
        for (size_t i = 0; i < s->commitments; i++)
            if (metrics[i]->figure)
                part_take(s, week, i, metrics[i], &now->counts, figures);
        figure_set_free(figures);
    }
    return true;
}

struct series *series_load(struct store *store, const struct evaluation *now,
                           const struct commitment_set *set, moment cut, struct error *e)
{
    const struct metric *metrics[LIMIT_COMMITMENTS];
    struct series *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(e, "report");
        return NULL;
    }
    s->rows = now->units.count + 1;
    s->commitments = set->count;
    for (size_t week = 0; week < SERIES_WEEKS; week++)
        s->at[week] = week_at(cut, week);
    for (size_t i = 0; i < set->count; i++)
        metrics[i] = evaluation_metric(now, set, i);
    s->parts = calloc(SERIES_WEEKS * s->rows * (s->commitments + 1), sizeof *s->parts);
    bool ok = (s->parts || error_memory(e, "report")) && counts_take(s, store, now, metrics, e) &&
              figures_take(s, store, now, metrics, set->period, e);
    if (ok)
        return s;
    series_free(s);
    return NULL;
}

void series_free(struct series *s)
{
    if (s)
        free(s->parts);
    free(s);
}

moment series_at(const struct series *s, size_t week)
{
    return s->at[week];
}

struct ratio series_ratio(const struct series *s, size_t week, size_t unit, size_t i)
{
    const struct part *part = part_at(s, week, unit, i);
    return (struct ratio){.known = part->d > 0, .n = part->n, .d = part->d};
}

size_t series_known(const struct series *s, size_t unit, size_t i)
{
    size_t known = 0;
    for (size_t week = 0; week < SERIES_WEEKS; week++)
        known += part_at(s, week, unit, i)->d > 0;
    return known;
}
