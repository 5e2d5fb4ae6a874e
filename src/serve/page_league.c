/* The league page shows all units, Friday by Friday as known then; its JSON twin is here too. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/phrase.h"
#include "report/publish.h"
#include "serve/page.h"
#include "serve/page_figure.h"
#include "serve/page_form.h"
#include "serve/page_json.h"
#include "serve/page_table.h"
#include "serve/page_wall.h"
#include "serve/pages.h"
#include "show/html_text.h"

/* The league of the Friday that the visitor asks for; newest: the visitor names no Friday. */
struct league {
    const struct report *report;
    bool newest, known_now; /* known_now: an older Friday as known today */
};

static bool league_read(const struct visit *v, struct league *out, struct error *e)
{
    const struct config *c = model_config(v->serving->model);
    const char *day = request_field(&v->request->query, "ngay"),
               *known = request_field(&v->request->query, "biet");
    moment cut = MOMENT_NONE;
    *out = (struct league){.newest = !day || !*day, .known_now = known && strcmp(known, "nay") == 0};
    if (!out->newest && !moment_read(day, &cut))
        return error_set(e, ERROR_USAGE, "ngay", _("Write a day as 25/11/2022."), _("'%.60s' is no day"),
                         day);
    if (!out->newest && cut == moment_day(cut))
        cut += c->cutoff;
    const struct report_ask ask = {.friday = true, .kind = PERIOD_MONTH, .at = cut};
    out->report = out->newest
                      ? model_report(v->serving->model, e)
                      : model_report_asked(v->serving->model, &ask, out->known_now ? MOMENT_NONE : cut, e);
    return out->report != NULL;
}

/* --- the table --- */

static void league_columns(const struct report *r, struct paper_table *t)
{
    char title[LIMIT_COLUMN_BYTES], target[TEXT_NUMBER_BYTES];
    paper_column(t, "rank", _("Place"), PAPER_COUNT, 12);
    paper_column(t, "unit", _("Code"), PAPER_WORDS, 24);
    paper_column(t, "name", _("Unit"), PAPER_WORDS, 0);
    for (size_t i = 0; i < r->set->count; i++) {
        if (!r->shown[i])
            continue;
        snprintf(title, sizeof title, "%.300s ≥ %s%%", r->set->items[i].title,
                 text_scaled(r->set->items[i].target * (FIGURE_SCALE / 100), 0, target));
        struct paper_column *c =
            paper_column(t, evaluation_metric(&r->now, r->set, i)->name, title, PAPER_RATE, 24);
        if (c)
            c->aim = r->set->items[i].target;
    }
    paper_column(t, "kept", _("Kept"), PAPER_COUNT, 14);
    paper_column(t, "short", _("Short"), PAPER_COUNT, 14);
    paper_column(t, "overdue", _("Overdue"), PAPER_COUNT, 16);
}

static void rate_cell(const struct report *r, const struct report_row *row, struct paper_table *t, size_t i)
{
    const struct verdict *v = &row->now.verdicts[i];
    char rate[TEXT_NUMBER_BYTES], shown[TEXT_NUMBER_BYTES + 8], count[TEXT_NUMBER_BYTES],
        note[PHRASE_BYTES] = "", points[TEXT_NUMBER_BYTES];
    bool bad = v->kept == KEPT_NO;
    int64_t moved;
    if (!v->ratio.known || v->ratio.d <= 0) {
        paper_none(t, "–");
        return;
    }
    snprintf(shown, sizeof shown, "%s %s%%",
             bad                   ? "▲"
             : v->near             ? "◊"
             : v->kept == KEPT_YES ? "●"
                                   : "",
             phrase_rate(v, r->set->items[i].target, rate));
    paper_rate(t, v->ratio.n, v->ratio.d, shown);
    paper_mark(t,
               bad                   ? PAPER_SHORT
               : v->near             ? PAPER_NEAR
               : v->kept == KEPT_YES ? PAPER_KEPT
                                     : PAPER_QUIET,
               bad);
    size_t used = 0;
    if (bad)
        used = (size_t)snprintf(note, sizeof note, _("short %s"), text_count(v->fix_existing, count));
    if (r->has_before && phrase_moved(&v->ratio, &row->before.verdicts[i].ratio, &moved) &&
        used < sizeof note)
        snprintf(note + used, sizeof note - used, "%s%s%s", used ? "; " : "",
                 moved < 0 ? "−"
                 : moved   ? "+"
                           : "±",
                 text_rate(moved < 0 ? -moved : moved, 10000, 2, points));
    if (*note)
        paper_note(t, note);
}

static void rank_cell(const struct report *r, const struct report_row *row, struct paper_table *t, bool whole)
{
    char note[TEXT_NUMBER_BYTES];
    if (!row->rank) {
        paper_none(t, whole ? "" : "–");
        return;
    }
    paper_count(t, true, row->rank);
    int moved = r->has_before && row->rank_before ? row->rank_before - row->rank : 0;
    if (moved) {
        snprintf(note, sizeof note, "%s%d", moved > 0 ? "↑" : "↓", moved > 0 ? moved : -moved);
        paper_note(t, note);
    }
}

static void overdue_cell(const struct report *r, const struct report_row *row, struct paper_table *t)
{
    char note[PHRASE_BYTES];
    struct tally late = counts_named(&r->now.counts, row->unit, "open_overdue");
    paper_count(t, late.known, late.value);
    for (size_t i = 0; late.value > 0 && i < r->overdue.count; i++)
        /* the list is sorted by due date, so the first dossier is the oldest */
        if (r->overdue.items[i].unit == row->unit) {
            snprintf(note, sizeof note, _("at most %d days"), r->overdue.items[i].days_late);
            paper_note(t, note);
            return;
        }
}

/* Adds a row. links true lets numbers lead to the pages that explain them; a past Friday has no links, because those
 * pages explain the newest numbers. */
static void league_row(const struct report *r, const struct report_row *row, struct paper_table *t,
                       bool links)
{
    char name[LIMIT_VALUE_BYTES], address[LIMIT_LINE_BYTES];
    bool whole = row->unit >= r->now.units.count;
    rank_cell(r, row, t, whole);
    paper_words(t, whole ? "" : r->now.units.units[row->unit].code);
    paper_words(t, phrase_unit(r, row->unit, name, sizeof name));
    size_t column = 3, at = t ? paper_rows(t) : 0;
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i])
            rate_cell(r, row, t, i);
    paper_count(t, row->now.judged > 0 && !whole, (int64_t)row->now.kept);
    paper_count(t, row->now.judged > 0, row->now.short_total);
    overdue_cell(r, row, t);
    for (size_t i = 0; links && i < r->set->count; i++)
        if (r->shown[i]) {
            figure_address(r, row->unit, evaluation_metric(&r->now, r->set, i)->name, address,
                           sizeof address);
            paper_link(t, at, column++, address);
        }
}

/* Adds the rows; other units' rows are shown only to a visitor who may read all units, and on a public league. */
static void league_fill(const struct visit *v, const struct league *l, struct paper_table *t)
{
    const struct report *r = l->report;
    bool all = v->scope.all || v->serving->public_league;
    league_columns(r, t);
    for (size_t i = 0; t && i < r->row_count; i++) {
        const char *code = r->now.units.units[r->rows[i].unit].code;
        if (r->rows[i].bound && (all || model_scope_holds(&v->scope, code)))
            league_row(r, &r->rows[i], t, l->newest && v->known && model_scope_holds(&v->scope, code));
    }
    if (t && all && r->row_count > 1) {
        league_row(r, &r->all, t, l->newest && v->scope.all);
        t->total = true;
    }
}

/* --- the page --- */

static void friday_link(struct buffer *b, moment cut, const char *words)
{
    char value[MOMENT_TEXT_BYTES];
    buffer_printf(b, "<a href=\"/?ngay=%s\">%s</a> ", moment_write(cut, "yyyy-MM-ddTHH:mm", value), words);
}

/* Writes the links between Fridays: "← 18/11 · thứ Sáu 25/11/2022 · 02/12 →". */
static void fridays(const struct visit *v, const struct league *l, struct buffer *b)
{
    struct period p;
    struct error none = {0};
    char day[MOMENT_TEXT_BYTES], line[PHRASE_BYTES], to[PHRASE_BYTES];
    if (!period_make(PERIOD_WEEK, NULL, MOMENT_NONE, model_config(v->serving->model)->cutoff, &p, &none))
        return;
    moment cut = l->newest ? p.to : l->report->now.period.cut;
    buffer_text(b, "<p class=\"fri\">");
    snprintf(line, sizeof line, "← %s", moment_write(cut - 7 * MOMENT_DAY, "dd/MM", day));
    friday_link(b, cut - 7 * MOMENT_DAY, line);
    buffer_printf(b, "<b>%s</b> ", phrase_moment(l->report->now.period.cut, to));
    if (!l->newest && cut + 7 * MOMENT_DAY < p.to) {
        snprintf(line, sizeof line, "%s →", moment_write(cut + 7 * MOMENT_DAY, "dd/MM", day));
        friday_link(b, cut + 7 * MOMENT_DAY, line);
    }
    if (l->newest) {
        buffer_printf(b, "<span class=\"ty\">%s</span></p>\n", _("the newest"));
        return;
    }
    buffer_printf(b, "<a href=\"/\">%s</a></p>\n<p class=\"note\">", _("the newest"));
    char value[MOMENT_TEXT_BYTES];
    moment_write(cut, "yyyy-MM-ddTHH:mm", value);
    if (l->known_now)
        buffer_printf(b, "%s <a href=\"/?ngay=%s\">%s</a>", _("As it is known today."), value,
                      _("As it was known then"));
    else
        buffer_printf(b, "%s <a href=\"/?ngay=%s&amp;biet=nay\">%s</a>", _("As it was known then."), value,
                      _("As it is known today"));
    buffer_text(b, "</p>\n");
}

static void box(struct buffer *b, const char *name, const char *big, const char *class, const char *state)
{
    buffer_text(b, "<div>");
    form_words(b, "dt", name);
    buffer_text(b, "<dd><b>");
    html_text_put(b, big);
    buffer_printf(b, "</b><span class=\"%s\">", class);
    html_text_put(b, state);
    buffer_text(b, "</span></dd></div>");
}

/* Writes a box for each rate of all units together. */
static void boxes(const struct report *r, struct buffer *b)
{
    char big[PHRASE_BYTES], state[PHRASE_BYTES], rate[TEXT_NUMBER_BYTES];
    size_t whole = 0;
    enum kept kept;
    bool near;
    for (size_t i = 0; i < r->bound_count; i++)
        whole += standing_whole(&r->rows[i].now);
    buffer_text(b, "<dl class=\"sum\">");
    snprintf(big, sizeof big, "%zu/%zu", whole, report_judged(r));
    box(b, _("Units that keep all"), big, "e", _("units"));
    for (size_t i = 0; i < r->set->count; i++) {
        const struct verdict *v = &r->all.now.verdicts[i];
        if (!r->shown[i])
            continue;
        phrase_state(r, r->now.units.count, i, v, &kept, &near, state);
        snprintf(big, sizeof big, "%s%%",
                 v->ratio.known && v->ratio.d > 0 ? phrase_rate(v, r->set->items[i].target, rate) : "–");
        box(b, r->set->items[i].title, big,
            kept == KEPT_NO    ? "no"
            : near             ? "nr"
            : kept == KEPT_YES ? "ok"
                               : "e",
            state);
    }
    buffer_text(b, "</dl>\n");
}

static void page_write(struct visit *v, const struct league *l, struct paper *p, struct reply *out)
{
    struct buffer *b = &out->body;
    const struct report *r = l->report;
    bool all = v->scope.all;
    size_t shown = 0;
    char line[LIMIT_LINE_BYTES];
    page_table_view(v, p);
    page_open(out, v, p->file_title);
    buffer_text(b, "<article class=\"sheet list\"><h1>");
    html_text_put(b, p->kind);
    buffer_text(b, "</h1>");
    fridays(v, l, b);
    for (size_t i = 0; i < p->count; i++) {
        if (p->blocks[i].kind == PAPER_WARNING)
            form_words(b, "p class=\"warn\"", p->warning);
        if (p->blocks[i].kind != PAPER_TABLE)
            continue;
        if (all && report_judged(r))
            boxes(r, b);
        else if (!l->newest && !l->known_now && !r->row_count)
            form_say(b, FORM_LOOK, _("Nothing was known then: figures of that week came later."),
                     _("Press “as it is known today” to see that week all the same."));
        page_table_search(b, v);
        shown = p->blocks[i].table ? paper_rows(p->blocks[i].table) - (p->blocks[i].table->total ? 1 : 0) : 0;
        snprintf(line, sizeof line,
                 P_("%zu unit. ● kept, ◊ just kept, ▲ short of dossiers; change in percentage points since "
                    "last Friday.",
                    "%zu units. ● kept, ◊ just kept, ▲ short of dossiers; change in percentage points since "
                    "last Friday.",
                    shown),
                 shown);
        form_words(b, "p class=\"note\"", line);
        page_table(b, v, p->blocks[i].table);
    }
    page_downloads(out, v, "/api/v1/league");
    buffer_text(b, "</article>\n");
    page_close(out, v);
}

bool page_league(struct visit *v, struct reply *out, struct error *e)
{
    struct league l;
    char to[PHRASE_BYTES], text[LIMIT_LINE_BYTES];
    if (!league_read(v, &l, e))
        return false;
    const struct report *r = l.report;
    if (wall_asked(v) && v->known) {
        wall_league(v, out, r);
        return true;
    }
    struct paper *p = paper_new();
    if (!p)
        return error_memory(e, "league");
    p->kind = strdup(_("League table"));
    p->file_title = strdup(_("League table"));
    p->wide = true;
    p->made = r->now.period.cut;
    snprintf(text, sizeof text, _("Results up to %s"), phrase_moment(r->now.period.cut, to));
    paper_run(p, &p->subject, PAPER_PLAIN, text);
    if (r->findings.incomplete) {
        paper_block(p, PAPER_WARNING, 0);
        paper_say(p, PAPER_BOLD, _("The data are not complete: a source was not read whole, or not lately."));
        p->warning = strdup(_("The data are not complete: a source was not read whole, or not lately."));
    }
    league_fill(v, &l, paper_table(p));
    league_fill(v, &l, paper_sheet(p, "league", _("League table")));
    if (!v->scope.all && v->serving->public_league)
        publish(p);
    bool ok = !p->failed;
    if (!ok)
        error_memory(e, "league");
    else if (v->format == FORMAT_HTML)
        page_write(v, &l, p, out);
    else
        ok = page_paper(out, v, p, "/api/v1/league", true, e);
    paper_free(p);
    return ok;
}

/* Small counts are hidden only on the public page; the twin holds the units that the visitor may read. */
bool api_league(struct visit *v, struct reply *out, struct error *e)
{
    struct league l;
    if (!league_read(v, &l, e))
        return false;
    const struct report *r = l.report;
    json_t *units = json_array(), *whole = json_report(r);
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].bound && model_scope_holds(&v->scope, r->now.units.units[r->rows[i].unit].code))
            json_array_append_new(units, json_row(r, &r->rows[i]));
    json_object_set(whole, "units", units);
    json_decref(units);
    return json_reply(out, whole, e);
}
