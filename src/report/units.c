/* The parts of the report that speak of units: the table, and who is to be directed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/wide.h"
#include "report/parts.h"
#include "show/forecast_words.h"

enum { DIRECTED_MOST = 15, DIRECTED_SHORT = 3 };

const char *part_unit(const struct report *r, size_t unit, char *out, size_t size)
{
    if (unit < r->now.units.count)
        return text_unit_short(r->now.units.units[unit].name, out, size);
    snprintf(out, size, "%s", _("Total"));
    return out;
}

const char *part_rate(const struct verdict *v, int64_t target, char out[TEXT_NUMBER_BYTES])
{
    wide power = 100;
    for (int decimals = 2; decimals <= 4; power *= 10, decimals++) {
        wide shown = ((wide)v->ratio.n * 200 * power + v->ratio.d) / ((wide)v->ratio.d * 2);
        if (v->kept != KEPT_NO || shown * 100 < (wide)target * power)
            return text_rate(v->ratio.n, v->ratio.d, decimals, out);
    }
    char limit[TEXT_NUMBER_BYTES];
    snprintf(out, TEXT_NUMBER_BYTES, "&lt;%.40s", text_scaled(target * (FIGURE_SCALE / 100), 0, limit));
    return out;
}

/* The difference of two rates in hundredths of a point, each rounded as it is shown. */
const char *part_change(const struct ratio *now, const struct ratio *before, char out[TEXT_NUMBER_BYTES])
{
    char size[TEXT_NUMBER_BYTES];
    out[0] = '\0';
    if (!now->known || !before->known || now->d <= 0 || before->d <= 0)
        return out;
    int64_t a = (int64_t)(((wide)now->n * 20000 + now->d) / ((wide)now->d * 2));
    int64_t b = (int64_t)(((wide)before->n * 20000 + before->d) / ((wide)before->d * 2));
    text_rate(a > b ? a - b : b - a, 10000, 2, size);
    size_t end = strcspn(size, "%");
    snprintf(out, TEXT_NUMBER_BYTES, "%s%.*s", a == b ? "±" : a > b ? "+" : "−", (int)end, size);
    return out;
}

bool part_forecast(const struct report *r, size_t unit, size_t i, struct buffer *out)
{
    char range[FORECAST_TEXT_BYTES], whole[FORECAST_TEXT_BYTES + 32];
    struct forecast f = rate_history_forecast(r->history, unit, i);
    if (f.state != FORECAST_RANGE)
        return false;
    snprintf(whole, sizeof whole, "<span class=\"k\">%s</span>", forecast_text(&f, range)); /* on one line */
    buffer_printf(out, _("forecast for the %s: %s"), forecast_end_words(r->now.period.kind), whole);
    return true;
}

static void label(struct buffer *out, const char *text)
{
    buffer_text(out, " data-l=\"");
    html_text_put(out, text);
    buffer_text(out, "\"");
}

/* A bar ends at 100: some published rates are above. */
static int bar_percent(const struct ratio *r)
{
    wide percent = (wide)r->n * 100 / r->d;
    return percent > 100 ? 100 : percent < 0 ? 0 : (int)percent;
}

static void verdict_cell(const struct report *r, const struct report_row *row, size_t i, struct buffer *out)
{
    const struct verdict *v = &row->now.verdicts[i];
    const struct commitment *c = &r->set->items[i];
    char rate[TEXT_NUMBER_BYTES], change[TEXT_NUMBER_BYTES] = "", count[TEXT_NUMBER_BYTES];
    bool judged = row->bound && (v->kept == KEPT_YES || v->kept == KEPT_NO);
    if (v->kept == KEPT_UNKNOWN || v->kept == KEPT_NONE) {
        buffer_text(out, "<td class=\"q\"");
        label(out, c->title);
        buffer_printf(out, ">%s</td>", v->kept == KEPT_NONE ? _("nothing arose") : _("no data"));
        return;
    }
    if (r->has_before)
        part_change(&v->ratio, &row->before.verdicts[i].ratio, change);
    buffer_printf(out, "<td class=\"v%s\"", !judged ? "" : v->kept == KEPT_YES ? " ok" : " no");
    label(out, c->title);
    buffer_printf(out, "><b>%s</b>", part_rate(v, c->target, rate));
    if (judged)
        buffer_printf(out, "<i>%s</i>", v->kept == KEPT_YES ? "●" : "▲");
    buffer_printf(out, "<span class=\"w\"><span class=\"d\">%s</span>", change);
    if (judged && v->kept == KEPT_NO) {
        buffer_text(out, "<span class=\"s\">");
        buffer_printf(out, _("short %s"), text_count(v->fix_existing, count));
        buffer_text(out, "</span>");
    }
    buffer_text(out, "</span>");
    buffer_printf(out, "<span class=\"bar\" style=\"--v:%d;--t:%d\"></span></td>", bar_percent(&v->ratio),
                  (int)(c->target / 100));
}

static void rank_cells(const struct report *r, const struct report_row *row, struct buffer *out)
{
    if (!row->rank) {
        buffer_text(out, "<td class=\"c skip\"></td>");
        return;
    }
    buffer_text(out, "<td class=\"c r\"");
    label(out, _("Rank"));
    buffer_printf(out, ">%d", row->rank);
    int up = row->rank_before - row->rank;
    if (r->has_before && row->rank_before && up)
        buffer_printf(out, " <span class=\"mut\">(%s%d)</span>", up > 0 ? "+" : "−", up > 0 ? up : -up);
    buffer_text(out, "</td>");
}

static void points_cell(const struct report *r, const struct report_row *row, struct buffer *out)
{
    char points[TEXT_NUMBER_BYTES], change[TEXT_NUMBER_BYTES];
    if (!r->has_points)
        return;
    buffer_text(out, row->now.points.known ? "<td class=\"n\"" : "<td class=\"n skip\"");
    label(out, _("Points"));
    buffer_text(out, ">");
    if (row->now.points.known)
        buffer_printf(out, "<b>%s</b>", text_scaled(row->now.points.number, 2, points));
    if (row->now.points.known && r->has_before && row->before.points.known) {
        int64_t moved = row->now.points.number - row->before.points.number;
        buffer_printf(out, "<br><span class=\"mut\">%s%s</span>",
                      moved == 0  ? "±"
                      : moved > 0 ? "+"
                                  : "−",
                      text_scaled(moved < 0 ? -moved : moved, 2, change));
    }
    buffer_text(out, "</td>");
}

static void on_time_cell(const struct report_row *row, struct buffer *out)
{
    char rate[TEXT_NUMBER_BYTES];
    bool known = row->on_time.known && row->on_time.d > 0;
    buffer_text(out, known ? "<td class=\"n\"" : "<td class=\"n q\"");
    label(out, _("On time"));
    buffer_printf(out, ">%s</td>", known ? text_rate(row->on_time.n, row->on_time.d, 2, rate) : "–");
}

static void unit_row(const struct report *r, const struct report_row *row, const char *class,
                     struct buffer *out)
{
    char name[LIMIT_VALUE_BYTES];
    buffer_printf(out, "<tr%s>", class);
    rank_cells(r, row, out);
    buffer_text(out, "<th scope=\"row\">");
    html_text_put(out, part_unit(r, row->unit, name, sizeof name));
    buffer_text(out, "</th>");
    points_cell(r, row, out);
    for (size_t i = 0; i < r->set->count; i++)
        if (r->column[i])
            verdict_cell(r, row, i, out);
    on_time_cell(row, out);
    if (row->bound && row->now.judged) {
        buffer_text(out, "<td class=\"c\"");
        label(out, _("Kept"));
        buffer_printf(out, ">%zu/%zu</td></tr>\n", row->now.kept, row->now.judged);
    } else {
        buffer_text(out, "<td class=\"c skip\"></td></tr>\n");
    }
}

static void units_head(const struct report *r, struct buffer *out)
{
    char target[TEXT_NUMBER_BYTES];
    buffer_printf(out, "<thead><tr><th class=\"hr\">%s</th><th class=\"hu\">%s</th>", _("Rank"), _("Unit"));
    if (r->has_points)
        buffer_printf(out, "<th class=\"hp\">%s</th>", _("Points"));
    for (size_t i = 0; i < r->set->count; i++) {
        if (!r->column[i])
            continue;
        buffer_text(out, "<th>");
        html_text_put(out, r->set->items[i].title);
        buffer_printf(out, "<br>≥ %s%%</th>",
                      text_scaled(r->set->items[i].target * (FIGURE_SCALE / 100), 0, target));
    }
    buffer_printf(out, "<th class=\"ht\">%s</th><th class=\"hk\">%s</th></tr></thead>\n", _("On time"),
                  _("Kept"));
}

static size_t columns(const struct report *r)
{
    size_t n = 4 + (size_t)r->has_points;
    for (size_t i = 0; i < r->set->count; i++)
        n += r->column[i];
    return n;
}

static void units_legend(const struct report *r, struct buffer *out)
{
    bool none = true;
    buffer_printf(out, "<p class=\"key\">%s",
                  _("● kept, ▲ not kept; the black tick is the target. “short n”: dossiers of the period "
                    "that must still meet the requirement."));
    if (r->has_before)
        buffer_printf(out, " %s",
                      _("Below a rate: its change since last Friday, in percentage points; beside a rank: "
                        "places won (+) or lost (−)."));
    else
        buffer_printf(out, " %s", _("No change since last Friday is shown: a new period has begun."));
    buffer_printf(
        out, " %s",
        r->has_points
            ? _("Rank by the published total score; equal units share a place.")
            : _("Rank by commitments kept, then by fewest dossiers short; equal units share a place."));
    if (r->row_count > r->bound_count)
        buffer_printf(out, " %s",
                      _("The total is that of all units, those not held to these commitments included."));
    for (size_t i = 0; i < r->set->count; i++)
        if (!r->column[i]) {
            buffer_printf(out, "%s ", none ? _(" No data by unit yet:") : ",");
            html_text_put(out, r->set->items[i].title);
            none = false;
        }
    buffer_printf(out, "%s</p>\n", none ? "" : ".");
}

void part_units(const struct report *r, struct buffer *out)
{
    struct report_row all = r->all;
    all.bound = true;
    buffer_text(out, "<div class=\"scroll\"><table class=\"stack u\">");
    units_head(r, out);
    buffer_text(out, "<tbody>\n");
    for (size_t i = 0; i < r->row_count; i++) {
        if (i == r->bound_count)
            buffer_printf(out, "<tr class=\"part\"><th colspan=\"%zu\">%s</th></tr>\n", columns(r),
                          _("Other units (not held to these commitments)"));
        unit_row(r, &r->rows[i], "", out);
    }
    buffer_text(out, "</tbody><tfoot>\n");
    unit_row(r, &all, " class=\"all\"", out);
    buffer_text(out, "</tfoot></table></div>\n");
    units_legend(r, out);
}

/* --- who is short --- */

static size_t broken_count(const struct report_row *row)
{
    return row->now.judged - row->now.kept;
}

static void directed_forecast(const struct report *r, size_t unit, size_t i, struct buffer *out)
{
    struct buffer words;
    buffer_init(&words, LIMIT_VALUE_BYTES);
    if (part_forecast(r, unit, i, &words))
        buffer_printf(out, "; %s", buffer_string(&words));
    buffer_free(&words);
}

static void directed_item(const struct report *r, const struct report_row *row, struct buffer *out)
{
    char name[LIMIT_VALUE_BYTES], count[TEXT_NUMBER_BYTES];
    bool first = true;
    buffer_text(out, "<li><b>");
    html_text_put(out, part_unit(r, row->unit, name, sizeof name));
    buffer_text(out, "</b>: ");
    for (size_t i = 0; i < r->set->count; i++) {
        const struct verdict *v = &row->now.verdicts[i];
        if (v->kept != KEPT_NO)
            continue;
        buffer_text(out, first ? "" : "; ");
        html_text_put(out, r->set->items[i].title);
        buffer_text(out, " <b>");
        buffer_printf(out, _("short %s"), text_count(v->fix_existing, count));
        buffer_text(out, "</b> <span class=\"mut\">(");
        if (v->need_new >= 0)
            buffer_printf(out, _("or %s new ones that meet it"), text_count(v->need_new, count));
        else
            buffer_text(out, _("new ones cannot make up for them"));
        directed_forecast(r, row->unit, i, out);
        buffer_text(out, ")</span>");
        first = false;
    }
    buffer_text(out, ".</li>\n");
}

static void directed_days(const struct report *r, struct buffer *out)
{
    char to[MOMENT_TEXT_BYTES];
    const struct period *p = &r->now.period;
    if (rate_history_days_left(r->history) <= 0)
        return;
    buffer_printf(out, _("%lld working days are left to the end of %s."),
                  (long long)rate_history_days_left(r->history),
                  moment_write(p->to - MOMENT_DAY, "dd/MM/yyyy", to));
    buffer_text(out, " ");
}

/* Those that break many; where nobody does, those that break any. Worst first. */
void part_directed(const struct report *r, struct buffer *out)
{
    size_t least = DIRECTED_SHORT, wanted = 0, shown = 0;
    for (;; least = 1) {
        wanted = 0;
        for (size_t i = 0; i < r->bound_count; i++)
            wanted += broken_count(&r->rows[i]) >= least;
        if (wanted || least == 1)
            break;
    }
    if (!wanted) {
        buffer_printf(out, "<p>%s</p>\n", _("No unit is short in any commitment."));
        return;
    }
    buffer_text(out, "<p>");
    directed_days(r, out);
    buffer_printf(out,
                  least > 1 ? _("%zu units break at least %zu commitments:")
                            : _("%zu units break a commitment (at least %zu):"),
                  wanted, least);
    buffer_text(out, "</p><ul>\n");
    for (size_t i = r->bound_count; i > 0 && shown < DIRECTED_MOST; i--)
        if (broken_count(&r->rows[i - 1]) >= least) {
            directed_item(r, &r->rows[i - 1], out);
            shown++;
        }
    buffer_text(out, "</ul>\n");
    if (wanted > shown) {
        buffer_text(out, "<p class=\"mut\">");
        buffer_printf(out, _("And %zu more: see the table above."), wanted - shown);
        buffer_text(out, "</p>\n");
    }
}
