#include "serve/page_wall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cards.h"
#include "report/paper_html.h"
#include "report/phrase.h"
#include "serve/page_form.h"
#include "serve/pages.h"
#include "show/html_text.h"

enum { TURN_SECONDS = 20, UNITS_OF_PAGE = 9, NEIGHBOURS = 5 };

static const char *asked(const struct visit *v, const char *name)
{
    const char *value = request_field(&v->request->query, name);
    return value ? value : "";
}

bool wall_asked(const struct visit *v)
{
    return *asked(v, "man-hinh") && v->format == FORMAT_HTML;
}

/* Returns which page is asked for, from 1; a number beyond the last page begins again at 1. */
static size_t page_of(const struct visit *v, size_t pages)
{
    const char *text = asked(v, "man-hinh");
    size_t page = strlen(text) < 5 ? strtoul(text, NULL, 10) : 1;
    return page < 1 || page > pages ? 1 : page;
}

static bool stopped(const struct visit *v)
{
    return strcmp(asked(v, "dung"), "1") == 0;
}

static void begin(const struct visit *v, struct buffer *b, const struct report *r, const char *name,
                  size_t page, size_t pages)
{
    static const char *const days[] = {
        "",           N_("Monday"),   N_("Tuesday"), N_("Wednesday"), N_("Thursday"),
        N_("Friday"), N_("Saturday"), N_("Sunday")};
    char at[MOMENT_TEXT_BYTES];
    moment cut = r->now.period.cut;
    buffer_printf(
        b,
        "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">",
        text_language());
    if (!stopped(v))
        buffer_printf(b, "<meta http-equiv=\"refresh\" content=\"%d;url=?man-hinh=%zu\">", TURN_SECONDS,
                      page % pages + 1);
    buffer_text(
        b, "<link rel=\"stylesheet\" href=\"/style.css\"><link rel=\"stylesheet\" href=\"/man-hinh.css\">"
           "<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\"><title>");
    html_text_put(b, name);
    buffer_printf(b, "</title></head><body class=\"wall\"><header><div><p>%s</p>", _("One-stop shop"));
    form_words(b, "h1", name);
    buffer_printf(b, "</div><div class=\"at\"><b>%s</b>", moment_write(cut, "HH:mm", at));
    buffer_printf(b, "<p>%s, %s</p></div></header><main>\n", _(days[moment_wall(cut).weekday]),
                  moment_write(cut, "dd/MM/yyyy", at));
}

static void end(const struct visit *v, struct buffer *b, const struct report *r, size_t page, size_t pages)
{
    char line[LIMIT_LINE_BYTES];
    buffer_text(b, "</main><footer><p>");
    html_text_put(b, _("● kept  ◊ just kept  ▲ short"));
    if (r->findings.incomplete)
        buffer_printf(b, " · ◊ %s", _("the data are not complete"));
    buffer_text(b, "</p><p>");
    snprintf(line, sizeof line,
             stopped(v) ? _("Page %zu of %zu, stopped") : _("Page %zu of %zu, turns after %d s"), page, pages,
             TURN_SECONDS);
    html_text_put(b, line);
    buffer_printf(b,
                  " · <a href=\"?man-hinh=%zu%s\">%s</a> · <a href=\"?\">%s</a></p></footer></body></html>\n",
                  page, stopped(v) ? "" : "&amp;dung=1", stopped(v) ? _("Go on") : _("Stop"), _("Close"));
}

/* --- one number --- */

static const char *mark_of(const struct verdict *v)
{
    return v->kept == KEPT_NO ? "no" : v->kept != KEPT_YES ? "e" : v->near ? "nr" : "ok";
}

/* Writes a rate with one decimal, or with more where one decimal would contradict the verdict. */
static const char *rate_short(const struct verdict *v, int64_t target, char out[TEXT_NUMBER_BYTES])
{
    int64_t tenths = (v->ratio.n * 2000 + v->ratio.d) / (2 * v->ratio.d);
    if (v->kept == KEPT_NO && tenths * 10 >= target)
        return phrase_rate(v, target, out);
    return text_rate(v->ratio.n, v->ratio.d, v->ratio.n % v->ratio.d ? 1 : 0, out);
}

static void card(struct buffer *b, const struct report *r, size_t unit, size_t i, const struct verdict *v)
{
    char rate[TEXT_NUMBER_BYTES], target[TEXT_NUMBER_BYTES], n[TEXT_NUMBER_BYTES], d[TEXT_NUMBER_BYTES],
        state[PHRASE_BYTES], line[LIMIT_LINE_BYTES];
    enum kept kept;
    bool near;
    int64_t aim = r->set->items[i].target;
    phrase_state(r, unit, i, v, &kept, &near, state);
    buffer_printf(b, "<section class=\"%s\">", mark_of(v));
    form_words(b, "h2", r->set->items[i].title);
    if (v->ratio.known && v->ratio.d > 0) {
        int percent = v->ratio.n >= v->ratio.d ? 100 : (int)(v->ratio.n * 100 / v->ratio.d);
        buffer_printf(b, "<p class=\"big\">%s<small>%%</small></p>", rate_short(v, aim, rate));
        buffer_printf(
            b,
            "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" "
            "aria-hidden=\"true\"><rect "
            "width=\"100\" height=\"4\"/><rect width=\"%d\" height=\"4\"/><rect x=\"%d\" width=\"1\" "
            "height=\"4\"/></svg>",
            percent, (int)(aim / 100));
        snprintf(line, sizeof line,
                 P_("target %s%% · %s/%s dossier", "target %s%% · %s/%s dossiers", v->ratio.d),
                 text_scaled(aim * (FIGURE_SCALE / 100), 0, target), text_count(v->ratio.n, n),
                 text_count(v->ratio.d, d));
        form_words(b, "p class=\"e\"", line);
    } else
        buffer_text(b, "<p class=\"big\">–</p>");
    form_words(b, "p class=\"st\"", state);
    buffer_text(b, "</section>\n");
}

/* --- the month, and the place --- */

static void count_put(struct buffer *b, const struct report *r, size_t unit, const char *counter,
                      const char *words, bool bad)
{
    char n[TEXT_NUMBER_BYTES];
    struct tally t = counts_named(&r->now.counts, unit, counter);
    buffer_printf(b, "<div%s><dt>%s%s</dt><dd>%s</dd></div>",
                  bad && t.known && t.value ? " class=\"no\"" : "", bad && t.known && t.value ? "▲ " : "",
                  words, t.known ? text_count(t.value, n) : "–");
}

static void month(struct buffer *b, const struct report *r, size_t unit)
{
    char rate[TEXT_NUMBER_BYTES], line[LIMIT_LINE_BYTES], from[MOMENT_TEXT_BYTES];
    struct tally early = counts_named(&r->now.counts, unit, "early"),
                 on_time = counts_named(&r->now.counts, unit, "on_time"),
                 late = counts_named(&r->now.counts, unit, "late");
    int64_t good = early.value + on_time.value, all = good + late.value;
    snprintf(line, sizeof line, _("Dossiers since %s"), moment_write(r->now.period.from, "dd/MM/yyyy", from));
    buffer_text(b, "<section class=\"half\">");
    form_words(b, "h2", line);
    buffer_text(b, "<dl>");
    count_put(b, r, unit, "received", _("received"), false);
    count_put(b, r, unit, "finished", _("finished"), false);
    count_put(b, r, unit, "open", _("open"), false);
    count_put(b, r, unit, "open_overdue", _("overdue"), true);
    buffer_text(b, "</dl>");
    if (early.known && on_time.known && late.known && all > 0) {
        snprintf(line, sizeof line, _("finished in time: %lld/%lld · %s%%"), (long long)good, (long long)all,
                 text_rate(good, all, 2, rate));
        form_words(b, "p class=\"st\"", line);
        buffer_printf(b,
                      "<svg class=\"bar two\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" "
                      "aria-hidden=\"true\"><rect "
                      "width=\"100\" height=\"4\"/><rect width=\"%d\" height=\"4\"/></svg>",
                      (int)(good * 100 / all));
        snprintf(line, sizeof line, _("early %lld · on time %lld · late %lld"), (long long)early.value,
                 (long long)on_time.value, (long long)late.value);
        form_words(b, "p class=\"e\"", line);
    }
    buffer_text(b, "</section>\n");
}

static void marks(struct buffer *b, const struct report *r, const struct report_row *row)
{
    for (size_t i = 0; i < r->set->count; i++) {
        const struct verdict *v = &row->now.verdicts[i];
        if (r->shown[i])
            buffer_printf(b, "<span class=\"%s\">%s</span>", mark_of(v),
                          v->kept == KEPT_NO    ? "▲"
                          : v->kept != KEPT_YES ? "–"
                          : v->near             ? "◊"
                                                : "●");
    }
}

/* Writes the unit's place among its neighbours; units that the visitor may not read have neither name nor figures
 * here. */
static void place(struct buffer *b, const struct visit *v, const struct report *r,
                  const struct report_row *row)
{
    char name[LIMIT_VALUE_BYTES], line[PHRASE_BYTES];
    size_t at = (size_t)(row - r->rows);
    buffer_printf(b, "<section class=\"half\"><h2>%s</h2>", _("Place"));
    if (!row->rank) {
        buffer_printf(b, "<p class=\"big\">–</p></section>\n");
        return;
    }
    buffer_printf(b, "<p class=\"big\">%d<small>/%zu</small></p>", row->rank, report_places(r, row));
    int moved = r->has_before && row->rank_before ? row->rank_before - row->rank : 0;
    if (moved) {
        snprintf(line, sizeof line,
                 moved > 0 ? P_("↑ %d place up in the week", "↑ %d places up in the week", moved)
                           : P_("↓ %d place down in the week", "↓ %d places down in the week", -moved),
                 moved > 0 ? moved : -moved);
        form_words(b, moved > 0 ? "p class=\"st ok\"" : "p class=\"st no\"", line);
    }
    buffer_text(b, "<table>");
    size_t first = at > NEIGHBOURS / 2 ? at - NEIGHBOURS / 2 : 0;
    for (size_t i = first; i < r->bound_count && i < first + NEIGHBOURS; i++) {
        const struct report_row *one = &r->rows[i];
        if (!model_scope_holds(&v->scope, r->now.units.units[one->unit].code) || !one->rank)
            continue;
        buffer_printf(b, "<tr%s><td>%d</td><td>", one == row ? " class=\"me\"" : "", one->rank);
        html_text_put(b, phrase_unit(r, one->unit, name, sizeof name));
        buffer_text(b, "</td><td>");
        marks(b, r, one);
        buffer_printf(b, "</td><td>%zu/%zu</td></tr>", one->now.kept, one->now.judged);
    }
    buffer_text(b, "</table></section>\n");
}

static void weeks(struct buffer *b, const struct report *r, size_t unit)
{
    struct paper *p = paper_new();
    if (!p || !cards_charts(r, p, unit, false)) {
        form_words(b, "p class=\"st\"", _("There are no weeks to draw yet."));
        paper_free(p);
        return;
    }
    buffer_printf(b, "<section class=\"all\"><h2>%s</h2>", _("Twelve weeks"));
    for (size_t i = 0; i < p->count; i++)
        if (p->blocks[i].kind == PAPER_FIGURE)
            html_charts(b, &p->blocks[i]);
    buffer_text(b, "</section>\n");
    paper_free(p);
}

void wall_unit(const struct visit *v, struct reply *out, const struct report *r, size_t unit)
{
    enum { PAGES = 2 };
    char name[LIMIT_VALUE_BYTES];
    struct buffer *b = &out->body;
    const struct report_row *row = NULL;
    size_t page = page_of(v, PAGES);
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].unit == unit)
            row = &r->rows[i];
    begin(v, b, r, phrase_unit(r, unit, name, sizeof name), page, PAGES);
    if (!row)
        form_words(b, "p class=\"st\"", _("There are no data by which the unit could be judged."));
    for (size_t i = 0; row && i < r->set->count; i++)
        if (r->shown[i])
            card(b, r, unit, i, &row->now.verdicts[i]);
    if (row && page == 1) {
        month(b, r, unit);
        place(b, v, r, row);
    } else if (row)
        weeks(b, r, unit);
    end(v, b, r, page, PAGES);
}

/* --- all units --- */

void wall_league(const struct visit *v, struct reply *out, const struct report *r)
{
    char name[LIMIT_VALUE_BYTES], rate[TEXT_NUMBER_BYTES];
    struct buffer *b = &out->body;
    size_t pages = (r->bound_count + UNITS_OF_PAGE - 1) / UNITS_OF_PAGE, page;
    pages = pages ? pages : 1;
    page = page_of(v, pages);
    begin(v, b, r, _("League table"), page, pages);
    buffer_printf(b, "<section class=\"all\"><table class=\"lg\"><thead><tr><th>%s</th><th>%s</th>",
                  _("Place"), _("Unit"));
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i])
            form_words(b, "th", r->set->items[i].title);
    buffer_printf(b, "<th>%s</th></tr></thead><tbody>\n", _("Kept"));
    for (size_t k = (page - 1) * UNITS_OF_PAGE; k < r->bound_count && k < page * UNITS_OF_PAGE; k++) {
        const struct report_row *row = &r->rows[k];
        if (!model_scope_holds(&v->scope, r->now.units.units[row->unit].code))
            continue;
        if (row->rank)
            buffer_printf(b, "<tr><td>%d</td><td>", row->rank);
        else
            buffer_text(b, "<tr><td>–</td><td>");
        html_text_put(b, phrase_unit(r, row->unit, name, sizeof name));
        buffer_text(b, "</td>");
        for (size_t i = 0; i < r->set->count; i++) {
            const struct verdict *one = &row->now.verdicts[i];
            if (!r->shown[i])
                continue;
            bool known = one->ratio.known && one->ratio.d > 0;
            buffer_printf(b, "<td class=\"%s\">%s %s%s</td>", mark_of(one),
                          one->kept == KEPT_NO    ? "▲"
                          : one->kept != KEPT_YES ? ""
                          : one->near             ? "◊"
                                                  : "●",
                          known ? rate_short(one, r->set->items[i].target, rate) : "–", known ? "%" : "");
        }
        buffer_printf(b, "<td>%zu/%zu</td></tr>\n", row->now.kept, row->now.judged);
    }
    buffer_text(b, "</tbody></table></section>\n");
    end(v, b, r, page, pages);
}

/* --- the style sheet, whose sizes follow the screen --- */

/* clang-format off */
static const char wall_style[] =
    "html:has(.wall){font-size:min(1.481vh,.833vw)}\n"
    ".wall{height:100vh;margin:0;display:grid;grid-template-rows:auto 1fr auto;font-size:1.9rem;line-height:1.3;border-top:.5rem solid var(--accent);overflow:hidden}\n"
    ".wall header,.wall footer{display:flex;justify-content:space-between;align-items:end;padding:1.6rem 4rem .6rem}\n"
    ".wall h1{font-size:4rem;line-height:1.1}.wall h2{font-size:1.8rem;margin:0;color:var(--soft);line-height:1.3;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}.wall header p,.wall footer{color:var(--soft)}\n"
    ".wall .at{text-align:right}.wall .at b{font-size:4rem;line-height:1.1}.wall footer{font-size:1.7rem;padding:.6rem 4rem 1.2rem}\n"
    ".wall main{max-width:none;width:100%;margin:0;padding:1rem 4rem;display:grid;grid-template-columns:repeat(4,minmax(0,1fr));grid-template-rows:auto minmax(0,1fr);gap:2rem}\n"
    ".wall section{background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:1.2rem 2rem;min-width:0}.wall .half{grid-column:span 2}.wall .all{grid-column:1/-1}\n"
    ".wall .big{font-size:6.4rem;font-weight:700;line-height:1.1}.wall .big small{font-size:3rem}.wall .st{font-size:2.6rem;font-weight:700}.wall .e{font-size:1.7rem;color:var(--soft);white-space:nowrap;margin:0}.wall section p{margin:0}\n"
    ".wall section.ok .st,.wall span.ok,.wall td.ok{color:var(--ok)}.wall section.no .st,.wall span.no,.wall td.no,.wall .no dd,.wall .no dt{color:var(--no)}.wall section.nr .st,.wall span.nr,.wall td.nr{color:var(--nr)}\n"
    ".wall .bar{height:1rem;margin:.6rem 0}.wall section.ok .bar rect:nth-child(2),.wall .bar.two rect:nth-child(2){fill:var(--ok)}.wall section.no .bar rect:nth-child(2){fill:var(--no)}.wall section.nr .bar rect:nth-child(2){fill:var(--nr)}\n"
    ".wall .bar.two rect:first-child{fill:var(--no)}.wall dl{display:grid;grid-template-columns:repeat(4,auto);margin:1.2rem 0 2.4rem}.wall dt{white-space:nowrap}.wall dd{margin:0;font-size:5rem;font-weight:700;line-height:1.1}.wall dt{color:var(--soft)}\n"
    ".wall table:not(.c){display:table;font-size:1.9rem;margin-top:.6rem}.wall table:not(.c) tbody{display:table-row-group}.wall table:not(.c) tr{display:table-row;border:0}\n"
    ".wall table:not(.c) td,.wall table:not(.c) th{display:table-cell;text-align:left;padding:.35rem .8rem;border:0;white-space:nowrap;border-bottom:1px solid var(--line)}.wall td::before{content:none!important}\n"
    ".wall table.lg{font-size:2.7rem;margin:0}.wall table.lg td{padding:.55rem .8rem!important}.wall table.lg th{font-size:1.6rem!important;font-weight:700!important}.wall .me td{font-weight:700!important}.wall td span{padding:0 .2rem}\n"
    ".wall .fg{grid-template-columns:repeat(4,minmax(0,1fr));gap:3rem}.wall .fg svg{max-width:none}.wall figcaption{font-size:2rem}.wall .cap{display:none}\n"
    "@media (max-width:899px){.wall{height:auto;overflow:visible}html:has(.wall){font-size:8px}.wall main{grid-template-columns:repeat(2,minmax(0,1fr));grid-template-rows:none;padding:1rem 2rem}.wall .half{grid-column:1/-1}.wall header,.wall footer{padding:1rem 2rem;flex-wrap:wrap}.wall .fg{grid-template-columns:1fr 1fr}.wall section{overflow-x:auto}}\n";
/* clang-format on */

bool asset_wall(struct visit *v, struct reply *out, struct error *e)
{
    (void)v;
    (void)e;
    out->type = "text/css; charset=utf-8";
    out->keep = true;
    buffer_text(&out->body, wall_style);
    return true;
}
