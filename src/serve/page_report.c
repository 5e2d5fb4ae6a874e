/* The page Báo cáo shows the choice of report, the blanks, the files and the message; and the issued reports, with the
 * figures that changed since. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/phrase.h"
#include "serve/page.h"
#include "serve/page_form.h"
#include "serve/page_json.h"
#include "serve/pages.h"
#include "serve/report_form.h"
#include "show/html_text.h"

#define REPORT_PATH "/bao-cao"

enum { FRIDAYS = 12, ISSUED_MOST = 8, CHANGES_SHOWN = 6 };

/* --- files --- */

static bool file_put(const struct visit *v, const struct report_asking *a, struct reply *out, struct error *e)
{
    static const char *const types[] = {
        [FORMAT_DOCX] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [FORMAT_XLSX] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [FORMAT_CSV] = "text/csv; charset=utf-8"};
    const struct table_look look = {.bom = true, .separator = ','};
    char day[MOMENT_TEXT_BYTES];
    moment made = a->report ? a->report->now.period.cut : a->paper->made;
    out->type = types[v->format];
    snprintf(out->file_name, sizeof out->file_name, "bao-cao-%s-%.10s.%s", report_kind_name(a->form.kind),
             moment_write(made, "yyyy-MM-dd", day), format_name(v->format));
    return v->format == FORMAT_DOCX   ? paper_docx(a->paper, &out->body, e)
           : v->format == FORMAT_XLSX ? paper_xlsx(a->paper, &out->body, e)
                                      : paper_csv(a->paper, &look, &out->body, e);
}

/* --- 1. kind and period --- */

static void kind_radio(struct buffer *b, const struct report_asking *a, enum report_kind kind,
                       const char *name, const char *more)
{
    buffer_printf(b, "<label class=\"rd\"><input type=\"radio\" name=\"loai\" value=\"%s\"%s><span>",
                  report_kind_name(kind), a->form.kind == kind ? " checked" : "");
    html_text_put(b, name);
    form_words(b, "small", more);
    buffer_text(b, "</span></label>\n");
}

static void fridays(struct buffer *b, const struct report_asking *a)
{
    struct period p;
    struct error none = {0};
    char value[MOMENT_TEXT_BYTES], words[MOMENT_TEXT_BYTES], line[LIMIT_NAME_BYTES + MOMENT_TEXT_BYTES];
    if (!period_make(PERIOD_WEEK, NULL, MOMENT_NONE, a->form.cutoff, &p, &none))
        return;
    form_select_open(b, "ngay", _("Which Friday"));
    for (int i = 0; i < FRIDAYS; i++) {
        moment cut = p.to - i * 7 * MOMENT_DAY;
        snprintf(line, sizeof line, i ? _("up to %s") : _("up to %s, the latest"),
                 moment_write(cut, "HH:mm dd/MM/yyyy", words));
        form_option(b, i ? moment_write(cut, "yyyy-MM-ddTHH:mm", value) : "", line,
                    a->form.friday == MOMENT_NONE ? !i : a->form.friday == cut);
    }
    form_select_close(b);
}

/* Writes a period as people type periods: "2022-11", "2022-Q4". */
static void period_text(const struct period *p, char out[24])
{
    struct wall w = moment_wall(p->from);
    switch (p->kind) {
    case PERIOD_MONTH:
        snprintf(out, 24, "%04d-%02d", w.year, w.month);
        return;
    case PERIOD_QUARTER:
        snprintf(out, 24, "%04d-Q%d", w.year, (w.month + 2) / 3);
        return;
    case PERIOD_HALF:
        snprintf(out, 24, "%04d-H%d", w.year, w.month > 6 ? 2 : 1);
        return;
    case PERIOD_NINE:
        snprintf(out, 24, "%04d-9T", w.year);
        return;
    default:
        snprintf(out, 24, "%04d", w.year);
    }
}

static void periods(struct buffer *b, const struct report_asking *a)
{
    static const enum period_kind offered[] = {PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF, PERIOD_NINE,
                                               PERIOD_YEAR};
    struct period p;
    struct error none = {0};
    char value[24], words[PHRASE_BYTES];
    form_select_open(b, "ky", _("Period, of reports and forms on a period"));
    form_option(b, "", _("this month"), !*a->form.period);
    for (size_t i = 0; i < sizeof offered / sizeof *offered; i++) {
        if (!period_make(offered[i], NULL, MOMENT_NONE, a->form.cutoff, &p, &none))
            continue;
        for (int k = 0; k < (offered[i] == PERIOD_MONTH ? 3 : 2); k++) {
            period_text(&p, value);
            form_option(b, value, phrase_period(&p, words), strcmp(a->form.period, value) == 0);
            p = period_before(&p);
        }
    }
    form_select_close(b);
}

static bool units(const struct visit *v, const struct report_asking *a, struct buffer *b, struct error *e)
{
    char name[LIMIT_VALUE_BYTES];
    const struct report *r = model_report(v->serving->model, e);
    if (!r)
        return false;
    form_select_open(b, "don-vi", _("Unit, of its own page and of forms"));
    if (v->scope.all)
        form_option(b, "", _("all units"), !*a->form.unit);
    for (size_t i = 0; i < r->row_count; i++) {
        const char *code = r->now.units.units[r->rows[i].unit].code;
        if (model_scope_holds(&v->scope, code))
            form_option(b, code, phrase_unit(r, r->rows[i].unit, name, sizeof name),
                        strcmp(a->form.unit, code) == 0);
    }
    form_select_close(b);
    return true;
}

static bool kinds_part(const struct visit *v, const struct report_asking *a, struct buffer *b,
                       struct error *e)
{
    buffer_printf(b, "<section class=\"card\"><h2>%s</h2><fieldset><legend class=\"skip\">%s</legend>",
                  _("1. Kind and period"), _("Kind"));
    if (v->scope.all) {
        kind_radio(b, a, REPORT_FRIDAY, _("The Friday report"),
                   _("the week, the month to date, against last Friday"));
        kind_radio(b, a, REPORT_PERIOD, _("Report on a period"),
                   _("month, quarter, half-year, nine months, year"));
    }
    kind_radio(b, a, REPORT_UNIT, _("Page of one unit"), _("one sheet of A4 for its head"));
    kind_radio(b, a, REPORT_FORM_06, _("Form II.06a"), _("by field, as the Government Office asks for it"));
    kind_radio(b, a, REPORT_FORM_06B, _("Form 06b"), _("the same by procedure"));
    buffer_text(b, "</fieldset>\n");
    if (v->scope.all)
        fridays(b, a);
    periods(b, a);
    bool ok = units(v, a, b, e);
    buffer_text(b, "<p class=\"go\">");
    form_button(b, NULL, NULL, _("Show"), false);
    buffer_text(b, "</p></section>\n");
    return ok;
}

/* --- 2. blanks --- */

static char *joined(char **lines, size_t count)
{
    struct buffer b;
    buffer_init(&b, LIMIT_LINE_BYTES);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&b, "%s%s", i ? " / " : "", lines[i]);
    char *text = strdup(buffer_string(&b));
    buffer_free(&b);
    return text;
}

static void blanks_part(const struct report_asking *a, struct buffer *b)
{
    const struct paper_office *o = &a->paper->office;
    const struct office_fill *f = &a->form.fill;
    char day[MOMENT_TEXT_BYTES], head[LIMIT_LINE_BYTES];
    char *titles = joined(o->titles, o->title_count), *to = joined(o->addressed, o->addressed_count),
         *place = paper_text_join(&o->place_day), *number = paper_text_join(&o->number),
         *signer = paper_text_join(&o->signer);
    bool signed_by = signer && *signer && !strstr(signer, "…");
    if (a->paper->blank_count)
        snprintf(head, sizeof head, _("2. Blanks: %zu left"), a->paper->blank_count);
    else
        snprintf(head, sizeof head, "%s", _("2. Blanks: all are filled in"));
    buffer_text(b, "<section class=\"card\">");
    form_words(b, "h2", head);
    buffer_text(b, "<div class=\"two\">");
    form_text(b, &(struct form_field){.name = "so",
                                      .label = _("Number of the document"),
                                      .value = f->number,
                                      .help = number,
                                      .example = "……",
                                      .wanted = number && strstr(number, "…")});
    form_text(b, &(struct form_field){.name = "ngay-ky",
                                      .label = _("Day of signing"),
                                      .value = moment_write(f->day, "dd/MM/yyyy", day),
                                      .help = place,
                                      .example = _("the day of the figures")});
    form_text(b, &(struct form_field){.name = "chuc-vu",
                                      .label = _("Title of the signer"),
                                      .value = f->signer_title,
                                      .example = titles ? titles : "",
                                      .wanted = !titles || strstr(titles, "……")});
    form_text(b, &(struct form_field){.name = "nguoi-ky",
                                      .label = _("Name of the signer"),
                                      .value = f->signer_name,
                                      .example = signed_by ? signer : "……",
                                      .wanted = !signed_by});
    buffer_text(b, "</div>");
    form_text(b, &(struct form_field){.name = "kinh-gui",
                                      .label = _("Addressed to"),
                                      .value = f->addressed,
                                      .example = to ? to : ""});
    buffer_printf(b, "<p class=\"note\">%s</p><p class=\"go\">",
                  _("A blank that is left open is printed as “……”."));
    form_button(b, NULL, NULL, _("Fill in"), false);
    buffer_text(b, "</p></section>\n");
    free(titles);
    free(to);
    free(place);
    free(number);
    free(signer);
}

/* --- 3. files, and the message --- */

static void files_part(const struct visit *v, const struct report_asking *a, struct buffer *b)
{
    char cut[MOMENT_TEXT_BYTES], line[LIMIT_LINE_BYTES];
    buffer_printf(b, "<section class=\"card\"><h2>%s</h2>", _("3. Files"));
    if (a->report) {
        snprintf(line, sizeof line,
                 a->report->findings.incomplete ? _("◊ Figures up to %s; the data are not complete.")
                                                : _("Figures up to %s, complete."),
                 moment_write(a->report->now.period.cut, "HH:mm dd/MM/yyyy", cut));
        form_words(b, a->report->findings.incomplete ? "p class=\"nr\"" : "p class=\"ty\"", line);
    }
    buffer_text(b, "<p class=\"go\">");
    form_button(b, "dang", "docx", _("Word, to be signed"), true);
    form_button(b, "dang", "xlsx", _("Excel"), false);
    buffer_printf(b, "<button formaction=\"" REPORT_PATH "/xem\">%s</button>", _("Preview"));
    if (v->scope.all && (a->form.kind == REPORT_FRIDAY || a->form.kind == REPORT_PERIOD))
        buffer_printf(b, "<button formaction=\"" REPORT_PATH "/ban-hanh\">%s</button>",
                      _("Record as issued…"));
    buffer_text(b, "</p></section>\n");
    if (!a->paper->message_count)
        return;
    buffer_printf(
        b,
        "<section class=\"card\"><h2>%s</h2><p class=\"ty\">%s</p><pre class=\"msg\" tabindex=\"0\" "
        "aria-label=\"%s\">",
        _("Message to paste"), _("Press on it: all of it is marked; copy and paste into Zalo."),
        _("Message to paste"));
    for (size_t i = 0; i < a->paper->message_count; i++) {
        html_text_put(b, a->paper->message[i]);
        buffer_text(b, "\n");
    }
    buffer_text(b, "</pre></section>\n");
}

/* --- issued --- */

static void change_put(const struct report *r, const struct issue_change *c, struct buffer *b)
{
    char name[LIMIT_VALUE_BYTES], old[TEXT_NUMBER_BYTES], now[TEXT_NUMBER_BYTES];
    buffer_text(b, "<li>");
    html_text_put(b, phrase_unit(r, c->unit, name, sizeof name));
    buffer_text(b, ", ");
    html_text_put(b, r->set->items[c->commitment].title);
    buffer_printf(b, ": <s>%lld/%lld (%s%%)</s> → <b>", (long long)c->told.n, (long long)c->told.d,
                  text_rate(c->told.n, c->told.d, 2, old));
    if (c->now.known)
        buffer_printf(b, "%lld/%lld (%s%%)", (long long)c->now.n, (long long)c->now.d,
                      text_rate(c->now.n, c->now.d, 2, now));
    else
        html_text_put(b, _("not known"));
    buffer_text(b, "</b></li>");
}

static void issue_put(const struct report *r, const struct issue *i, const struct issue_changes *changes,
                      struct buffer *b)
{
    char cut[MOMENT_TEXT_BYTES], at[MOMENT_TEXT_BYTES], line[LIMIT_LINE_BYTES];
    struct report_form then = {
        .kind = REPORT_FRIDAY,
        .friday = i->cut,
        .known = i->at,
        .period = "",
        .unit = "",
        .fill = {
            .number = i->number, .signer_title = "", .signer_name = "", .addressed = "", .day = MOMENT_NONE}};
    struct buffer query;
    buffer_init(&query, LIMIT_LINE_BYTES);
    report_form_query(&then, &query);
    moment_write(i->cut, "HH:mm dd/MM/yyyy", cut);
    if (*i->number)
        snprintf(line, sizeof line, _("No. %s, figures up to %s"), i->number, cut);
    else
        snprintf(line, sizeof line, _("Without a number, figures up to %s"), cut);
    buffer_text(b, "<section class=\"card\">");
    form_words(b, "h3", line);
    buffer_text(b, "<p class=\"ty\">");
    snprintf(line, sizeof line, _("issued %s by %s"), moment_write(i->at, "HH:mm dd/MM/yyyy", at), i->by);
    html_text_put(b, line);
    buffer_printf(b, " · SHA-256 %.12s… · <a href=\"" REPORT_PATH "/xem", i->sha256);
    html_text_put(b, buffer_string(&query));
    buffer_printf(b, "\">%s</a></p>", _("as it was known then"));
    if (!changes->count) {
        buffer_printf(b, "<p class=\"ok\">● %s</p>", _("no figure has changed since"));
    } else {
        snprintf(line, sizeof line,
                 P_("◊ %zu figure has changed since:", "◊ %zu figures have changed since:", changes->count),
                 changes->count);
        form_words(b, "p class=\"nr\"", line);
        buffer_text(b, "<ul class=\"ch\">");
        for (size_t k = 0; k < changes->count && k < CHANGES_SHOWN; k++)
            change_put(r, &changes->items[k], b);
        buffer_text(b, "</ul>");
    }
    buffer_text(b, "</section>\n");
    buffer_free(&query);
}

typedef void issued_put(const struct report *r, const struct issue *i, const struct issue_changes *changes,
                        void *out);

static bool issued_each(const struct visit *v, issued_put *put, void *out, size_t *count, struct error *e)
{
    struct store *s = model_store(v->serving->model);
    const struct report *r = model_report(v->serving->model, e);
    struct issue_list list = {0};
    bool ok = r && issue_list_load(s, r->set->name, ISSUED_MOST, &list, e);
    for (size_t i = 0; ok && i < list.count; i++) {
        struct issue_changes changes;
        ok = issue_changes_of(s, r, &list.items[i], &changes, e);
        if (!ok)
            break;
        put(r, &list.items[i], &changes, out);
        issue_changes_free(&changes);
    }
    *count = list.count;
    issue_list_free(&list);
    return ok;
}

static void issued_html(const struct report *r, const struct issue *i, const struct issue_changes *changes,
                        void *out)
{
    issue_put(r, i, changes, out);
}

static bool issued_part(const struct visit *v, struct buffer *b, struct error *e)
{
    size_t count = 0;
    if (!v->scope.all)
        return true;
    buffer_printf(b, "<h2 id=\"da-ban-hanh\">%s</h2><p class=\"ty\">%s</p>", _("Issued"),
                  _("Figures that change after a report was issued are named in the next one."));
    bool ok = issued_each(v, issued_html, b, &count, e);
    if (!count)
        buffer_printf(b, "<p>%s</p>", _("No report has been recorded as issued yet."));
    return ok;
}

/* --- the pages --- */

bool page_report(struct visit *v, struct reply *out, struct error *e)
{
    struct report_asking a;
    bool refused = false;
    struct buffer *b = &out->body;
    bool sheets = v->format == FORMAT_XLSX || v->format == FORMAT_CSV;
    if (!report_asking_read(v, out, &v->request->query, sheets, &a, &refused, e))
        return false;
    if (refused)
        return true;
    bool ok = true;
    if (v->format != FORMAT_HTML) {
        ok = file_put(v, &a, out, e);
    } else {
        page_open(out, v, _("Reports"));
        buffer_printf(b, "<article class=\"form\"><h1>%s</h1><p class=\"ty\">", _("Reports"));
        html_text_put(b, a.paper->file_title ? a.paper->file_title : "");
        buffer_text(b, "</p><form action=\"" REPORT_PATH "\" class=\"sides\"><div>");
        ok = kinds_part(v, &a, b, e);
        if (a.paper->official)
            blanks_part(&a, b);
        buffer_text(b, "</div><div>");
        files_part(v, &a, b);
        buffer_text(b, "</div></form>\n");
        ok = ok && issued_part(v, b, e);
        buffer_text(b, "</article>\n");
        page_close(out, v);
    }
    paper_free(a.paper);
    return ok;
}

bool page_report_preview(struct visit *v, struct reply *out, struct error *e)
{
    struct report_asking a;
    bool refused = false;
    struct buffer *b = &out->body, query;
    if (!report_asking_read(v, out, &v->request->query, false, &a, &refused, e))
        return false;
    if (refused)
        return true;
    buffer_init(&query, LIMIT_LINE_BYTES);
    report_form_query(&a.form, &query);
    buffer_printf(
        b,
        "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\"><link rel=\"stylesheet\" href=\"" REPORT_PATH
        "/xem.css",
        text_language());
    html_text_put(b, buffer_string(&query));
    buffer_text(b, "\"><link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\"><title>");
    html_text_put(b, a.paper->file_title);
    buffer_text(b, "</title></head><body><main><p class=\"todo\"><a href=\"" REPORT_PATH);
    html_text_put(b, buffer_string(&query));
    buffer_printf(b, "\">← %s</a></p>\n", _("Reports"));
    paper_html_blocks(a.paper, b);
    buffer_text(b, "</main></body></html>\n");
    buffer_free(&query);
    paper_free(a.paper);
    return true;
}

/* Answers with the style sheet of the previewed paper, which has its own widths and pages; pages may carry no
 * styles. */
bool page_report_style(struct visit *v, struct reply *out, struct error *e)
{
    struct report_asking a;
    bool refused = false;
    if (!report_asking_read(v, out, &v->request->query, false, &a, &refused, e))
        return false;
    if (refused)
        return true;
    out->type = "text/css; charset=utf-8";
    paper_html_style(a.paper, &out->body);
    paper_free(a.paper);
    return true;
}

/* --- the twin --- */

static json_t *lines_of(char **lines, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(lines[i]));
    return list;
}

static json_t *ratio_of(const struct ratio *r)
{
    return json_pack("{s:I, s:I}", "numerator", (json_int_t)r->n, "denominator", (json_int_t)r->d);
}

static void issued_json(const struct report *r, const struct issue *i, const struct issue_changes *changes,
                        void *out)
{
    char cut[MOMENT_TEXT_BYTES], at[MOMENT_TEXT_BYTES];
    json_t *list = json_array();
    for (size_t k = 0; k < changes->count; k++) {
        const struct issue_change *c = &changes->items[k];
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:o, s:o}", "unit",
                            c->unit < r->now.units.count ? r->now.units.units[c->unit].code : "ALL", "name",
                            evaluation_metric(&r->now, r->set, c->commitment)->name, "told",
                            ratio_of(&c->told), "now", ratio_of(&c->now)));
    }
    json_array_append_new(out, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "number", i->number, "period",
                                         period_kind_name(i->kind), "to",
                                         moment_write(i->cut, "yyyy-MM-ddTHH:mm", cut), "issued",
                                         moment_write(i->at, "yyyy-MM-ddTHH:mm", at), "by", i->by, "sha256",
                                         i->sha256, "changes", list));
}

bool api_reports(struct visit *v, struct reply *out, struct error *e)
{
    struct report_asking a;
    bool refused = false;
    size_t count;
    char made[MOMENT_TEXT_BYTES];
    if (!report_asking_read(v, out, &v->request->query, false, &a, &refused, e))
        return false;
    if (refused)
        return true;
    json_t *issued = json_array();
    bool ok = !v->scope.all || issued_each(v, issued_json, issued, &count, e);
    json_t *o = json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "kind", report_kind_name(a.form.kind), "title",
                          a.paper->file_title, "to", moment_write(a.paper->made, "yyyy-MM-ddTHH:mm", made),
                          "blanks", lines_of(a.paper->blanks, a.paper->blank_count), "message",
                          lines_of(a.paper->message, a.paper->message_count), "issued", issued);
    paper_free(a.paper);
    if (ok)
        return json_reply(out, o, e);
    json_decref(o);
    return false;
}
