#include "report/unit_paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cards.h"
#include "report/message.h"
#include "report/phrase.h"
#include "report/system_lines.h"

enum { OVERDUE_MOST = 6 };

static const struct report_row *row_find(const struct report *r, size_t unit)
{
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].unit == unit)
            return &r->rows[i];
    return NULL;
}

static void title_put(const struct report *r, const struct report_row *row, struct paper *p)
{
    char name[LIMIT_VALUE_BYTES], to[PHRASE_BYTES], text[LIMIT_LINE_BYTES];
    phrase_unit(r, row->unit, name, sizeof name);
    p->kind = strdup(name);
    if (r->friday)
        snprintf(text, sizeof text, _("Results up to %s"), phrase_moment(r->now.period.cut, to));
    else
        snprintf(text, sizeof text, "%s", phrase_period(&r->now.period, to));
    paper_run(p, &p->subject, PAPER_PLAIN, text);
    snprintf(text, sizeof text, "%.200s, %s", name, to);
    p->file_title = strdup(text);
    p->made = r->now.period.cut;
    p->failed = p->failed || !p->kind || !p->file_title;
}

/* The sentence that decides. */
static void say_state(const struct report *r, const struct report_row *row, struct paper *p)
{
    char count[TEXT_NUMBER_BYTES], to[MOMENT_TEXT_BYTES];
    const struct standing *s = &row->now;
    int64_t days = rate_history_days_left(r->history);
    paper_block(p, PAPER_PARAGRAPH, 0);
    if (!row->bound)
        paper_say(p, PAPER_PLAIN, _("The unit is not held to these commitments."));
    else if (!s->judged)
        paper_say(p, PAPER_PLAIN, _("There are no data by which the unit could be judged."));
    else if (s->kept == s->judged)
        paper_sayf(p, PAPER_BOLD, _("All %zu targets are reached."), s->judged);
    else
        paper_sayf(p, PAPER_BOLD, _("%zu of %zu targets are reached; %s more dossiers reach all."), s->kept,
                   s->judged, text_count(s->short_total, count));
    if (days > 0 && s->judged)
        paper_sayf(p, PAPER_PLAIN, _("%lld working days are left to the end of %s."), (long long)days,
                   moment_write(r->now.period.to - MOMENT_DAY, "dd/MM/yyyy", to));
    if (row->rank) {
        paper_sayf(p, PAPER_PLAIN, _("Place %d of %zu"), row->rank, r->bound_count);
        if (r->has_before && row->rank_before)
            paper_sayf(p, PAPER_PLAIN, _("(%s: %d)"), phrase_before(r), row->rank_before);
        paper_say(p, PAPER_PLAIN, ".");
    }
    system_say(r, row->unit, p);
}

/* --- what to do first: the targets that cost fewest dossiers --- */

static void say_steps(const struct report *r, const struct report_row *row, struct paper *p)
{
    bool told[LIMIT_COMMITMENTS] = {0};
    char count[TEXT_NUMBER_BYTES], daily[TEXT_NUMBER_BYTES], label[TEXT_NUMBER_BYTES],
        need[TEXT_NUMBER_BYTES];
    int64_t days = rate_history_days_left(r->history);
    int number = 0;
    for (;;) {
        size_t next = r->set->count;
        for (size_t i = 0; i < r->set->count; i++)
            if (!told[i] && row->bound && row->now.verdicts[i].kept == KEPT_NO &&
                (next == r->set->count ||
                 row->now.verdicts[i].fix_existing < row->now.verdicts[next].fix_existing))
                next = i;
        if (next == r->set->count)
            return;
        const struct verdict *v = &row->now.verdicts[next];
        told[next] = true;
        if (!number)
            paper_heading(p, 2, _("What to do first"));
        paper_block(p, PAPER_ITEM, 0);
        snprintf(label, sizeof label, "%d.", ++number);
        paper_say(p, PAPER_PLAIN, label);
        paper_sayf(p, PAPER_BOLD, _("%s: %s dossiers more"), r->set->items[next].title,
                   text_count(v->fix_existing, count));
        if (days > 0)
            paper_sayf(p, PAPER_PLAIN, _("(%s each working day)"),
                       text_count((v->fix_existing + days - 1) / days, daily));
        if (v->need_new >= 0)
            paper_sayf(p, PAPER_PLAIN, _("or %s new ones that meet it"), text_count(v->need_new, need));
        paper_say(p, PAPER_PLAIN, ".");
    }
}

/* --- overdue --- */

static void say_overdue(const struct report *r, size_t unit, struct paper *p)
{
    struct tally all = counts_named(&r->now.counts, unit, "open_overdue");
    char count[TEXT_NUMBER_BYTES];
    size_t listed = 0;
    paper_heading(p, 2, _("Overdue dossiers"));
    paper_block(p, PAPER_PARAGRAPH, 0);
    if (!all.known) {
        paper_say(p, PAPER_PLAIN, _("What is overdue is not known."));
        return;
    }
    if (!all.value) {
        char none[LIMIT_VALUE_BYTES];
        paper_say(p, PAPER_PLAIN, phrase_none_overdue(r, unit, none, sizeof none));
        return;
    }
    paper_sayf(p, PAPER_PLAIN, _("%s open dossiers are overdue."), text_count(all.value, count));
    struct paper_table *t = paper_table(p);
    paper_column(t, "code", _("Dossier code"), PAPER_CODE, 60);
    paper_column(t, "procedure", _("Procedure"), PAPER_WORDS, 0);
    paper_column(t, "due", _("Due"), PAPER_DAY, 26);
    paper_column(t, "days", _("Days\nlate"), PAPER_COUNT, 18);
    if (t)
        t->small = true;
    for (size_t i = 0; i < r->overdue.count && listed < OVERDUE_MOST; i++) {
        const struct report_overdue *o = &r->overdue.items[i];
        if (o->unit != unit)
            continue;
        paper_words(t, o->code);
        paper_words(t, o->procedure);
        paper_day(t, o->due);
        paper_count(t, true, o->days_late);
        listed++;
    }
}

/* --- for programs, and the message --- */

static void sheet_put(const struct report *r, const struct report_row *row, struct paper *p)
{
    char range[PHRASE_BYTES];
    struct paper_table *t = paper_sheet(p, "commitments", _("Commitments"));
    paper_column(t, "commitment", _("Commitment"), PAPER_WORDS, 60);
    paper_column(t, "numerator", _("Kept"), PAPER_COUNT, 18);
    paper_column(t, "denominator", _("Dossiers"), PAPER_COUNT, 18);
    paper_column(t, "rate", _("Rate"), PAPER_RATE, 18);
    paper_column_formula(t, PAPER_QUOTIENT, 1, 2, 4);
    paper_column(t, "target", _("Target"), PAPER_TARGET, 18);
    paper_column(t, "short", _("Short"), PAPER_COUNT, 18);
    paper_column_formula(t, PAPER_GAP, 1, 2, 4);
    paper_column(t, "forecast", _("Forecast, end of period"), PAPER_CENTRE, 30);
    for (size_t i = 0; i < r->set->count; i++) {
        const struct verdict *v = &row->now.verdicts[i];
        struct forecast f = rate_history_forecast(r->history, row->unit, i);
        bool judged = v->kept == KEPT_YES || v->kept == KEPT_NO;
        paper_words(t, r->set->items[i].title);
        paper_count(t, v->ratio.known, v->ratio.n);
        paper_count(t, v->ratio.known, v->ratio.d);
        paper_rate(t, v->ratio.n, v->ratio.known ? v->ratio.d : 0, NULL);
        paper_target(t, r->set->items[i].target);
        paper_count(t, judged, v->fix_existing);
        paper_words(t, f.state == FORECAST_RANGE ? phrase_range(&f, range) : NULL);
    }
}

static void message_put(const struct report *r, const struct report_row *row, struct paper *p)
{
    char rate[TEXT_NUMBER_BYTES], target[TEXT_NUMBER_BYTES], count[TEXT_NUMBER_BYTES];
    paper_message(p, "%s", p->file_title ? p->file_title : "");
    for (size_t i = 0; i < r->set->count; i++) {
        const struct verdict *v = &row->now.verdicts[i];
        if (!v->ratio.known || v->ratio.d <= 0)
            continue;
        if (v->kept == KEPT_NO)
            paper_message(p, _("- %s: %s%% (target %s%%), short %s dossiers"), r->set->items[i].title,
                          phrase_rate(v, r->set->items[i].target, rate),
                          text_scaled(r->set->items[i].target * (FIGURE_SCALE / 100), 0, target),
                          text_count(v->fix_existing, count));
        else
            paper_message(p, _("- %s: %s%% (target %s%%), reached"), r->set->items[i].title,
                          phrase_rate(v, r->set->items[i].target, rate),
                          text_scaled(r->set->items[i].target * (FIGURE_SCALE / 100), 0, target));
    }
    if (row->rank)
        paper_message(p, _("Place %d of %zu"), row->rank, r->bound_count);
}

static void validity_put(const struct report *r, struct paper *p)
{
    char line[LIMIT_LINE_BYTES];
    if (!evaluation_validity(&r->now, r->set, line, sizeof line))
        return;
    paper_block(p, PAPER_WARNING, 0);
    paper_say(p, PAPER_BOLD, line);
}

struct paper *unit_paper_make(const struct report *r, size_t unit, struct error *e)
{
    const struct report_row *row = row_find(r, unit);
    if (!row) {
        error_set(e, ERROR_DATA, r->now.units.units[unit].code,
                  _("'motcua units' lists units and their dates."),
                  _("the unit has neither dossiers nor figures in this period"));
        return NULL;
    }
    struct paper *p = paper_new();
    if (p) {
        title_put(r, row, p);
        if (r->findings.incomplete) {
            paper_block(p, PAPER_WARNING, 0);
            paper_say(p, PAPER_BOLD,
                      _("The data are not complete: a source was not read whole, or not lately."));
            p->warning = strdup(_("The data are not complete: a source was not read whole, or not lately."));
        }
        validity_put(r, p);
        message_tree(r, p);
        say_state(r, row, p);
        cards_table(r, p, unit);
        say_steps(r, row, p);
        say_overdue(r, unit, p);
        cards_charts(r, p, unit, false);
        sheet_put(r, row, p);
        message_put(r, row, p);
    }
    if (p && !p->failed)
        return p;
    paper_free(p);
    error_memory(e, "report");
    return NULL;
}
