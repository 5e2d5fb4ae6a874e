#include "commitment/rate_history.h"

#include <stdlib.h>
#include <string.h>

#include "count/count_scan.h"
#include "count/counter_twin.h"

struct part {
    int64_t n, d;
    bool known;
};

struct rate_history {
    const struct evaluation *v;
    const struct commitment_set *set;
    const struct workdays *workdays;
    struct period period;
    int64_t days_left;
    struct period slices[LIMIT_RATE_SLICES]; /* the latest first */
    int64_t days[LIMIT_RATE_SLICES];
    size_t count;
    struct part *parts; /* by slice, unit and commitment */
};

static struct part *part_at(const struct rate_history *h, size_t slice, size_t unit, size_t i)
{
    return &h->parts[(slice * (h->v->units.count + 1) + unit) * h->set->count + i];
}

/* --- the days --- */

/* Cuts the time from the cut back to the period's start into at most LIMIT_RATE_SLICES slices of equally many
 * working days; each slice begins on a working day and holds the days off that follow. */
static void slices_make(struct rate_history *h)
{
    const struct period *p = &h->period;
    moment to = p->cut, day = moment_day(p->cut);
    int64_t days = workdays_between(h->workdays, p->from, p->cut);
    int64_t wanted =
        ((days < LIMIT_RATE_DAYS ? days : LIMIT_RATE_DAYS) + LIMIT_RATE_SLICES - 1) / LIMIT_RATE_SLICES;
    if (workdays_between(h->workdays, day, p->cut) == 0 && workday_is(h->workdays, day))
        to = day; /* the cut is before noon, and the day does not count as passed */
    for (; day >= p->from && h->count < LIMIT_RATE_SLICES; day -= MOMENT_DAY) {
        if (day >= to || workdays_between(h->workdays, day, to) < wanted || !workday_is(h->workdays, day))
            continue;
        struct period slice = *p;
        slice.from = day;
        slice.to = slice.cut = to;
        h->days[h->count] = workdays_between(h->workdays, day, to);
        h->slices[h->count++] = slice;
        to = day;
    }
}

/* --- dossiers --- */

/* Only counters placed by the date of arrival or end add up over days. */
static bool counter_adds(const struct counter_family *f, size_t counter)
{
    static const char *const adding[] = {"received", "finished", "received" COUNTER_TWIN,
                                         "finished" COUNTER_TWIN};
    int aggregate = f->counters[counter].aggregate; /* -1: a derived counter */
    bool adds = false;
    for (size_t i = 0; aggregate >= 0 && i < sizeof adding / sizeof *adding; i++)
        adds = adds || strcmp(f->aggregates[aggregate].name, adding[i]) == 0;
    return adds;
}

static bool metric_adds(const struct counter_family *f, const struct metric *m)
{
    bool adds = !m->figure;
    for (size_t i = 0; i < m->numerator_count; i++)
        adds = adds && counter_adds(f, m->numerator[i].counter);
    for (size_t i = 0; i < m->denominator_count; i++)
        adds = adds && counter_adds(f, m->denominator[i].counter);
    return adds;
}

static void counters_need(struct counter_set *needed, const struct counter_family *f, const struct metric *m)
{
    if (!metric_adds(f, m))
        return;
    for (size_t k = 0; k < m->numerator_count; k++)
        counter_set_add(needed, f, m->numerator[k].counter);
    for (size_t k = 0; k < m->denominator_count; k++)
        counter_set_add(needed, f, m->denominator[k].counter);
}

/* Returns the counters that some metric of the set needs: only these are counted for each slice. */
static struct counter_set counters_needed(const struct rate_history *h)
{
    struct counter_set needed = {0};
    for (size_t i = 0; i < h->set->count; i++)
        counters_need(&needed, h->v->family, evaluation_metric(h->v, h->set, i));
    return needed;
}

static void slice_take(struct rate_history *h, size_t slice, const struct counts *counts)
{
    for (size_t i = 0; i < h->set->count; i++) {
        const struct metric *m = evaluation_metric(h->v, h->set, i);
        for (size_t unit = 0; metric_adds(h->v->family, m) && unit <= h->v->units.count; unit++) {
            struct ratio r = metric_value(m, counts, NULL, unit);
            *part_at(h, slice, unit, i) = (struct part){r.n, r.d, r.known};
        }
    }
}

static bool slices_want(const struct rate_history *h, struct count_scan *scan,
                        const struct counter_set *counters, struct error *e)
{
    bool ok = true;
    for (size_t i = 0; ok && i < h->count; i++)
        ok = count_scan_want(scan, &h->slices[i], counters, e);
    return ok;
}

static bool slices_read(struct rate_history *h, struct store *s, struct count_scan *scan,
                        const struct counter_set *counters, struct error *e)
{
    bool ok = true;
    for (size_t i = 0; ok && i < h->count; i++) {
        struct counts counts;
        ok = counts_compute_part(s, h->v->family, &h->v->units, &h->slices[i], counters, scan, &counts, e);
        if (ok)
            slice_take(h, i, &counts);
        if (ok)
            counts_free(&counts);
    }
    return ok;
}

/* Counts the slices from the evaluation's reading, if they were wanted there; else from one reading for all slices. */
static bool slices_count(struct rate_history *h, struct store *s, struct error *e)
{
    const struct counter_set counters = counters_needed(h);
    if (counter_set_empty(&counters) || h->count == 0)
        return true;
    if (h->v->scan && count_scan_has(h->v->scan, &h->slices[0], &counters))
        return slices_read(h, s, h->v->scan, &counters, e);
    struct count_scan *scan = count_scan_new(h->v->family, false, e);
    bool ok = scan && slices_want(h, scan, &counters, e) && slices_read(h, s, scan, &counters, e);
    count_scan_free(scan);
    return ok;
}

/* Which of a commitment's metrics is chosen the counts themselves decide, so all are wanted. */
bool rate_history_want(struct evaluation *v, const struct period *p, const struct commitment_set *set,
                       const struct workdays *w, struct error *e)
{
    struct rate_history h = {.v = v, .workdays = w, .period = *p};
    struct counter_set counters = {0};
    bool ok = true;
    slices_make(&h);
    for (size_t i = 0; i < set->count; i++)
        for (size_t k = 0; k < set->items[i].metric_count; k++)
            counters_need(&counters, v->family, set->items[i].metrics[k]);
    for (size_t i = 0; ok && !counter_set_empty(&counters) && i < h.count; i++)
        ok = evaluation_want(v, &h.slices[i], &counters, e);
    return ok;
}

struct rate_history *rate_history_load(struct store *s, const struct evaluation *v,
                                       const struct commitment_set *set, const struct workdays *w,
                                       struct error *e)
{
    struct rate_history *h = calloc(1, sizeof *h);
    if (!h) {
        error_memory(e, "history");
        return NULL;
    }
    h->v = v;
    h->set = set;
    h->workdays = w;
    h->period = v->period;
    h->days_left = workdays_between(w, v->period.cut, v->period.to);
    slices_make(h);
    h->parts = calloc(h->count * (v->units.count + 1) * set->count + 1, sizeof *h->parts);
    if ((h->parts || error_memory(e, "history")) && slices_count(h, s, e))
        return h;
    rate_history_free(h);
    return NULL;
}

void rate_history_free(struct rate_history *h)
{
    if (!h)
        return;
    free(h->parts);
    free(h);
}

int64_t rate_history_days_left(const struct rate_history *h)
{
    return h->days_left;
}

struct forecast rate_history_forecast(const struct rate_history *h, size_t unit, size_t i)
{
    struct forecast_slice slices[LIMIT_FORECAST_SLICES];
    struct ratio now = evaluation_ratio(h->v, evaluation_metric(h->v, h->set, i), unit);
    size_t count = 0;
    if (!now.known)
        return (struct forecast){0};
    for (size_t slice = 0; slice < h->count; slice++) {
        const struct part *p = part_at(h, slice, unit, i);
        if (p->known)
            slices[count++] = (struct forecast_slice){h->days[slice], p->n, p->d};
    }
    return forecast_make(now.n, now.d, slices, count, h->days_left);
}
