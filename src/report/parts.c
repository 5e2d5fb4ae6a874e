/* The parts of the report that do not speak of single units' verdicts. */
#include "report/parts.h"

#include <stdio.h>
#include <string.h>

const char *part_count(const struct evaluation *v, const char *counter, char out[TEXT_NUMBER_BYTES])
{
    struct tally t = report_tally(v, counter);
    return t.known ? text_count(t.value, out) : "–";
}

/* What is said in place of the list, or before it. */
static const char *overdue_words(const struct report *r)
{
    if (r->overdue_total >= 0)
        return r->overdue_count ? NULL : _("No open dossier is overdue: the requirement is met.");
    if (!report_tally(&r->now, "received").known)
        return _("The sources of this report publish figures, not dossiers: no list can be given.");
    return r->overdue_count ? _("Some source does not tell due dates: there may be more than these.")
                            : _("The sources do not tell due dates: what is overdue is not known.");
}

void part_overdue(const struct report *r, struct buffer *out)
{
    char name[LIMIT_VALUE_BYTES], date[MOMENT_TEXT_BYTES], count[TEXT_NUMBER_BYTES];
    if (overdue_words(r))
        buffer_printf(out, "<p>%s</p>\n", overdue_words(r));
    if (r->overdue_count == 0)
        return;
    buffer_printf(out,
                  "<table "
                  "class=\"stack\"><thead><tr><th>%s</th><th>%s</th><th>%s</th><th>%s</th><th>%s</th></tr></"
                  "thead><tbody>\n",
                  _("Dossier code"), _("Unit"), _("Procedure"), _("Due"), _("Days late"));
    for (size_t i = 0; i < r->overdue_count; i++) {
        const struct report_overdue *o = &r->overdue[i];
        buffer_text(out, "<tr><th scope=\"row\" class=\"k\">");
        html_text_put(out, o->code);
        buffer_printf(out, "</th><td data-l=\"%s\">", _("Unit"));
        html_text_put(out, o->unit < r->now.units.count ? part_unit(r, o->unit, name, sizeof name) : "–");
        buffer_printf(out, "</td><td data-l=\"%s\">", _("Procedure"));
        html_text_put(out, o->procedure);
        buffer_printf(
            out, "</td><td class=\"c\" data-l=\"%s\">%s</td><td class=\"n\" data-l=\"%s\">%d</td></tr>\n",
            _("Due"), moment_write(o->due, "HH:mm dd/MM/yyyy", date), _("Days late"), o->days_late);
    }
    buffer_text(out, "</tbody></table>\n");
    if (r->overdue_total > (int64_t)r->overdue_count) {
        buffer_text(out, "<p class=\"mut\">");
        buffer_printf(out, _("And %s more."),
                      text_count(r->overdue_total - (int64_t)r->overdue_count, count));
        buffer_text(out, "</p>\n");
    }
}

/* --- three periods side by side --- */

struct period_column {
    const struct evaluation *v;
    const char *title;
};

static void period_heads(const struct period_column *columns, size_t count, struct buffer *out)
{
    char from[MOMENT_TEXT_BYTES];
    buffer_printf(out, "<div class=\"scroll\"><table><thead><tr><th>%s</th>", _("All units"));
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "<th class=\"n\">%s<br><span class=\"mut\">%s %s</span></th>", columns[i].title,
                      _("from"), moment_write(columns[i].v->period.from, "dd/MM/yyyy", from));
    buffer_text(out, "</tr></thead><tbody>\n");
}

static void counter_line(const struct period_column *columns, size_t count, const char *title,
                         const char *counter, struct buffer *out)
{
    char number[TEXT_NUMBER_BYTES];
    buffer_printf(out, "<tr><th scope=\"row\">%s</th>", title);
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "<td class=\"n\">%s</td>", part_count(columns[i].v, counter, number));
    buffer_text(out, "</tr>\n");
}

static void metric_line(const struct period_column *columns, size_t count, const struct metric *m,
                        struct buffer *out)
{
    char rate[TEXT_NUMBER_BYTES], n[TEXT_NUMBER_BYTES], d[TEXT_NUMBER_BYTES];
    buffer_text(out, "<tr><th scope=\"row\">");
    html_text_put(out, m->title);
    buffer_text(out, "</th>");
    for (size_t i = 0; i < count; i++) {
        const struct evaluation *v = columns[i].v;
        struct ratio r = evaluation_ratio(v, metric_find(v->metrics, m->name), v->units.count);
        if (r.known && r.d > 0)
            buffer_printf(out, "<td class=\"n\"><b>%s%%</b> <span class=\"mut\">%s/%s</span></td>",
                          text_rate(r.n, r.d, 2, rate), text_count(r.n, n), text_count(r.d, d));
        else
            buffer_printf(out, "<td class=\"n q\">%s</td>", r.known ? _("nothing arose") : _("no data"));
    }
    buffer_text(out, "</tr>\n");
}

void part_periods(const struct report *r, struct buffer *out)
{
    static const struct {
        const char *title, *counter;
    } lines[] = {{N_("Received"), "received"},
                 {N_("Finished"), "finished"},
                 {N_("Open at the cut-off"), "open"},
                 {N_("of these overdue"), "open_overdue"}};
    struct period_column columns[3];
    size_t count = 0;
    bool dossiers = report_tally(&r->now, "received").known;
    if (dossiers)
        columns[count++] = (struct period_column){&r->week, _("Week")};
    if (r->now.period.kind != PERIOD_YEAR)
        columns[count++] = (struct period_column){
            &r->now, r->now.period.kind == PERIOD_MONTH ? _("Month to date") : _("Period to date")};
    columns[count++] = (struct period_column){&r->year, _("Year to date")};
    period_heads(columns, count, out);
    for (size_t i = 0; dossiers && i < sizeof lines / sizeof *lines; i++)
        counter_line(columns, count, _(lines[i].title), lines[i].counter, out);
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i])
            metric_line(columns, count, evaluation_metric(&r->now, r->set, i), out);
    metric_line(columns, count, r->on_time, out);
    buffer_text(out, "</tbody></table></div>\n");
}

/* --- where the numbers come from --- */

static const char *outcome_word(const char *outcome)
{
    if (!outcome)
        return _("never polled");
    return strcmp(outcome, "complete") == 0      ? _("complete")
           : strcmp(outcome, "partial") == 0     ? _("PARTIAL")
           : strcmp(outcome, "failed") == 0      ? _("FAILED")
           : strcmp(outcome, "running") == 0     ? _("under way")
           : strcmp(outcome, "interrupted") == 0 ? _("interrupted")
                                                 : outcome;
}

void part_sources(const struct report *r, struct buffer *out)
{
    char last[MOMENT_TEXT_BYTES], complete[MOMENT_TEXT_BYTES], got[TEXT_NUMBER_BYTES],
        expected[TEXT_NUMBER_BYTES], rejected[TEXT_NUMBER_BYTES];
    const char *head[] = {_("Source"),  _("Last poll"), _("Last complete"),
                          _("Records"), _("Rejected"),  _("Outcome")};
    buffer_text(out, "<table class=\"stack\"><thead><tr>");
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        buffer_printf(out, "<th>%s</th>", head[i]);
    buffer_text(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < r->source_count; i++) {
        const struct source_state *s = &r->sources[i];
        bool whole = s->outcome && strcmp(s->outcome, "complete") == 0;
        buffer_text(out, "<tr><th scope=\"row\">");
        html_text_put(out, s->name);
        buffer_printf(out, "</th><td class=\"c\" data-l=\"%s\">%s</td>", head[1],
                      s->observed == MOMENT_NONE ? "–" : moment_write(s->observed, "HH:mm dd/MM/yyyy", last));
        buffer_printf(out, "<td class=\"c%s\" data-l=\"%s\">%s</td>", s->stale ? " bad" : "", head[2],
                      s->complete == MOMENT_NONE ? "–"
                                                 : moment_write(s->complete, "HH:mm dd/MM/yyyy", complete));
        buffer_printf(out, "<td class=\"n\" data-l=\"%s\">%s%s%s</td>", head[3], text_count(s->got, got),
                      s->expected >= 0 ? "/" : "", s->expected >= 0 ? text_count(s->expected, expected) : "");
        buffer_printf(out,
                      "<td class=\"n\" data-l=\"%s\">%s</td><td class=\"c%s\" data-l=\"%s\">%s</td></tr>\n",
                      head[4], text_count(s->rejected, rejected), whole ? "" : " bad", head[5],
                      outcome_word(s->outcome));
    }
    buffer_text(out, "</tbody></table>\n");
}

void part_quality(const struct report *r, struct buffer *out)
{
    if (r->quality_count == 0) {
        buffer_printf(out, "<p class=\"note\">%s</p>\n",
                      _("Every record could be read, every identity between the counters holds, every source "
                        "was read whole."));
        return;
    }
    buffer_text(out, "<ul class=\"note\">\n");
    for (size_t i = 0; i < r->quality_count; i++) {
        buffer_text(out, "<li>");
        html_text_put(out, r->quality[i]);
        buffer_text(out, "</li>\n");
    }
    buffer_text(out, "</ul>\n");
}

static void definition_item(const struct metric *m, struct buffer *out)
{
    buffer_text(out, "<li><b>");
    html_text_put(out, m->title);
    buffer_text(out, "</b> = ");
    html_text_put(out, m->formula);
    buffer_text(out, " (");
    html_text_put(out, m->document);
    buffer_text(out, "; <code>");
    html_text_put(out, m->name);
    buffer_printf(out, "</code>, %s ", _("version"));
    html_text_put(out, m->version);
    buffer_text(out, ").</li>\n");
}

void part_definitions(const struct report *r, struct buffer *out)
{
    buffer_text(out, "<ul class=\"def\">\n");
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i])
            definition_item(evaluation_metric(&r->now, r->set, i), out);
    definition_item(r->on_time, out);
    buffer_text(out, "<li>");
    html_text_put(out, _("Targets:"));
    buffer_text(out, " ");
    html_text_put(out, r->set->title);
    buffer_text(out, "; ");
    html_text_put(out, r->set->document);
    buffer_printf(out, ". %s</li>\n</ul>\n",
                  _("Rates are compared with their targets as whole numbers, before rounding; the total adds "
                    "dossiers, it is not a mean of rates."));
}
