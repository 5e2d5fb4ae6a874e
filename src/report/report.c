#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "count/count_scan.h"
#include "report/computed.h"
#include "report/duties.h"

/* --- units, best first --- */

/* Makes rows for all units, with the verdicts of `standings` standings for each behind the rows in the same block;
 * free() of the rows frees both. NULL: no memory. */
static struct report_row *rows_new(const struct unit_set *units, const struct commitment_set *set,
                                   size_t standings, struct verdict **verdicts)
{
    size_t rows = units->count + 1;
    struct report_row *out =
        calloc(1, rows * sizeof *out + standings * rows * (set->count + 1) * sizeof **verdicts);
    *verdicts = out ? (struct verdict *)(out + rows) : NULL;
    return out;
}

/* Fills the row of a unit; verdicts has room for two standings. */
static void row_fill(struct report *r, struct report_row *row, size_t unit, struct verdict *verdicts)
{
    row->unit = unit;
    row->now = standing_make(&r->now, r->set, unit, verdicts);
    standing_foresee(&row->now, r->history, r->set, unit);
    row->on_time = evaluation_ratio(&r->now, r->on_time, unit);
    row->before.verdicts = verdicts + r->set->count;
    if (!r->has_before)
        return;
    const struct commitment_set *set_before = evaluation_same(&r->before, r->set);
    row->before = standing_make(&r->before, set_before, unit, verdicts + r->set->count);
    /* a commitment that was measured by another metric a week ago has no change to tell */
    for (size_t i = 0; i < r->set->count; i++)
        if (strcmp(evaluation_metric(&r->before, set_before, i)->name,
                   evaluation_metric(&r->now, r->set, i)->name) != 0)
            row->before.verdicts[i].ratio.known = false;
}

/* Units are compared only within their kind: communes with communes. */
static int kind_place(const struct unit_set *units, const struct report_row *row)
{
    return unit_kind_place(row->unit < units->count ? units->units[row->unit].kind : NULL);
}

/* Bound units come before others, then kinds in their order, then the better standing. */
static int row_place(const struct unit_set *units, const struct report_row *x, const struct report_row *y,
                     bool before)
{
    int kinds = kind_place(units, x) - kind_place(units, y);
    if (x->bound != y->bound)
        return x->bound ? -1 : 1;
    if (kinds)
        return kinds;
    return before ? standing_compare(&x->before, &y->before) : standing_compare(&x->now, &y->now);
}

struct ranking {
    const struct unit_set *units;
    bool before;
};

static int row_compare(const void *a, const void *b, void *context)
{
    const struct report_row *x = a, *y = b;
    const struct ranking *ranking = context;
    int order = row_place(ranking->units, x, y, ranking->before);
    return order ? order : (x->unit > y->unit) - (x->unit < y->unit);
}

bool report_row_begins(const struct unit_set *units, const struct report_row *rows, size_t i)
{
    return i == 0 || rows[i].bound != rows[i - 1].bound ||
           kind_place(units, &rows[i]) != kind_place(units, &rows[i - 1]);
}

/* Sorts the rows best first and gives each bound unit a place within its kind: one more than the number of better
 * units, so that equal units share a place. */
static void rows_rank(const struct unit_set *units, struct report_row *rows, size_t count, size_t bound,
                      bool points, bool before)
{
    struct ranking ranking = {units, before};
    size_t first = 0;
    int place = 0;
    qsort_r(rows, count, sizeof *rows, row_compare, &ranking);
    for (size_t i = 0; i < bound; i++) {
        struct report_row *row = &rows[i];
        const struct standing *s = before ? &row->before : &row->now;
        if (report_row_begins(units, rows, i))
            first = i;
        if (i == first || row_place(units, row - 1, row, before) != 0)
            place = (int)(i - first) + 1;
        *(before ? &row->rank_before : &row->rank) = (points ? s->points.known : s->judged > 0) ? place : 0;
    }
}

static bool rows_make(struct report *r, struct error *e)
{
    const struct unit_set *units = &r->now.units;
    struct verdict *verdicts;
    r->rows = rows_new(units, r->set, 2, &verdicts);
    if (!r->rows)
        return error_memory(e, "report");
    for (size_t i = 0; i < r->set->count; i++)
        r->shown[i] = evaluation_known(&r->now, evaluation_metric(&r->now, r->set, i));
    for (size_t i = 0; i < r->set->count; i++)
        r->column[i] = evaluation_by_unit(&r->now, r->set, i);
    for (size_t unit = 0; unit < units->count; unit++) {
        if (!evaluation_shows(&r->now, r->set, unit))
            continue;
        struct report_row *row = &r->rows[r->row_count++];
        row_fill(r, row, unit, verdicts);
        verdicts += 2 * r->set->count;
        row->bound = report_judges(r) && evaluation_binds(&r->now, r->set, unit);
        r->bound_count += row->bound;
        r->has_points = r->has_points || row->now.points.known;
    }
    row_fill(r, &r->all, units->count, verdicts);
    counts_keep_total(&r->before.counts);
    if (r->has_before)
        rows_rank(units, r->rows, r->row_count, r->bound_count, r->has_points, true);
    rows_rank(units, r->rows, r->row_count, r->bound_count, r->has_points, false);
    return true;
}

/* Fills the final result of the set's period that ended since the last Friday. */
static bool closed_make(struct report *r, struct error *e)
{
    struct report_closed *c = &r->closed;
    if (!c->v.family)
        return true;
    const struct unit_set *units = &c->v.units;
    c->set = evaluation_same(&c->v, r->set);
    c->judges = evaluation_judges(&c->v, c->set);
    struct verdict *verdicts;
    c->rows = rows_new(units, c->set, 1, &verdicts);
    if (!c->rows)
        return error_memory(e, "report");
    for (size_t unit = 0; unit < units->count; unit++) {
        if (!evaluation_shows(&c->v, c->set, unit))
            continue;
        struct report_row *row = &c->rows[c->row_count++];
        *row = (struct report_row){.unit = unit, .now = standing_make(&c->v, c->set, unit, verdicts)};
        verdicts += c->set->count;
        row->bound = c->judges && evaluation_binds(&c->v, c->set, unit);
        c->bound_count += row->bound;
        c->there = c->there || row->now.judged;
    }
    c->all = (struct report_row){.unit = units->count,
                                 .now = standing_make(&c->v, c->set, units->count, verdicts)};
    rows_rank(units, c->rows, c->row_count, c->bound_count, false, false);
    return true;
}

/* --- periods --- */

/* The evaluations of a report and their periods. All periods are known before the first is counted, so that the
 * dossiers are read once for all evaluations. */
enum { REPORT_PERIODS = 6 };
struct stages {
    struct evaluation *v[REPORT_PERIODS];
    struct period periods[REPORT_PERIODS];
    size_t count;
};

static bool stage_add(struct report *r, struct store *s, struct stages *t, struct evaluation *v,
                      const struct period *p, struct error *e)
{
    t->v[t->count] = v;
    t->periods[t->count++] = *p;
    if (v->family)
        return true;
    return t->count > 1 ? evaluation_beside(v, t->v[0], e) : evaluation_open(v, r->config, s, "core", e);
}

/* Adds the period of a kind that ends with, or goes on at, a cut-off. A cut-off at the very first moment of a month
 * closes the month before. */
static bool cut_add(struct report *r, struct store *s, struct stages *t, struct evaluation *v,
                    enum period_kind kind, moment cut, struct error *e)
{
    struct period p;
    if (!period_make(kind, NULL, cut - 1, r->config->cutoff, &p, e))
        return false;
    p.at = p.cut = cut;
    return stage_add(r, s, t, v, &p, e);
}

/* Adds the periods of a Friday report: the week up to the cut-off gives the moment, the set of commitments gives the
 * period. A period that ended since the last Friday is evaluated as known now, with later entries. */
static bool friday_stages(struct report *r, struct store *s, const struct report_ask *ask, struct stages *t,
                          struct error *e)
{
    const struct commitment_set *set;
    struct period week, own;
    if (!period_make(PERIOD_WEEK, NULL, ask->at, r->config->cutoff, &week, e) ||
        !stage_add(r, s, t, &r->week, &week, e) ||
        !evaluation_choose(&r->week, ask->set, NULL, NULL, week.cut - 1, &set, &own, e) ||
        !cut_add(r, s, t, &r->now, set->period, week.cut, e))
        return false;
    const struct period now = t->periods[t->count - 1];
    struct period closed = period_before(&now);
    closed.at = now.at;
    r->set = evaluation_same(&r->now, set);
    r->has_before = week.from > now.from;
    return cut_add(r, s, t, &r->year, PERIOD_YEAR, week.cut, e) &&
           (!r->has_before || cut_add(r, s, t, &r->before, set->period, week.from, e)) &&
           (week.from >= now.from || stage_add(r, s, t, &r->closed.v, &closed, e));
}

/* Adds the periods of a report on a period, which is compared with the period before and with the same period of the
 * year before. The week is the last week of the period. */
static bool period_stages(struct report *r, struct store *s, const struct report_ask *ask, struct stages *t,
                          struct error *e)
{
    struct period p;
    if (!period_make(ask->kind, ask->of, ask->at, r->config->cutoff, &p, e))
        return false;
    const struct period week = {PERIOD_WEEK, p.cut - 7 * MOMENT_DAY, p.cut, p.cut, p.cut},
                        before = period_before(&p), last = period_year_before(&p);
    r->has_before = true;
    return stage_add(r, s, t, &r->now, &p, e) && stage_add(r, s, t, &r->before, &before, e) &&
           stage_add(r, s, t, &r->last_year, &last, e) && stage_add(r, s, t, &r->week, &week, e) &&
           cut_add(r, s, t, &r->year, PERIOD_YEAR, p.cut, e) &&
           evaluation_choose(&r->now, ask->set, &ask->kind, ask->of, ask->at, &r->set, &p, e);
}

static const struct period *stage_period(const struct stages *t, const struct evaluation *v)
{
    size_t i = 0;
    while (t->v[i] != v)
        i++;
    return &t->periods[i];
}

static bool stages_run(struct report *r, struct store *s, const struct stages *t, struct error *e)
{
    const struct period *now = stage_period(t, &r->now);
    bool ok =
        rate_history_want(&r->now, now, r->set, r->workdays, e) && series_want(&r->now, r->set, now->cut, e);
    for (size_t i = 0; ok && i < t->count; i++)
        ok = evaluation_want(&r->now, &t->periods[i], NULL, e);
    for (size_t i = 0; ok && i < t->count; i++) {
        evaluation_judge_by(t->v[i], r->set);
        if (t->v[i] != &r->now)
            evaluation_share(t->v[i], &r->now);
        ok = evaluation_at(t->v[i], s, &t->periods[i], e);
        if (ok && (t->v[i] == &r->week || t->v[i] == &r->year))
            /* the counters of a nation's units take ten megabytes for each period */
            counts_keep_total(&t->v[i]->counts);
    }
    return ok;
}

static void reading_end(struct report *r)
{
    struct evaluation *const all[] = {&r->before, &r->week, &r->year, &r->last_year, &r->closed.v, &r->now};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        evaluation_want_end(all[i]);
}

static bool periods_make(struct report *r, struct store *s, const struct report_ask *ask, struct error *e)
{
    struct stages stages = {.count = 0};
    r->workdays = workdays_load(e);
    if (!r->workdays || !(ask->friday ? friday_stages : period_stages)(r, s, ask, &stages, e) ||
        !stages_run(r, s, &stages, e))
        return false;
    r->on_time = evaluation_on_time(&r->now);
    r->series = series_load(s, &r->now, r->set, r->now.period.cut, e);
    return r->series != NULL;
}

static bool history_make(struct report *r, struct store *s, struct error *e)
{
    r->history = rate_history_load(s, &r->now, r->set, r->workdays, e);
    return r->history != NULL;
}

bool report_judges(const struct report *r)
{
    return evaluation_judges(&r->now, r->set);
}

size_t report_judged(const struct report *r)
{
    size_t count = 0;
    for (size_t i = 0; i < r->bound_count; i++)
        count += r->rows[i].now.judged > 0;
    return count;
}

size_t report_places(const struct report *r, const struct report_row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < r->bound_count; i++)
        count += r->rows[i].rank && kind_place(&r->now.units, &r->rows[i]) == kind_place(&r->now.units, row);
    return count;
}

bool report_idle(const struct report *r)
{
    bool none = false;
    for (size_t i = 0; i < r->set->count; i++) {
        enum kept kept = r->all.now.verdicts[i].kept;
        none = none || kept == KEPT_NONE;
        if (kept == KEPT_YES || kept == KEPT_NO)
            return false;
    }
    return none;
}

struct tally report_tally(const struct evaluation *v, const char *counter)
{
    return counts_named(&v->counts, v->units.count, counter);
}

/* --- overdue --- */

static bool overdue_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct report *r = context;
    (void)count;
    if ((r->overdue.count & (r->overdue.count - 1)) == 0) { /* room is the next power of two */
        size_t room = r->overdue.count ? r->overdue.count * 2 : 1;
        struct report_overdue *longer = reallocarray(r->overdue.items, room, sizeof *longer);
        if (!longer)
            return error_memory(e, "report");
        r->overdue.items = longer;
    }
    struct report_overdue *o = &r->overdue.items[r->overdue.count];
    const char *code = columns[1].known && columns[1].length ? columns[1].text : columns[0].text;
    long unit = columns[2].known ? unit_find(&r->now.units, columns[2].text) : -1;
    o->code = strdup(code);
    char named[CATALOGUE_TEXT_BYTES];
    o->procedure = strdup(
        columns[3].known ? catalogue_text(r->overdue.names, NAME_PROCEDURE, columns[3].text, named) : "");
    o->procedure_code = strdup(columns[3].known ? columns[3].text : "");
    o->unit = unit < 0 ? r->now.units.count : (size_t)unit;
    o->due = columns[4].number;
    o->days_late = (int)((r->now.period.cut - o->due + MOMENT_DAY - 1) / MOMENT_DAY);
    r->overdue.count++;
    return (o->code && o->procedure && o->procedure_code) || error_memory(e, "report");
}

static bool overdue_make(struct report *r, struct store *s, struct error *e)
{
    struct tally all = report_tally(&r->now, "open_overdue");
    r->overdue.total = all.known ? all.value : -1;
    r->overdue.names = catalogue_load(s, e);
    if (!r->overdue.names)
        return false;
    return counts_list(s, r->now.family, "open_overdue", &r->now.period, LIMIT_REPORT_OVERDUE, overdue_row, r,
                       e);
}

struct report *report_make(const struct config *c, struct store *s, moment at, const char *set_name,
                           struct error *e)
{
    return report_make_asked(c, s, &(struct report_ask){.friday = true, .at = at, .set = set_name}, e);
}

struct report *report_make_asked(const struct config *c, struct store *s, const struct report_ask *ask,
                                 struct error *e)
{
    struct report *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(e, "report");
        return NULL;
    }
    r->config = c;
    r->friday = ask->friday;
    bool ok = store_snapshot_begin(s, e);
    if (ok) {
        ok = periods_make(r, s, ask, e) && history_make(r, s, e) && rows_make(r, e) &&
             computed_fill(r, s, e) && closed_make(r, e) && duties_make(r, s, e) && overdue_make(r, s, e) &&
             findings_make(s, c, &r->now, r->set, r->year.period.from, &r->findings, e);
        store_snapshot_end(s);
    }
    if (ok) {
        reading_end(r);
        return r;
    }
    report_free(r);
    return NULL;
}

bool report_advise(struct report *r, struct store *s, const char *set, struct error *e)
{
    unit_advice_free(r->advice);
    r->advice = unit_advice_open(r->config, s, set, r->now.period.cut, e);
    return r->advice != NULL;
}

void report_free(struct report *r)
{
    if (!r)
        return;
    unit_advice_free(r->advice);
    for (size_t i = 0; i < r->overdue.count; i++) {
        free(r->overdue.items[i].code);
        free(r->overdue.items[i].procedure);
        free(r->overdue.items[i].procedure_code);
    }
    duties_free(r);
    series_free(r->series);
    catalogue_free(r->overdue.names);
    rate_history_free(r->history);
    workdays_free(r->workdays);
    free(r->overdue.items);
    findings_free(&r->findings);
    free(r->closed.rows);
    evaluation_close(&r->closed.v);
    free(r->rows);
    evaluation_close(&r->now);
    evaluation_close(&r->before);
    evaluation_close(&r->week);
    evaluation_close(&r->year);
    evaluation_close(&r->last_year);
    free(r);
}
