#include "report/series.h"

#include <stdlib.h>

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

/* Takes the commitments whose metric is of this sort out of one evaluation. */
static void part_take(struct series *s, size_t week, const struct evaluation *v,
                      const struct metric *const *metrics, bool published)
{
    for (size_t i = 0; i < s->commitments; i++) {
        if ((metrics[i]->figure != NULL) != published)
            continue;
        for (size_t unit = 0; unit < s->rows; unit++) {
            struct ratio r = evaluation_ratio(v, metric_find(v->metrics, metrics[i]->name), unit);
            if (r.known && r.d > 0)
                *part_at(s, week, unit, i) = (struct part){r.n, r.d};
        }
    }
}

static bool week_load(struct series *s, size_t week, struct evaluation *v, struct store *store,
                      const struct metric *const *metrics, enum period_kind kind, struct error *e)
{
    bool sorts[2] = {false, false};
    for (size_t i = 0; i < s->commitments; i++)
        sorts[metrics[i]->figure != NULL] = true;
    for (int published = 0; published < 2; published++) {
        if (!sorts[published])
            continue;
        moment at = s->at[week];
        struct period p = period_at(published ? kind : PERIOD_WEEK, at - 1, at);
        if (!published)
            p = (struct period){PERIOD_WEEK, at - 7 * MOMENT_DAY, at, at, at};
        p.at = p.cut = at;
        if (!evaluation_at(v, store, &p, e))
            return false;
        if (v->units.count + 1 == s->rows)
            part_take(s, week, v, metrics, published);
    }
    return true;
}

struct series *series_load(const struct config *c, struct store *store, const struct evaluation *now,
                           const struct commitment_set *set, moment cut, struct error *e)
{
    const struct metric *metrics[LIMIT_COMMITMENTS];
    struct evaluation v = {0};
    struct series *s = calloc(1, sizeof *s);
    if (!s || !evaluation_open(&v, c, store, "core", e)) {
        free(s);
        error_memory(s ? NULL : e, "report");
        evaluation_close(&v);
        return NULL;
    }
    s->rows = now->units.count + 1;
    s->commitments = set->count;
    s->parts = calloc(SERIES_WEEKS * s->rows * (s->commitments + 1), sizeof *s->parts);
    bool ok = s->parts || error_memory(e, "report");
    for (size_t i = 0; i < set->count; i++)
        metrics[i] = evaluation_metric(now, set, i);
    for (size_t week = 0; ok && week < SERIES_WEEKS; week++) {
        s->at[week] = cut - (moment)(SERIES_WEEKS - 1 - week) * 7 * MOMENT_DAY;
        ok = week_load(s, week, &v, store, metrics, set->period, e);
    }
    evaluation_close(&v);
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
