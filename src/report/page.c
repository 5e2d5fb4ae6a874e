/* The report's page: heading block, summary, cards; its further parts are in report_units.c and
 * parts.c. */
#include <stdio.h>
#include <string.h>

#include "report/parts.h"
#include "report/style.h"

enum { NAMED_MOST = 6 };

static void heading(const struct report *r, struct buffer *out)
{
    const struct config *c = r->config;
    buffer_text(out, "<div class=\"head\"><div><span class=\"up\">");
    html_text_put(out, c->parent_body ? c->parent_body : "");
    buffer_text(out, "</span>");
    if (c->issuing_body || !c->parent_body) {
        buffer_text(out, "<b><u class=\"up\">");
        html_text_put(out,
                      c->issuing_body ? c->issuing_body : _("(issuing body: see \"report\" in motcua.json)"));
        buffer_text(out, "</u></b>");
    } else {
        buffer_text(out, "<br>");
    }
    buffer_printf(out, "%s ", _("No.:"));
    html_text_put(out, c->number ? c->number : "…/BC");
    buffer_text(out, "</div><div><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><b><u>Độc lập - Tự do - Hạnh "
                     "phúc</u></b></div></div>\n");
    char month[TEXT_NUMBER_BYTES];
    struct wall day = moment_wall(r->now.period.cut);
    snprintf(month, sizeof month, day.month < 3 ? "%02d" : "%d",
             day.month); /* Decree 30/2020: a nought before days below 10 and months 1, 2 */
    buffer_text(out, "<p class=\"place\">");
    html_text_put(out, c->place ? c->place : "…");
    buffer_printf(out, _(", day %02d month %s year %04d"), day.day, month, day.year);
    buffer_text(out, "</p>\n");
}

static const char *weekday_word(int weekday)
{
    static const char *const words[] = {N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
                                        N_("Friday"), N_("Saturday"), N_("Sunday")};
    return _(words[weekday - 1]);
}

/* A moment as an official paper writes it. */
static const char *when(moment m, char out[MOMENT_TEXT_BYTES])
{
    char date[MOMENT_TEXT_BYTES];
    struct wall w = moment_wall(m);
    snprintf(out, MOMENT_TEXT_BYTES, _("%02d:%02d on %s"), w.hour, w.minute,
             moment_write(m, "dd/MM/yyyy", date));
    return out;
}

static void title(const struct report *r, struct buffer *out)
{
    char from[MOMENT_TEXT_BYTES], to[MOMENT_TEXT_BYTES];
    const struct period *p = &r->week.period;
    struct wall w = moment_wall(p->cut);
    buffer_printf(out, "<h1>%s</h1>\n<p class=\"sub\">%s<br>", _("REPORT"),
                  _("Results in handling administrative procedures and online public services"));
    html_text_put(out, r->set->title);
    buffer_text(out, "<br>");
    buffer_printf(out, _("(week from %s to %02d:%02d, %s %s)"), when(p->from, from), w.hour, w.minute,
                  weekday_word(w.weekday), moment_write(p->cut, "dd/MM/yyyy", to));
    buffer_text(out, "</p>\n");
}

/* --- summary --- */

static void sentence_dossiers(const struct report *r, struct buffer *out)
{
    char from[MOMENT_TEXT_BYTES], to[MOMENT_TEXT_BYTES], a[TEXT_NUMBER_BYTES], b[TEXT_NUMBER_BYTES],
        c[TEXT_NUMBER_BYTES], d[TEXT_NUMBER_BYTES];
    if (!report_tally(&r->now, "received").known)
        return;
    buffer_printf(out,
                  _("From %s to %s the units received <b>%s</b> dossiers and finished <b>%s</b>; in the week "
                    "alone %s and %s."),
                  moment_write(r->now.period.from, "dd/MM/yyyy", from), when(r->now.period.cut, to),
                  part_count(&r->now, "received", a), part_count(&r->now, "finished", b),
                  part_count(&r->week, "received", c), part_count(&r->week, "finished", d));
}

static void sentence_kept(const struct report *r, struct buffer *out)
{
    size_t full = 0, part = 0, whole = 0, poor = 0,
           most = 0; /* full: all that can be known of the unit is known */
    for (size_t i = 0; i < r->bound_count; i++) {
        const struct standing *s = &r->rows[i].now;
        full += s->judged && !s->unknown;
        part += s->unknown > 0;
        whole += standing_whole(s);
        poor += !s->unknown && s->judged > 1 && s->kept <= 1;
        most = s->judged > most ? s->judged : most;
    }
    if (!full && !part)
        return;
    buffer_text(out, " ");
    if (part)
        buffer_printf(out,
                      _("Of the %zu units with complete data <b>%zu</b> keep all %zu commitments and %zu "
                        "keep one at most; of %zu others only a part of the data is there."),
                      full, whole, most, poor, part);
    else if (most > 1)
        buffer_printf(out,
                      _("<b>%zu of %zu</b> units keep all of their %zu commitments; %zu keep one at most."),
                      whole, full, most, poor);
    else
        buffer_printf(out, _("<b>%zu of %zu</b> units keep the commitment for which there is data."), whole,
                      full);
}

/* Names of the units that keep more (sign 1) or fewer (sign -1) commitments than a week ago. */
static size_t movers(const struct report *r, int sign, struct buffer *names)
{
    char name[LIMIT_VALUE_BYTES];
    size_t found = 0;
    for (size_t i = 0; i < r->bound_count; i++) {
        const struct report_row *row = &r->rows[i];
        int moved = (row->now.kept > row->before.kept) - (row->now.kept < row->before.kept);
        if (moved != sign || !row->before.judged)
            continue;
        if (found < NAMED_MOST) {
            buffer_text(names, found ? ", " : "");
            html_text_put(names, part_unit(r, row->unit, name, sizeof name));
        }
        found++;
    }
    if (found > NAMED_MOST)
        buffer_printf(names, _(" and %zu more"), found - NAMED_MOST);
    return found;
}

static void sentence_moved(const struct report *r, struct buffer *out)
{
    if (!r->has_before)
        return;
    for (int sign = 1; sign >= -1; sign -= 2) {
        struct buffer names;
        buffer_init(&names, LIMIT_SQL_BYTES);
        if (movers(r, sign, &names)) {
            buffer_text(out, " ");
            buffer_printf(out,
                          sign > 0 ? _("More commitments kept than last Friday: %s.")
                                   : _("Fewer than last Friday: %s."),
                          buffer_string(&names));
        }
        out->failed = out->failed || names.failed;
        buffer_free(&names);
    }
}

static void sentence_points(const struct report *r, struct buffer *out)
{
    char name[LIMIT_VALUE_BYTES], points[TEXT_NUMBER_BYTES];
    size_t up = 0, down = 0;
    if (!r->has_points || !r->bound_count || !r->rows[0].now.points.known)
        return;
    for (size_t i = 0; i < r->bound_count; i++) {
        const struct report_row *row = &r->rows[i];
        bool both = row->now.points.known && row->before.points.known;
        up += both && row->now.points.number > row->before.points.number;
        down += both && row->now.points.number < row->before.points.number;
    }
    buffer_text(out, " ");
    buffer_text(out, _("Highest total score:"));
    buffer_text(out, " <b>");
    html_text_put(out, part_unit(r, r->rows[0].unit, name, sizeof name));
    buffer_printf(out, "</b> (%s).", text_scaled(r->rows[0].now.points.number, 2, points));
    if (r->has_before && up + down) {
        buffer_text(out, " ");
        buffer_printf(out, _("Since last Friday %zu units rose and %zu fell."), up, down);
    }
}

static void sentence_overdue(const struct report *r, struct buffer *out)
{
    char count[TEXT_NUMBER_BYTES];
    if (r->overdue_total < 0)
        return;
    buffer_text(out, " ");
    if (r->overdue_total == 0)
        buffer_text(out, _("No open dossier is overdue."));
    else
        buffer_printf(out, _("<b>%s</b> open dossiers are overdue."), text_count(r->overdue_total, count));
}

static void summary(const struct report *r, struct buffer *out)
{
    if (r->incomplete || r->source_count == 0)
        buffer_printf(out, "<p class=\"warn\">%s</p>\n",
                      _("The data are not complete: a source was not read whole, or not lately. See parts 5 "
                        "and 6 before using these figures."));
    buffer_text(out, "<p class=\"just\">");
    sentence_dossiers(r, out);
    sentence_kept(r, out);
    sentence_points(r, out);
    sentence_moved(r, out);
    sentence_overdue(r, out);
    buffer_text(out, "</p>\n");
}

/* --- cards: the whole, one for each commitment --- */

static void card_gap(const struct verdict *v, struct buffer *out)
{
    char fix[TEXT_NUMBER_BYTES], need[TEXT_NUMBER_BYTES];
    if (v->kept == KEPT_YES) {
        buffer_printf(out, "<p class=\"say\">● %s</p>", _("Kept"));
        return;
    }
    buffer_text(out, "<p class=\"say\">▲ ");
    buffer_printf(out, _("Short %s dossiers"), text_count(v->fix_existing, fix));
    buffer_text(out, "</p><p class=\"mut\">");
    if (v->need_new >= 0)
        buffer_printf(out, _("or %s new ones that meet it"), text_count(v->need_new, need));
    else
        buffer_text(out, _("new ones cannot make up for them"));
    buffer_text(out, "</p>");
}

static void card_forecast(const struct report *r, size_t i, struct buffer *out)
{
    struct buffer words;
    buffer_init(&words, LIMIT_VALUE_BYTES);
    if (part_forecast(r, r->now.units.count, i, &words))
        buffer_printf(out, "<p class=\"mut\">%s</p>", buffer_string(&words));
    buffer_free(&words);
}

static void card(const struct report *r, size_t i, struct buffer *out)
{
    const struct verdict *v = &r->all.now.verdicts[i];
    char rate[TEXT_NUMBER_BYTES], target[TEXT_NUMBER_BYTES], n[TEXT_NUMBER_BYTES], d[TEXT_NUMBER_BYTES],
        change[TEXT_NUMBER_BYTES] = "";
    bool judged = v->kept == KEPT_YES || v->kept == KEPT_NO;
    buffer_printf(out, "<div class=\"card%s\"><h3>", !judged ? "" : v->kept == KEPT_YES ? " ok" : " no");
    html_text_put(out, r->set->items[i].title);
    buffer_text(out, "</h3>");
    if (!judged) {
        buffer_printf(out, "<p class=\"big\">–</p><p class=\"mut\">%s</p></div>\n",
                      v->kept == KEPT_NONE ? _("nothing arose") : _("no data for the whole"));
        return;
    }
    buffer_printf(out, "<p class=\"big\">%s<small>%%</small></p><p class=\"mut\">",
                  part_rate(v, r->set->items[i].target, rate));
    buffer_printf(out, _("target %s%%"),
                  text_scaled(r->set->items[i].target * (FIGURE_SCALE / 100), 0, target));
    if (r->has_before)
        part_change(&v->ratio, &r->all.before.verdicts[i].ratio, change);
    if (*change) {
        buffer_text(out, " · ");
        buffer_printf(out, _("%s in the week"), change);
    }
    buffer_text(out, "</p>");
    card_gap(v, out);
    card_forecast(r, i, out);
    buffer_printf(out, "<p class=\"mut\">%s/%s %s</p></div>\n", text_count(v->ratio.n, n),
                  text_count(v->ratio.d, d), _("dossiers"));
}

static void cards(const struct report *r, struct buffer *out)
{
    buffer_text(out, "<div class=\"cards\">\n");
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i])
            card(r, i, out);
    buffer_text(out, "</div>\n");
}

/* --- the end --- */

static void signature(const struct report *r, struct buffer *out)
{
    buffer_printf(out, "<div class=\"sign\"><div class=\"to\"><b>%s</b><br>- ", _("Recipients:"));
    html_text_put(out, r->config->parent_body ? r->config->parent_body : "…");
    buffer_printf(out, ";<br>- %s;<br>- %s</div><div><b class=\"up\">", _("The units"), _("Archive."));
    html_text_put(out, r->config->signer_title ? r->config->signer_title : "…");
    buffer_text(out, "</b><div class=\"room\"></div>…</div></div>\n");
}

static void section(struct buffer *out, int number, const char *title_text, const struct report *r,
                    void (*part)(const struct report *, struct buffer *))
{
    buffer_printf(out, "<h2>%d. %s</h2>\n", number, title_text);
    part(r, out);
}

bool report_html(const struct report *r, moment written, struct buffer *out, struct error *e)
{
    char date[MOMENT_TEXT_BYTES];
    moment_write(r->now.period.cut, "dd/MM/yyyy", date);
    buffer_printf(out,
                  "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                  "content=\"width=device-width,initial-scale=1\"><title>",
                  text_language());
    buffer_printf(out, _("Weekly report, %s"), date);
    buffer_printf(out, "</title><style>%s%s</style></head><body><main>\n", report_style, report_style_media);
    heading(r, out);
    title(r, out);
    summary(r, out);
    cards(r, out);
    section(out, 1,
            r->now.period.kind == PERIOD_YEAR ? _("Results by unit, year to date")
                                              : _("Results by unit, month to date"),
            r, part_units);
    section(out, 2, _("Units to be directed"), r, part_directed);
    section(out, 3, _("Overdue dossiers"), r, part_overdue);
    section(out, 4, _("Week, month and year"), r, part_periods);
    section(out, 5, _("Sources"), r, part_sources);
    section(out, 6, _("Quality of the data"), r, part_quality);
    section(out, 7, _("How it is reckoned"), r, part_definitions);
    signature(r, out);
    moment_write(written == MOMENT_NONE ? moment_now() : written, "HH:mm dd/MM/yyyy", date);
    buffer_printf(out, "<footer>%s %s · motcua %s</footer>\n</main></body></html>\n", _("Written at"), date,
                  MOTCUA_VERSION);
    return !out->failed ||
           error_set(e, ERROR_DATA, "report", _("Ask for fewer units."),
                     _("the report is larger than %ld bytes, or memory is short"), LIMIT_REPORT_BYTES);
}
