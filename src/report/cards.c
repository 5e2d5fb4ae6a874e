#include "report/cards.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/phrase.h"

static bool has_forecast(const struct report *r, size_t unit)
{
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i] && rate_history_forecast(r->history, unit, i).state == FORECAST_RANGE)
            return true;
    return false;
}

/* True if some change is known, so that the table has a column of changes. */
static bool has_change(const struct report *r, const struct standing *now, const struct standing *before)
{
    int64_t moved;
    for (size_t i = 0; r->has_before && i < r->set->count; i++)
        if (r->shown[i] && phrase_moved(&now->verdicts[i].ratio, &before->verdicts[i].ratio, &moved))
            return true;
    return false;
}

/* Returns the same metric in the same period of the year before; unknown in a Friday report. */
static struct ratio last_year(const struct report *r, size_t unit, size_t i)
{
    const char *name = evaluation_metric(&r->now, r->set, i)->name;
    const struct metric *m =
        r->friday || !r->last_year.metrics ? NULL : metric_find(r->last_year.metrics, name);
    bool all = unit >= r->now.units.count;
    long there = m && !all ? unit_find(&r->last_year.units, r->now.units.units[unit].code) : -1;
    if (!m || (!all && there < 0))
        return (struct ratio){0};
    return evaluation_ratio(&r->last_year, m, all ? r->last_year.units.count : (size_t)there);
}

static bool has_last_year(const struct report *r, const struct standing *now, size_t unit)
{
    int64_t moved;
    for (size_t i = 0; i < r->set->count; i++) {
        struct ratio then = last_year(r, unit, i);
        if (r->shown[i] && phrase_moved(&now->verdicts[i].ratio, &then, &moved))
            return true;
    }
    return false;
}

/* Returns the verdict of a card. A unit that the set does not bind has a rate and no verdict. */
static struct verdict card_verdict(const struct report_row *row, size_t i)
{
    struct verdict v = row->now.verdicts[i];
    if (!row->bound && (v.kept == KEPT_YES || v.kept == KEPT_NO)) {
        v.kept = KEPT_UNBOUND;
        v.near = false;
    }
    return v;
}

static void card_row(const struct report *r, struct paper_table *t, const struct report_row *row, size_t i)
{
    const struct standing *now = &row->now, *before = &row->before;
    const struct verdict verdict = card_verdict(row, i), *v = &verdict;
    size_t unit = row->unit;
    char rate[TEXT_NUMBER_BYTES], shown[TEXT_NUMBER_BYTES + 2], state[PHRASE_BYTES], n[TEXT_NUMBER_BYTES],
        d[TEXT_NUMBER_BYTES], parts[PHRASE_BYTES], range[PHRASE_BYTES];
    enum kept kept;
    bool near, has_rate = v->ratio.known && v->ratio.d > 0;
    int64_t moved = 0;
    struct forecast f = rate_history_forecast(r->history, unit, i);
    phrase_state(r, unit, i, v, &kept, &near, state);
    enum paper_mark mark = kept == KEPT_NO    ? PAPER_SHORT
                           : kept != KEPT_YES ? PAPER_QUIET
                           : near             ? PAPER_NEAR
                                              : PAPER_KEPT;
    paper_words(t, r->set->items[i].title);
    paper_target(t, r->set->items[i].target);
    if (has_rate) {
        snprintf(shown, sizeof shown, "%s%%", phrase_rate(v, r->set->items[i].target, rate));
        paper_rate(t, v->ratio.n, v->ratio.d, shown);
        paper_mark(t, mark, true);
        snprintf(parts, sizeof parts, "%s/%s", text_count(v->ratio.n, n), text_count(v->ratio.d, d));
        paper_words(t, parts);
    } else {
        paper_none(t, "–");
        paper_none(t, "–");
    }
    if (r->has_before && phrase_moved(&v->ratio, &before->verdicts[i].ratio, &moved))
        paper_change(t, true, moved);
    else if (has_change(r, now, before))
        paper_none(t, "–");
    struct ratio then = last_year(r, unit, i);
    if (phrase_moved(&v->ratio, &then, &moved))
        paper_change(t, true, moved);
    else if (has_last_year(r, now, unit))
        paper_none(t, "–");
    paper_words(t, state);
    paper_mark(t, mark, kept == KEPT_NO);
    if (kept == KEPT_NO && v->need_new >= 0) {
        snprintf(parts, sizeof parts, P_("or %s new one", "or %s new ones", v->need_new),
                 text_count(v->need_new, n));
        paper_note(t, parts);
    }
    if (f.state == FORECAST_RANGE)
        paper_words(t, phrase_range(&f, range));
    else if (has_forecast(r, unit))
        paper_none(t, "–");
}

void cards_table(const struct report *r, struct paper *p, size_t unit)
{
    struct report_row row = r->all;
    row.bound = true; /* the total is judged as a whole */
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].unit == unit)
            row = r->rows[i];
    const struct standing *now = &row.now, *before = &row.before;
    size_t shown = 0;
    for (size_t i = 0; i < r->set->count; i++)
        shown += r->shown[i];
    if (!shown) {
        paper_block(p, PAPER_PARAGRAPH, 0);
        paper_sayf(p, PAPER_PLAIN, _("There are no data for any of the targets (%zu)."), r->set->count);
        return;
    }
    bool years = has_last_year(r, now, unit);
    struct paper_table *t = paper_table(p);
    paper_column(t, "commitment", _("Commitment"), PAPER_WORDS, 0);
    paper_column(t, "target", _("Target"), PAPER_TARGET, 17);
    paper_column(t, "rate", _("Result"), PAPER_RATE, 19);
    paper_column(t, "dossiers", _("Dossiers"), PAPER_CENTRE, r->has_points ? 33 : 25);
    if (has_change(r, now, before))
        paper_column(t, "change", r->friday ? _("In the\nweek") : _("Against the\nperiod\nbefore"),
                     PAPER_CHANGE, 15);
    if (years)
        paper_column(t, "change_year", _("Against\nlast\nyear"), PAPER_CHANGE, 15);
    paper_column(t, "state", _("State"), PAPER_CENTRE, !has_forecast(r, unit) ? 37 : years ? 27 : 31);
    if (has_forecast(r, unit))
        paper_column(t, "forecast", _("Forecast,\nend of period"), PAPER_CENTRE, years ? 27 : 30);
    if (t)
        t->cards = true;
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i])
            card_row(r, t, &row, i);
}

/* --- twelve weeks --- */

static bool chart_make(const struct report *r, struct paper *p, size_t unit, size_t i, bool sheet)
{
    char low[TEXT_NUMBER_BYTES], high[TEXT_NUMBER_BYTES], words[LIMIT_LINE_BYTES], target[TEXT_NUMBER_BYTES];
    const struct commitment *c = &r->set->items[i];
    struct paper_chart *chart = paper_chart(p, sheet, c->title, c->target);
    struct ratio first = {0}, last = {0};
    for (size_t week = 0; week < SERIES_WEEKS; week++) {
        struct ratio ratio = series_ratio(r->series, week, unit, i);
        struct paper_point point = {.at = series_at(r->series, week),
                                    .known = ratio.known,
                                    .n = ratio.n,
                                    .d = ratio.d,
                                    .kept = commitment_judge(&ratio, c->target) == KEPT_YES};
        paper_chart_point(p, chart, &point);
        if (ratio.known && !first.known)
            first = ratio;
        if (ratio.known)
            last = ratio;
    }
    if (!chart)
        return false;
    snprintf(words, sizeof words, _("%s, twelve weeks: from %s%% to %s%%, target %s%%"), c->title,
             text_rate(first.n, first.d, 2, low), text_rate(last.n, last.d, 2, high),
             text_scaled(c->target * (FIGURE_SCALE / 100), 0, target));
    chart->words = strdup(words);
    p->failed = p->failed || !chart->words;
    return true;
}

/* Gives all charts one scale: 50 points high where every line and target fits, else from 0 to 100. Returns the
 * height. */
static int charts_scale(struct paper_chart *charts, size_t count)
{
    int height = 50;
    for (size_t i = 0; i < count; i++) {
        struct paper_chart *c = &charts[i];
        int low = (int)(c->target / 100), high = low;
        for (size_t k = 0; k < c->count; k++)
            if (c->points[k].known) {
                int percent = (int)(c->points[k].n * 100 / c->points[k].d);
                low = percent < low ? percent : low;
                high = percent + 1 > high ? percent + 1 : high;
            }
        c->high = high > 90 ? 100 : (high + 9) / 10 * 10;
        c->low = c->high < 50 ? 0 : c->high - 50;
        c->high = c->low + 50;
        height = low < c->low ? 100 : height;
    }
    for (size_t i = 0; height == 100 && i < count; i++) {
        charts[i].low = 0;
        charts[i].high = 100;
    }
    return height;
}

bool cards_charts(const struct report *r, struct paper *p, size_t unit, bool sheet)
{
    size_t drawn = 0;
    for (size_t i = 0; i < r->set->count; i++)
        drawn += r->shown[i] && series_known(r->series, unit, i) > 1;
    if (!drawn)
        return false;
    if (!sheet)
        paper_block(p, PAPER_FIGURE, 0);
    bool published = false;
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i] && series_known(r->series, unit, i) > 1) {
            chart_make(r, p, unit, i, sheet);
            published = published || evaluation_metric(&r->now, r->set, i)->figure;
        }
    if (p->failed) /* the writer tells the failure */
        return true;
    struct paper_chart *charts = sheet ? p->series : paper_newest(p)->charts;
    int height = charts_scale(charts, sheet ? p->series_count : paper_newest(p)->chart_count);
    if (sheet)
        return true;
    char from[MOMENT_TEXT_BYTES], to[MOMENT_TEXT_BYTES];
    paper_sayf(p, PAPER_ITALIC,
               published ? _("Figure 1. Rates as published, twelve weeks from %s to %s, in percent.")
                         : _("Figure 1. Rate of each week, twelve weeks from %s to %s, in percent."),
               moment_write(series_at(r->series, 0), "dd/MM/yyyy", from),
               moment_write(series_at(r->series, SERIES_WEEKS - 1), "dd/MM/yyyy", to));
    paper_sayf(p, PAPER_ITALIC, _("Height of each axis in points: %d; dashed: target; ●: reached, ▲: not."),
               height);
    return true;
}
