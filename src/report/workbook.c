/* The workbook has one sheet for each question, with numbers as numbers. Programs read the same tables as CSV and
 * JSON. */
#include "report/workbook.h"

#include <stdio.h>
#include <string.h>

#include "report/cards.h"
#include "report/computed.h"
#include "report/duty_table.h"
#include "report/gap_columns.h"
#include "report/phrase.h"

/* Adds a sheet that has thousands of rows for a nation, so that the numbers are not written in words as well. */
static struct paper_table *long_list(struct paper *p, const char *name, const char *title)
{
    struct paper_table *t = paper_sheet(p, name, title);
    if (t)
        t->bare = true;
    return t;
}

/* --- commitments, unit by unit --- */

static void kept_columns(const struct report *r, struct paper_table *t)
{
    char title[LIMIT_COLUMN_BYTES], name[LIMIT_NAME_BYTES * 2];
    int at = 3;
    paper_column(t, "unit", _("Code"), PAPER_CODE, 18);
    paper_column(t, "name", _("Unit"), PAPER_WORDS, 40);
    paper_column(t, "bound", _("Bound"), PAPER_CENTRE, 16);
    for (size_t i = 0; i < r->set->count; i++, at += 5) {
        const char *metric = evaluation_metric(&r->now, r->set, i)->name;
        snprintf(title, sizeof title, "%.200s", r->set->items[i].title);
        const struct {
            const char *suffix, *title;
            enum paper_kind kind;
            enum paper_formula formula;
            int width;
        } parts[] = {{"numerator", _("Kept"), PAPER_COUNT, PAPER_GIVEN, 14},
                     {"denominator", _("Dossiers"), PAPER_COUNT, PAPER_GIVEN, 14},
                     {"rate", _("Rate"), PAPER_RATE, PAPER_QUOTIENT, 14},
                     {"target", _("Target"), PAPER_TARGET, PAPER_GIVEN, 14},
                     {"short", _("Short"), PAPER_COUNT, PAPER_GAP, 14}};
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
            snprintf(name, sizeof name, "%.63s_%s", metric, parts[k].suffix);
            paper_column(t, name, parts[k].title, parts[k].kind, parts[k].width);
            paper_column_group(t, title);
            if (parts[k].formula != PAPER_GIVEN)
                paper_column_formula(t, parts[k].formula, at, at + 1, at + 3);
        }
    }
}

static void kept_row(const struct report *r, struct paper_table *t, const struct report_row *row)
{
    bool all = row->unit >= r->now.units.count;
    char name[LIMIT_VALUE_BYTES];
    paper_words(t, all ? "ALL" : r->now.units.units[row->unit].code);
    paper_words(t, phrase_unit(r, row->unit, name, sizeof name));
    paper_words(t, row->bound || all ? "x" : NULL);
    for (size_t i = 0; i < r->set->count; i++) {
        const struct verdict *v = &row->now.verdicts[i];
        bool judged = (row->bound || all) && (v->kept == KEPT_YES || v->kept == KEPT_NO);
        enum paper_mark mark = !judged ? PAPER_UNMARKED : v->kept == KEPT_YES ? PAPER_KEPT : PAPER_SHORT;
        paper_count(t, v->ratio.known, v->ratio.n);
        paper_count(t, v->ratio.known, v->ratio.d);
        if (v->ratio.known && v->ratio.d > 0)
            paper_rate(t, v->ratio.n, v->ratio.d, NULL);
        else
            paper_none(t, v->ratio.known ? _("nothing arose") : _("no data"));
        paper_mark(t, mark, false);
        if (row->bound || all)
            paper_target(t, r->set->items[i].target);
        else
            paper_none(t, "");
        if (judged)
            paper_count(t, true, v->fix_existing);
        else
            paper_none(t, "");
        paper_mark(t, mark, false);
    }
}

static void sheet_kept(const struct report *r, struct paper *p)
{
    struct paper_table *t = long_list(p, "commitments", _("Commitments"));
    if (!t)
        return;
    kept_columns(r, t);
    for (size_t i = 0; i < r->row_count; i++)
        kept_row(r, t, &r->rows[i]);
    kept_row(r, t, &r->all);
    t->total = true;
}

/* --- league --- */

static void sheet_rank(const struct report *r, struct paper *p)
{
    char name[LIMIT_VALUE_BYTES];
    struct paper_table *t = long_list(p, "league", _("League"));
    paper_column(t, "rank", _("Rank"), PAPER_COUNT, 12);
    paper_column(t, "rank_before", _("Rank before"), PAPER_COUNT, 14);
    paper_column(t, "unit", _("Code"), PAPER_CODE, 20);
    paper_column(t, "name", _("Unit"), PAPER_WORDS, 44);
    paper_column(t, "kept", _("Kept"), PAPER_COUNT, 14);
    paper_column(t, "judged", _("Of"), PAPER_COUNT, 12);
    paper_column(t, "short", _("Dossiers short"), PAPER_COUNT, 18);
    paper_column(t, "points", _("Points, published"), PAPER_POINTS, 16);
    if (computed_known(r))
        paper_column(t, "computed", _("Points, computed"), PAPER_POINTS, 16);
    for (size_t i = 0; i < r->set->count; i++)
        paper_column(t, evaluation_metric(&r->now, r->set, i)->name, r->set->items[i].title, PAPER_RATE, 22);
    paper_column(t, "on_time", _("On time"), PAPER_RATE, 18);
    for (size_t k = 0; k < r->bound_count; k++) {
        const struct report_row *row = &r->rows[k];
        paper_count(t, row->rank > 0, row->rank);
        paper_count(t, row->rank_before > 0, row->rank_before);
        paper_words(t, r->now.units.units[row->unit].code);
        paper_words(t, phrase_unit(r, row->unit, name, sizeof name));
        paper_count(t, true, (int64_t)row->now.kept);
        paper_count(t, true, (int64_t)row->now.judged);
        paper_count(t, row->now.judged > 0, row->now.short_total);
        paper_points(t, row->now.points.known, row->now.points.number);
        if (computed_known(r))
            paper_points(t, row->computed.known, row->computed.number);
        for (size_t i = 0; i < r->set->count; i++) {
            const struct verdict *v = &row->now.verdicts[i];
            paper_rate(t, v->ratio.n, v->ratio.known ? v->ratio.d : 0, NULL);
            paper_mark(t,
                       v->kept == KEPT_YES  ? PAPER_KEPT
                       : v->kept == KEPT_NO ? PAPER_SHORT
                                            : PAPER_UNMARKED,
                       false);
        }
        paper_rate(t, row->on_time.n, row->on_time.known ? row->on_time.d : 0, NULL);
    }
}

/* --- units that are short --- */

static void sheet_short(const struct report *r, struct paper *p)
{
    char name[LIMIT_VALUE_BYTES], range[PHRASE_BYTES];
    struct paper_table *t = long_list(p, "short", _("Still short"));
    paper_column(t, "unit", _("Code"), PAPER_CODE, 20);
    paper_column(t, "name", _("Unit"), PAPER_WORDS, 44);
    paper_column(t, "commitment", _("Commitment"), PAPER_WORDS, 40);
    gap_columns(t, _("Kept"), 14);
    paper_column(t, "need_new", _("Or new dossiers"), PAPER_COUNT, 18);
    paper_column(t, "forecast", _("Forecast, end of period"), PAPER_CENTRE, 28);
    for (size_t k = r->bound_count; k > 0; k--) {
        const struct report_row *row = &r->rows[k - 1];
        for (size_t i = 0; i < r->set->count; i++) {
            const struct verdict *v = &row->now.verdicts[i];
            if (v->kept != KEPT_NO)
                continue;
            struct forecast f = rate_history_forecast(r->history, row->unit, i);
            paper_words(t, r->now.units.units[row->unit].code);
            paper_words(t, phrase_unit(r, row->unit, name, sizeof name));
            paper_words(t, r->set->items[i].title);
            paper_count(t, true, v->ratio.n);
            paper_count(t, true, v->ratio.d);
            paper_rate(t, v->ratio.n, v->ratio.d, NULL);
            paper_target(t, r->set->items[i].target);
            paper_count(t, true, v->fix_existing);
            paper_count(t, v->need_new >= 0, v->need_new);
            if (f.state == FORECAST_RANGE)
                paper_words(t, phrase_range(&f, range));
            else
                paper_words(t, NULL);
        }
    }
}

static void sheet_overdue(const struct report *r, struct paper *p)
{
    char name[LIMIT_VALUE_BYTES];
    struct paper_table *t = long_list(p, "overdue", _("Overdue"));
    paper_column(t, "code", _("Dossier code"), PAPER_CODE, 52);
    paper_column(t, "unit", _("Code"), PAPER_CODE, 20);
    paper_column(t, "name", _("Unit"), PAPER_WORDS, 44);
    paper_column(t, "procedure", _("Procedure"), PAPER_WORDS, 60);
    paper_column(t, "procedure_code", _("Procedure code"), PAPER_CODE, 22);
    paper_column(t, "due", _("Due"), PAPER_MOMENT, 28);
    paper_column(t, "days_late", _("Days late"), PAPER_COUNT, 16);
    for (size_t i = 0; i < r->overdue.count; i++) {
        const struct report_overdue *o = &r->overdue.items[i];
        bool known = o->unit < r->now.units.count;
        paper_words(t, o->code);
        paper_words(t, known ? r->now.units.units[o->unit].code : NULL);
        paper_words(t, known ? phrase_unit(r, o->unit, name, sizeof name) : NULL);
        paper_words(t, *o->procedure ? o->procedure : NULL);
        paper_words(t, *o->procedure_code ? o->procedure_code : NULL);
        paper_moment(t, o->due);
        paper_count(t, true, o->days_late);
    }
}

/* --- all indicators --- */

static void sheet_metrics(const struct report *r, struct paper *p)
{
    struct paper_table *t = paper_sheet(p, "metrics", _("Indicators"));
    paper_column(t, "metric", _("Code"), PAPER_CODE, 44);
    paper_column(t, "title", _("Indicator"), PAPER_WORDS, 80);
    paper_column(t, "numerator", _("Numerator"), PAPER_COUNT, 18);
    paper_column(t, "denominator", _("Denominator"), PAPER_COUNT, 18);
    paper_column(t, "rate", _("Rate"), PAPER_RATE, 14);
    paper_column_formula(t, PAPER_QUOTIENT, 2, 3, 3);
    paper_column(t, "year_numerator", _("Numerator, year"), PAPER_COUNT, 20);
    paper_column(t, "year_denominator", _("Denominator, year"), PAPER_COUNT, 20);
    paper_column(t, "year_rate", _("Rate, year"), PAPER_RATE, 16);
    paper_column_formula(t, PAPER_QUOTIENT, 5, 6, 6);
    for (size_t i = 0; i < metric_count(r->now.metrics); i++) {
        const struct metric *m = metric_at(r->now.metrics, i);
        struct ratio now = evaluation_ratio(&r->now, m, r->now.units.count);
        struct ratio year =
            evaluation_ratio(&r->year, metric_find(r->year.metrics, m->name), r->year.units.count);
        if (!now.known && !year.known)
            continue;
        paper_words(t, m->name);
        paper_words(t, m->title);
        paper_count(t, now.known, now.n);
        paper_count(t, now.known, now.d);
        paper_rate(t, now.n, now.known ? now.d : 0, NULL);
        paper_count(t, year.known, year.n);
        paper_count(t, year.known, year.d);
        paper_rate(t, year.n, year.known ? year.d : 0, NULL);
    }
}

/* --- twelve weeks: the charts are drawn from this sheet --- */

static void sheet_weeks(const struct report *r, struct paper *p)
{
    struct paper_table *t = paper_sheet(p, "weeks", _("12 weeks"));
    paper_column(t, "week", _("Week to"), PAPER_DAY, 22);
    for (size_t i = 0; i < r->set->count; i++) {
        char name[LIMIT_NAME_BYTES * 2];
        const char *metric = evaluation_metric(&r->now, r->set, i)->name;
        if (!r->shown[i] || series_known(r->series, r->now.units.count, i) < 2)
            continue;
        paper_column(t, metric, _("Rate"), PAPER_RATE, 20);
        paper_column_group(t, r->set->items[i].title);
        snprintf(name, sizeof name, "%.63s_target", metric);
        paper_column(t, name, _("Target"), PAPER_TARGET, 14);
        paper_column_group(t, r->set->items[i].title);
    }
    for (size_t week = 0; week < SERIES_WEEKS; week++) {
        paper_day(t, series_at(r->series, week));
        for (size_t i = 0; i < r->set->count; i++) {
            if (!r->shown[i] || series_known(r->series, r->now.units.count, i) < 2)
                continue;
            struct ratio ratio = series_ratio(r->series, week, r->now.units.count, i);
            paper_rate(t, ratio.n, ratio.known ? ratio.d : 0, NULL);
            paper_target(t, r->set->items[i].target);
        }
    }
    cards_charts(r, p, r->now.units.count, true);
}

/* --- definitions and sources --- */

static void definition_row(struct paper_table *t, const char *title, const char *formula,
                           const char *document, const char *version)
{
    paper_words(t, title);
    paper_words(t, formula);
    paper_words(t, document);
    paper_words(t, version);
}

static void sheet_definitions(const struct report *r, struct paper *p)
{
    char moment_text[MOMENT_TEXT_BYTES];
    struct paper_table *t = paper_sheet(p, "definitions", _("Definitions and sources"));
    paper_column(t, "title", _("Name"), PAPER_WORDS, 60);
    paper_column(t, "formula", _("Definition"), PAPER_WORDS, 90);
    paper_column(t, "document", _("Document"), PAPER_WORDS, 80);
    paper_column(t, "version", _("Version"), PAPER_CENTRE, 20);
    for (size_t i = 0; i < metric_count(r->now.metrics); i++) {
        const struct metric *m = metric_at(r->now.metrics, i);
        if (evaluation_ratio(&r->now, m, r->now.units.count).known)
            definition_row(t, m->title, m->formula, m->document, m->version);
    }
    definition_row(t, _("Targets:"), r->set->title, r->set->document, NULL);
    for (size_t i = 0; i < r->now.sources.count; i++) {
        const struct source_state *s = &r->now.sources.items[i];
        definition_row(t, _("Source"), s->name, moment_write(s->complete, "HH:mm dd/MM/yyyy", moment_text),
                       s->outcome);
    }
    if (!p->official) /* the findings name units and counts, however small */
        return;
    for (size_t i = 0; i < r->findings.faults.count; i++)
        definition_row(t, _("Quality of the data"), r->findings.faults.items[i], NULL, NULL);
    for (size_t i = 0; i < r->findings.checked.count; i++)
        definition_row(t, _("Looked at"), r->findings.checked.items[i], NULL, NULL);
}

void workbook_add(const struct report *r, struct paper *p)
{
    sheet_kept(r, p);
    sheet_rank(r, p);
    sheet_short(r, p);
    sheet_overdue(r, p);
    duty_table_sheet(r, p);
    sheet_metrics(r, p);
    sheet_weeks(r, p);
    sheet_definitions(r, p);
    for (size_t i = 0; i < p->sheet_count; i++)
        p->failed = p->failed || !p->sheets[i] || p->sheets[i]->failed;
}
