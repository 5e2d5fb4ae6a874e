#include "report/series.h"

#include <stdlib.h>
#include <string.h>

#include "count/counter_family.h"

struct series {
    size_t rows, commitments; /* rows: units and ALL */
    moment at[SERIES_WEEKS];
    struct part {
        int64_t n, d; /* d <= 0: no rate */
    } * parts;        /* week, row, commitment */
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

/* Only the aggregates that some of the metrics needs: what is open is a whole reading of the dossiers. */
static struct counter_family family_needed(const struct evaluation *now, const struct metric *const *metrics,
                                           size_t count, struct aggregate *aggregates)
{
    struct counter_family few = *now->family;
    bool needed[LIMIT_AGGREGATES] = {false};
    few.aggregates = aggregates;
    few.aggregate_count = 0;
    for (size_t i = 0; i < count; i++)
        for (int part = 0; part < 2 && !metrics[i]->figure; part++) {
            size_t terms = part ? metrics[i]->denominator_count : metrics[i]->numerator_count;
            for (size_t k = 0; k < terms; k++) {
                size_t counter = (part ? metrics[i]->denominator : metrics[i]->numerator)[k].counter;
                int aggregate = few.counters[counter].aggregate;
                if (aggregate < 0) /* derived: of several */
                    memset(needed, true, sizeof needed);
                else
                    needed[aggregate] = true;
            }
        }
    for (size_t i = 0; i < now->family->aggregate_count; i++)
        if (needed[i])
            aggregates[few.aggregate_count++] = now->family->aggregates[i];
    return few;
}

static bool counts_take(struct series *s, struct store *store, const struct evaluation *now,
                        const struct metric *const *metrics, struct error *e)
{
    struct aggregate aggregates[LIMIT_AGGREGATES];
    const struct counter_family few = family_needed(now, metrics, s->commitments, aggregates);
    bool ok = true;
    for (size_t week = 0; ok && few.aggregate_count && week < SERIES_WEEKS; week++) {
        moment at = s->at[week];
        const struct period p = {PERIOD_WEEK, at - 7 * MOMENT_DAY, at, at, at};
        struct counts counts;
        if (!counts_compute(store, &few, &now->units, &p, &counts, e))
            return false;
        for (size_t i = 0; i < s->commitments; i++)
            if (!metrics[i]->figure)
                part_take(s, week, i, metrics[i], &counts, NULL);
        counts_free(&counts);
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
        s->at[week] = cut - (moment)(SERIES_WEEKS - 1 - week) * 7 * MOMENT_DAY;
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
