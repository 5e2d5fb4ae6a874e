/* One unit: the page of its head, and the league of all. Both are made of the report's model. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/phrase.h"
#include "report/publish.h"
#include "report/unit_paper.h"
#include "serve/page.h"
#include "serve/page_json.h"
#include "serve/pages.h"

bool page_unit(struct visit *v, struct reply *out, struct error *e)
{
    const struct report *r = model_report(v->serving->model, e);
    long unit = r ? unit_find(&r->now.units, v->unit) : -1;
    char twin[LIMIT_VALUE_BYTES + 32];
    if (!r)
        return false;
    if (unit < 0) {
        page_fault(out, v, 404, _("There is no such unit."),
                   _("'motcua units' lists units and their dates."));
        return true;
    }
    struct paper *p = unit_paper_make(r, (size_t)unit, e);
    snprintf(twin, sizeof twin, "/api/v1/units/%s", v->unit);
    bool ok = p && page_paper(out, v, p, twin, false, e);
    paper_free(p);
    return ok;
}

static void league_columns(const struct report *r, struct paper_table *t)
{
    paper_column(t, "rank", _("Place"), PAPER_COUNT, 12);
    paper_column(t, "unit", _("Code"), PAPER_WORDS, 24);
    paper_column(t, "name", _("Unit"), PAPER_WORDS, 0);
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i])
            paper_column(t, evaluation_metric(&r->now, r->set, i)->name, r->set->items[i].title, PAPER_RATE,
                         24);
    paper_column(t, "kept", _("Kept"), PAPER_COUNT, 14);
    paper_column(t, "short", _("Short"), PAPER_COUNT, 14);
}

static void league_rate(const struct report *r, const struct report_row *row, struct paper_table *t, size_t i)
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

static void league_row(const struct report *r, const struct report_row *row, struct paper_table *t)
{
    char name[LIMIT_VALUE_BYTES];
    bool whole = row->unit >= r->now.units.count;
    if (row->rank)
        paper_count(t, true, row->rank);
    else
        paper_none(t, whole ? "" : "–");
    paper_words(t, whole ? "" : r->now.units.units[row->unit].code);
    paper_words(t, phrase_unit(r, row->unit, name, sizeof name));
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i])
            league_rate(r, row, t, i);
    paper_count(t, row->now.judged > 0 && !whole, (int64_t)row->now.kept);
    paper_count(t, row->now.judged > 0, row->now.short_total);
}

/* Rows of others than the visitor's are there only for who may read all, and on a public league. */
static void league_fill(const struct visit *v, const struct report *r, struct paper_table *t)
{
    bool all = v->scope.all || v->serving->public_league;
    league_columns(r, t);
    for (size_t i = 0; t && i < r->row_count; i++)
        if (r->rows[i].bound &&
            (all || model_scope_holds(&v->scope, r->now.units.units[r->rows[i].unit].code)))
            league_row(r, &r->rows[i], t);
    if (t && all && r->row_count > 1) {
        league_row(r, &r->all, t);
        t->total = true;
    }
}

bool page_league(struct visit *v, struct reply *out, struct error *e)
{
    const struct report *r = model_report(v->serving->model, e);
    char to[PHRASE_BYTES], text[LIMIT_LINE_BYTES];
    struct paper *p = r ? paper_new() : NULL;
    if (!p)
        return r ? error_memory(e, "league") : false;
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
    league_fill(v, r, paper_table(p));
    league_fill(v, r, paper_sheet(p, "league", _("League table")));
    paper_block(p, PAPER_NOTE, 0);
    paper_say(p, PAPER_PLAIN,
              _("● kept, ◊ just kept, ▲ short of dossiers; change in percentage points since last Friday."));
    if (!v->scope.all && v->serving->public_league)
        publish(p);
    bool ok = !p->failed && page_paper(out, v, p, "/api/v1/league", true, e);
    if (p->failed)
        error_memory(e, "league");
    paper_free(p);
    return ok;
}

/* Small counts are hidden on the public page alone: its twin holds what the visitor may read unit by unit. */
bool api_league(struct visit *v, struct reply *out, struct error *e)
{
    const struct report *r = model_report(v->serving->model, e);
    json_t *units = json_array(), *whole = r ? json_report(r) : NULL;
    for (size_t i = 0; r && i < r->row_count; i++)
        if (r->rows[i].bound && model_scope_holds(&v->scope, r->now.units.units[r->rows[i].unit].code))
            json_array_append_new(units, json_row(r, &r->rows[i]));
    if (whole)
        json_object_set(whole, "units", units);
    json_decref(units);
    return r && json_reply(out, whole, e);
}

bool api_unit(struct visit *v, struct reply *out, struct error *e)
{
    const struct report *r = model_report(v->serving->model, e);
    json_t *metrics = NULL, *whole = NULL;
    if (!r)
        return false;
    long unit = unit_find(&r->now.units, v->unit);
    if (unit < 0) {
        page_fault(out, v, 404, _("There is no such unit."),
                   _("'motcua units' lists units and their dates."));
        return true;
    }
    if (!json_metrics(v, &metrics, e))
        return false;
    whole = json_report(r);
    for (size_t i = 0; whole && i < r->row_count; i++)
        if (r->rows[i].unit == (size_t)unit) {
            json_t *row = json_row(r, &r->rows[i]);
            json_object_update(whole, row);
            json_decref(row);
        }
    if (whole) {
        json_object_set_new(whole, "unit", json_string(r->now.units.units[unit].code));
        json_object_set(whole, "metrics", metrics);
    }
    json_decref(metrics);
    return json_reply(out, whole, e);
}
