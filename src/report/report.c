#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { FRESH_SECONDS = 24 * 3600 };

/* --- units, best first --- */

static void row_fill(struct report *r, struct report_row *row, size_t unit)
{
    row->unit = unit;
    row->now = standing_make(&r->now, r->set, unit);
    standing_foresee(&row->now, r->history, r->set, unit);
    row->on_time = evaluation_ratio(&r->now, r->on_time, unit);
    if (!r->has_before)
        return;
    const struct commitment_set *set_before = evaluation_set(&r->before, r->set->name, NULL);
    row->before = standing_make(&r->before, set_before, unit);
    /* where another metric was the one with data then, no change can be told */
    for (size_t i = 0; i < r->set->count; i++)
        if (strcmp(evaluation_metric(&r->before, set_before, i)->name,
                   evaluation_metric(&r->now, r->set, i)->name) != 0)
            row->before.verdicts[i].ratio.known = false;
}

/* Points decide where there are some; a unit of which nothing is known comes after all others. */
static int row_place(const struct report_row *x, const struct report_row *y, bool before)
{
    if (x->bound != y->bound)
        return x->bound ? -1 : 1;
    return before ? standing_compare(&x->before, &y->before) : standing_compare(&x->now, &y->now);
}

static int row_compare(const void *a, const void *b)
{
    const struct report_row *x = a, *y = b;
    int order = row_place(x, y, false);
    return order ? order : (x->unit > y->unit) - (x->unit < y->unit);
}

static int row_compare_before(const void *a, const void *b)
{
    const struct report_row *x = a, *y = b;
    int order = row_place(x, y, true);
    return order ? order : (x->unit > y->unit) - (x->unit < y->unit);
}

/* Sorts best first and gives the places: one more than the number of those better placed, so that equal ones
 * share it. */
static void rows_rank(struct report *r, bool before)
{
    qsort(r->rows, r->row_count, sizeof *r->rows, before ? row_compare_before : row_compare);
    int place = 0;
    for (size_t i = 0; i < r->bound_count; i++) {
        struct report_row *row = &r->rows[i];
        const struct value *points = before ? &row->before.points : &row->now.points;
        if (i == 0 || row_place(row - 1, row, before) != 0)
            place = (int)i + 1;
        bool known = r->has_points ? points->known : (before ? row->before.judged : row->now.judged) > 0;
        *(before ? &row->rank_before : &row->rank) = known ? place : 0;
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
        if (!unit_shown(units, unit, r->now.period.from, r->now.period.cut) ||
            evaluation_is_whole(&r->now, unit))
            continue;
        struct report_row *row = &r->rows[r->row_count++];
        row_fill(r, row, unit);
        row->bound = commitment_binds(r->set, u);
        r->bound_count += row->bound;
        r->has_points = r->has_points || row->now.points.known;
    }
    row_fill(r, &r->all, units->count);
    if (r->has_before)
        rows_rank(r, true);
    rows_rank(r, false);
    return true;
}

/* --- periods --- */

/* The period of a kind that ends with, or goes on at, a cut-off. One at the very first moment of a month
 * closes the month before it. */
static bool evaluate(struct report *r, struct evaluation *v, struct store *s, enum period_kind kind,
                     moment cut, struct error *e)
{
    struct period p;
    if (!evaluation_open(v, r->config, s, "core", e) || !period_make(kind, NULL, cut - 1, &p, e))
        return false;
    p.at = p.cut = cut;
    return evaluation_at(v, s, &p, e);
}

/* A Friday report: the week up to the cut-off gives its moment, the set its period. */
static bool friday_make(struct report *r, struct store *s, const struct report_ask *ask, struct error *e)
{
    struct period week;
    if (!evaluation_open(&r->week, r->config, s, "core", e) ||
        !period_make(PERIOD_WEEK, NULL, ask->at, &week, e) || !evaluation_at(&r->week, s, &week, e))
        return false;
    const struct commitment_set *set = evaluation_set(&r->week, ask->set, e);
    if (!set || !evaluate(r, &r->now, s, set->period, week.cut, e) ||
        !evaluate(r, &r->year, s, PERIOD_YEAR, week.cut, e))
        return false;
    r->set = evaluation_set(&r->now, set->name, e);
    r->has_before = week.from > r->now.period.from;
    return !r->has_before || evaluate(r, &r->before, s, set->period, week.from, e);
}

static bool evaluate_period(struct report *r, struct evaluation *v, struct store *s, struct period p,
                            struct error *e)
{
    return evaluation_open(v, r->config, s, "core", e) && evaluation_at(v, s, &p, e);
}

/* A report on a period: against the one before it and the same one of the year before. The week is the last
 * one in it. */
static bool period_report_make(struct report *r, struct store *s, const struct report_ask *ask,
                               struct error *e)
{
    struct period p, week, before, last;
    if (!period_make(ask->kind, ask->of, ask->at, &p, e))
        return false;
    week = (struct period){PERIOD_WEEK, p.cut - 7 * MOMENT_DAY, p.cut, p.cut, p.cut};
    before = period_before(&p);
    last = period_year_before(&p);
    if (!evaluate_period(r, &r->now, s, p, e) || !evaluate_period(r, &r->before, s, before, e) ||
        !evaluate_period(r, &r->last_year, s, last, e) || !evaluate_period(r, &r->week, s, week, e) ||
        !evaluate(r, &r->year, s, PERIOD_YEAR, p.cut, e))
        return false;
    r->set = evaluation_set(&r->now, ask->set, e);
    r->has_before = true;
    return r->set != NULL;
}

static bool periods_make(struct report *r, struct store *s, const struct report_ask *ask, struct error *e)
{
    if (!(ask->friday ? friday_make(r, s, ask, e) : period_report_make(r, s, ask, e)))
        return false;
    r->on_time = evaluation_on_time(&r->now);
    r->series = series_load(s, &r->now, r->set, r->now.period.cut, e);
    return r->series != NULL;
}

static bool mandates_make(struct report *r, struct store *s, struct error *e)
{
    const struct config *c = r->config;
    r->mandates.sets = calloc(c->mandate_count + 1, sizeof *r->mandates.sets);
    if (!r->mandates.sets)
        return error_memory(e, "report");
    for (size_t i = 0; i < c->mandate_count; i++) {
        struct report_mandates *m = &r->mandates.sets[r->mandates.count++];
        m->set = mandate_set_load(c->mandates[i], r->now.family, e);
        size_t units = r->now.units.count + 1;
        m->ratios = m->set ? calloc((m->set->count + 1) * units, sizeof *m->ratios) : NULL;
        if (!m->ratios)
            return m->set ? error_memory(e, "report") : false;
        for (size_t k = 0; k < m->set->count; k++)
            if (!mandate_count(s, r->now.family, &r->now.units, &m->set->items[k], &r->now.period,
                               &m->ratios[k * units], e))
                return false;
    }
    return true;
}

static bool history_make(struct report *r, struct store *s, struct error *e)
{
    r->workdays = workdays_load(e);
    r->history = r->workdays ? rate_history_load(s, &r->now, r->set, r->workdays, e) : NULL;
    return r->history != NULL;
}

struct tally report_tally(const struct evaluation *v, const char *counter)
{
    long i = counter_find(v->family, counter);
    return i < 0 ? (struct tally){0} : counts_get(&v->counts, v->units.count, (size_t)i);
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
    o->procedure = strdup(columns[3].known ? columns[3].text : "");
    o->unit = unit < 0 ? r->now.units.count : (size_t)unit;
    o->due = columns[4].number;
    o->days_late = (int)((r->now.period.cut - o->due + MOMENT_DAY - 1) / MOMENT_DAY);
    r->overdue.count++;
    return (o->code && o->procedure) || error_memory(e, "report");
}

static bool overdue_make(struct report *r, struct store *s, struct error *e)
{
    struct tally all = report_tally(&r->now, "open_overdue");
    r->overdue.total = all.known ? all.value : -1;
    return counts_list(s, r->now.family, "open_overdue", &r->now.period, LIMIT_REPORT_OVERDUE, overdue_row, r,
                       e);
}

/* --- sources and quality --- */

static void sources_judge(struct report *r)
{
    struct source_states *states = &r->now.sources;
    for (size_t i = 0; i < states->count; i++) {
        struct source_state *s = &states->items[i];
        s->stale = s->complete != MOMENT_NONE && s->complete < r->now.period.cut - FRESH_SECONDS;
        r->incomplete = r->incomplete || s->stale || source_is_old(s) || !source_is_whole(s);
    }
    r->sources = states;
}

static bool quality_add(struct report *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
static bool quality_add(struct report *r, const char *fmt, ...)
{
    char line[LIMIT_LINE_BYTES];
    va_list args;
    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    char **longer = realloc(r->quality.lines, (r->quality.count + 1) * sizeof *longer);
    if (!longer)
        return false;
    r->quality.lines = longer;
    r->quality.lines[r->quality.count] = strdup(line);
    return r->quality.lines[r->quality.count++] != NULL;
}

static bool quality_runs(struct report *r)
{
    char date[MOMENT_TEXT_BYTES], line[LIMIT_LINE_BYTES];
    bool ok = true;
    for (size_t i = 0; i < r->sources->count; i++) {
        const struct source_state *source = &r->sources->items[i];
        if (!source->outcome)
            ok = ok && quality_add(r, _("%s had not been polled by the cut-off."), source->name);
        else if (!source_is_whole(source))
            ok = ok && quality_add(r, "%s", source_state_say(source, line, sizeof line));
        else if (source->stale)
            ok = ok && quality_add(r, _("%s was last read whole at %s: what came since is missing."),
                                   source->name, moment_write(source->complete, "HH:mm dd/MM/yyyy", date));
        if (source->rejected)
            ok = ok && quality_add(r,
                                   _("%s: %lld records could not be read and are in no figure ('motcua "
                                     "rejects' lists them)."),
                                   source->name, (long long)source->rejected);
        if (source_is_old(source))
            ok = ok && quality_add(r, _("%s: the newest figures are of %s, however lately they came."),
                                   source->name, moment_write(source->newest, "dd/MM/yyyy", date));
        if (source->missing)
            ok = ok && quality_add(
                           r, _("%s: %lld dossiers are no longer given by the portal; no figure holds them."),
                           source->name, (long long)source->missing);
    }
    return ok;
}

static bool quality_identities(struct report *r)
{
    struct identity_break breaks[LIMIT_IDENTITY_BREAKS];
    size_t found = counts_check(&r->now.counts, breaks, LIMIT_IDENTITY_BREAKS);
    bool ok = true;
    for (size_t i = 0; i < found && i < LIMIT_IDENTITY_BREAKS; i++) {
        bool all = breaks[i].unit == r->now.units.count;
        ok = ok && quality_add(r, _("%s: %s does not hold (%lld against %lld)."),
                               all ? _("Total") : r->now.units.units[breaks[i].unit].name, breaks[i].identity,
                               (long long)breaks[i].left, (long long)breaks[i].right);
    }
    if (found > LIMIT_IDENTITY_BREAKS)
        ok = ok && quality_add(r, _("%zu further broken identities."), found - LIMIT_IDENTITY_BREAKS);
    return ok;
}

/* A column that some units have figures for: how many have none. */
static bool quality_unknown(struct report *r)
{
    bool ok = true;
    for (size_t i = 0; i < r->set->count; i++) {
        size_t unknown = 0;
        for (size_t k = 0; k < r->bound_count; k++)
            unknown += r->rows[k].now.verdicts[i].kept == KEPT_UNKNOWN;
        if (r->column[i] && unknown)
            ok = ok && quality_add(r, _("%s: no data of %zu of the %zu units."), r->set->items[i].title,
                                   unknown, r->bound_count);
    }
    return ok;
}

static bool quality_undated(struct report *r)
{
    struct tally all = report_tally(&r->now, "undated");
    return !all.known || !all.value ||
           quality_add(r,
                       _("%lld dossiers are said to have ended but have no date; they are counted as open."),
                       (long long)all.value);
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
             mandates_make(r, s, e) && overdue_make(r, s, e);
        store_snapshot_end(s);
    }
    if (ok)
        sources_judge(r);
    if (ok && !(quality_runs(r) && quality_unknown(r) && quality_identities(r) && quality_undated(r)))
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
    for (size_t i = 0; i < r->overdue.count; i++) {
        free(r->overdue.items[i].code);
        free(r->overdue.items[i].procedure);
    }
    for (size_t i = 0; i < r->quality.count; i++)
        free(r->quality.lines[i]);
    for (size_t i = 0; i < r->mandates.count; i++) {
        mandate_set_free(r->mandates.sets[i].set);
        free(r->mandates.sets[i].ratios);
    }
    free(r->mandates.sets);
    series_free(r->series);
    rate_history_free(r->history);
    workdays_free(r->workdays);
    free(r->overdue.items);
    free(r->quality.lines);
    free(r->rows);
    evaluation_close(&r->now);
    evaluation_close(&r->before);
    evaluation_close(&r->week);
    evaluation_close(&r->year);
    evaluation_close(&r->last_year);
    free(r);
}
