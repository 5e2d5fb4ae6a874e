#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

enum { MOST_QUALITY = 200 };

/* --- units, best first --- */

static void row_fill(struct report *r, struct report_row *row, size_t unit)
{
    row->unit = unit;
    row->now = evaluation_standing(&r->now, r->set, unit);
    row->on_time = evaluation_ratio(&r->now, r->on_time, unit);
    row->points = unit < r->now.units.count ? figure_get(r->now.figures, unit, "TOTAL").score : (struct value){0};
    if (!r->has_before)
        return;
    row->before = evaluation_standing(&r->before, evaluation_set(&r->before, r->set->name, NULL), unit);
    row->points_before = unit < r->now.units.count ? figure_get(r->before.figures, unit, "TOTAL").score : (struct value){0};
}

static int place_compare(const struct value *points_a, const struct standing *a, const struct value *points_b, const struct standing *b)
{
    if (points_a->known && points_b->known)
        return points_a->number == points_b->number ? 0 : points_a->number > points_b->number ? -1 : 1;
    return standing_compare(a, b);
}

static int row_compare(const void *a, const void *b)
{
    const struct report_row *x = a, *y = b;
    if (x->bound != y->bound)
        return x->bound ? -1 : 1;
    int order = place_compare(&x->points, &x->now, &y->points, &y->now);
    return order ? order : (x->unit > y->unit) - (x->unit < y->unit);
}

/* A place is one more than the number of those better placed; so equal ones share it. */
static void rows_rank(struct report *r)
{
    for (size_t i = 0; i < r->bound_count; i++) {
        struct report_row *row = &r->rows[i];
        row->rank = 1;
        row->rank_before = r->has_before;
        for (size_t k = 0; k < r->bound_count; k++) {
            const struct report_row *other = &r->rows[k];
            row->rank += place_compare(&other->points, &other->now, &row->points, &row->now) < 0;
            if (r->has_before)
                row->rank_before += place_compare(&other->points_before, &other->before, &row->points_before, &row->before) < 0;
        }
        bool was = r->has_before && (r->has_points ? row->points_before.known : row->before.judged > 0);
        if (!was)
            row->rank_before = 0;
    }
}

static bool rows_make(struct report *r, struct error *e)
{
    const struct unit_set *units = &r->now.units;
    r->rows = calloc(units->count + 1, sizeof *r->rows);
    if (!r->rows)
        return error_memory(e, "report");
    for (size_t i = 0; i < r->set->count; i++)
        r->shown[i] = evaluation_known(&r->now, evaluation_metric(&r->now, r->set, i));
    for (size_t i = 0; i < r->set->count; i++)
        r->column[i] = evaluation_by_unit(&r->now, r->set, i);
    for (size_t unit = 0; unit < units->count; unit++) {
        const struct unit *u = &units->units[unit];
        if ((!u->has_dossiers && !u->has_figures) || evaluation_is_whole(&r->now, unit))
            continue;
        struct report_row *row = &r->rows[r->row_count++];
        row_fill(r, row, unit);
        row->bound = commitment_binds(r->set, u);
        r->bound_count += row->bound;
        r->has_points = r->has_points || row->points.known;
    }
    row_fill(r, &r->all, units->count);
    qsort(r->rows, r->row_count, sizeof *r->rows, row_compare);
    rows_rank(r);
    return true;
}

/* --- periods --- */

static bool evaluate(struct report *r, struct evaluation *v, struct store *s, enum period_kind kind, moment at, struct error *e)
{
    struct period p;
    return evaluation_open(v, r->config, s, "core", e) && period_make(kind, NULL, at, &p, e) && evaluation_at(v, s, &p, e);
}

static bool periods_make(struct report *r, struct store *s, moment at, const char *set_name, struct error *e)
{
    static const char *const on_time[] = {"on_time_rate", "dvcqg_on_time_rate", NULL};
    if (!evaluate(r, &r->week, s, PERIOD_WEEK, at, e))
        return false;
    const struct commitment_set *set = evaluation_set(&r->week, set_name, e);
    moment cut = r->week.period.cut;
    /* A cut-off at the very first moment of a month closes the month before it. */
    moment inside = cut - 1;
    if (!set || !evaluate(r, &r->now, s, set->period, inside, e) || !evaluate(r, &r->year, s, PERIOD_YEAR, inside, e))
        return false;
    r->now.period.at = r->year.period.at = cut;
    r->now.period.cut = r->year.period.cut = cut;
    struct period now = r->now.period, year = r->year.period;
    if (!evaluation_at(&r->now, s, &now, e) || !evaluation_at(&r->year, s, &year, e))
        return false;
    r->set = evaluation_set(&r->now, set->name, e);
    r->on_time = evaluation_metric_of(&r->now, on_time);
    r->has_before = r->week.period.from > r->now.period.from;
    return !r->has_before || evaluate(r, &r->before, s, set->period, r->week.period.from, e);
}

/* --- overdue --- */

static bool overdue_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct report *r = context;
    (void)count;
    struct report_overdue *o = &r->overdue[r->overdue_count];
    const char *code = columns[1].known && columns[1].length ? columns[1].text : columns[0].text;
    long unit = columns[2].known ? unit_find(&r->now.units, columns[2].text) : -1;
    o->code = strdup(code);
    o->procedure = strdup(columns[3].known ? columns[3].text : "");
    o->unit = unit < 0 ? r->now.units.count : (size_t)unit;
    o->due = columns[4].number;
    o->days_late = (int)((r->now.period.cut - o->due + MOMENT_DAY - 1) / MOMENT_DAY);
    r->overdue_count++;
    return (o->code && o->procedure) || error_memory(e, "report");
}

static bool overdue_make(struct report *r, struct store *s, struct error *e)
{
    long counter = counter_find(r->now.family, "open_overdue");
    struct tally all = counts_get(&r->now.counts, r->now.units.count, (size_t)counter);
    r->overdue_total = all.known ? all.value : -1;
    r->overdue = calloc(LIMIT_REPORT_OVERDUE, sizeof *r->overdue);
    if (!r->overdue)
        return error_memory(e, "report");
    return counts_list(s, r->now.family, "open_overdue", &r->now.period, LIMIT_REPORT_OVERDUE, overdue_row, r, e);
}

/* --- sources and quality --- */

static char *copy_or_null(const struct value *v)
{
    return v->known ? strdup(v->text) : NULL;
}

static bool source_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct report *r = context;
    (void)count;
    struct report_source *longer = realloc(r->sources, (r->source_count + 1) * sizeof *longer);
    if (!longer)
        return error_memory(e, "report");
    r->sources = longer;
    struct report_source *source = &r->sources[r->source_count++];
    *source = (struct report_source){.name = copy_or_null(&columns[0]),
                                     .outcome = copy_or_null(&columns[1]),
                                     .message = copy_or_null(&columns[2]),
                                     .observed = columns[3].known ? columns[3].number : MOMENT_NONE,
                                     .complete = columns[4].known ? columns[4].number : MOMENT_NONE,
                                     .expected = columns[5].known ? columns[5].number : -1,
                                     .got = columns[6].number,
                                     .rejected = columns[7].number};
    r->incomplete = r->incomplete || !source->outcome || strcmp(source->outcome, "complete") != 0;
    return source->name || error_memory(e, "report");
}

/* The last run of each source that had been made by the cut-off. */
static bool sources_make(struct report *r, struct store *s, struct error *e)
{
    const struct value cut = value_number(r->now.period.cut);
    return store_query(s,
                       "SELECT COALESCE(s.title, s.name), r.outcome, r.message, r.observed_at,"
                       " (SELECT MAX(c.observed_at) FROM run c WHERE c.source_id = s.id AND c.outcome = 'complete' AND c.observed_at <= $1),"
                       " CASE WHEN r.expected >= 0 THEN r.expected END, COALESCE(r.got, 0),"
                       " (SELECT COUNT(*) FROM reject j WHERE j.source_id = s.id)"
                       " FROM source s LEFT JOIN run r ON r.id ="
                       " (SELECT MAX(q.id) FROM run q WHERE q.source_id = s.id AND q.observed_at <= $1) ORDER BY s.name",
                       &cut, 1, source_row, r, e);
}

static bool quality_add(struct report *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
static bool quality_add(struct report *r, const char *fmt, ...)
{
    char line[LIMIT_VALUE_BYTES * 2];
    va_list args;
    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    char **longer = realloc(r->quality, (r->quality_count + 1) * sizeof *longer);
    if (!longer)
        return false;
    r->quality = longer;
    r->quality[r->quality_count] = strdup(line);
    return r->quality[r->quality_count++] != NULL;
}

static bool quality_runs(struct report *r)
{
    bool ok = true;
    for (size_t i = 0; i < r->source_count; i++) {
        const struct report_source *source = &r->sources[i];
        if (!source->outcome)
            ok = ok && quality_add(r, _("%s had not been polled by the cut-off."), source->name);
        else if (strcmp(source->outcome, "complete") != 0)
            ok = ok && quality_add(r, _("%s: the last poll was not complete (%s)."), source->name, source->message ? source->message : source->outcome);
        if (source->rejected)
            ok = ok && quality_add(r, _("%s: %lld records could not be read and are in no figure ('motcua rejects' lists them)."),
                                   source->name, (long long)source->rejected);
    }
    return ok;
}

static bool quality_identities(struct report *r)
{
    struct identity_break breaks[MOST_QUALITY];
    size_t found = counts_check(&r->now.counts, breaks, MOST_QUALITY);
    bool ok = true;
    for (size_t i = 0; i < found && i < MOST_QUALITY; i++) {
        bool all = breaks[i].unit == r->now.units.count;
        ok = ok && quality_add(r, _("%s: %s does not hold (%lld against %lld)."), all ? _("Total") : r->now.units.units[breaks[i].unit].name,
                               breaks[i].identity, (long long)breaks[i].left, (long long)breaks[i].right);
    }
    if (found > MOST_QUALITY)
        ok = ok && quality_add(r, _("%zu further broken identities."), found - MOST_QUALITY);
    return ok;
}

static bool quality_undated(struct report *r)
{
    long counter = counter_find(r->now.family, "undated");
    struct tally all = counter < 0 ? (struct tally){0} : counts_get(&r->now.counts, r->now.units.count, (size_t)counter);
    return !all.known || !all.value ||
           quality_add(r, _("%lld dossiers are said to have ended but have no date; they are counted as open."), (long long)all.value);
}

struct report *report_make(const struct config *c, struct store *s, moment at, const char *set_name, struct error *e)
{
    struct report *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(e, "report");
        return NULL;
    }
    r->config = c;
    bool ok = store_snapshot_begin(s, e);
    if (ok) {
        ok = periods_make(r, s, at, set_name, e) && rows_make(r, e) && overdue_make(r, s, e) && sources_make(r, s, e);
        store_snapshot_end(s);
    }
    if (ok && !(quality_runs(r) && quality_identities(r) && quality_undated(r)))
        ok = error_memory(e, "report");
    if (ok)
        return r;
    report_free(r);
    return NULL;
}

void report_free(struct report *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->overdue_count; i++) {
        free(r->overdue[i].code);
        free(r->overdue[i].procedure);
    }
    for (size_t i = 0; i < r->source_count; i++) {
        free(r->sources[i].name);
        free(r->sources[i].outcome);
        free(r->sources[i].message);
    }
    for (size_t i = 0; i < r->quality_count; i++)
        free(r->quality[i]);
    free(r->overdue);
    free(r->sources);
    free(r->quality);
    free(r->rows);
    evaluation_close(&r->now);
    evaluation_close(&r->before);
    evaluation_close(&r->week);
    evaluation_close(&r->year);
    free(r);
}
