/* This page records that a report was sent. The page asks first, because a record is never taken back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/text.h"
#include "serve/page.h"
#include "serve/page_form.h"
#include "serve/pages.h"
#include "serve/report_form.h"
#include "show/html_text.h"

#define REPORT_PATH "/bao-cao"

static void hidden(struct buffer *b, const char *name, const char *value)
{
    buffer_printf(b, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    html_text_put(b, value);
    buffer_text(b, "\">");
}

static bool can_be_issued(const struct report_asking *a, struct error *e)
{
    return a->form.kind == REPORT_FRIDAY || a->form.kind == REPORT_PERIOD ||
           error_set(e, ERROR_USAGE, "loai", _("Friday reports and reports on a period are issued."),
                     _("this kind of report is not recorded"));
}

bool page_issue(struct visit *v, struct reply *out, struct error *e)
{
    static const char *const kept[] = {"loai",    "ngay",    "ky",       "so",
                                       "ngay-ky", "chuc-vu", "nguoi-ky", "kinh-gui"};
    struct report_asking a;
    bool refused = false;
    char number[LIMIT_VALUE_BYTES], line[LIMIT_LINE_BYTES], cut[MOMENT_TEXT_BYTES];
    struct buffer *b = &out->body;
    if (!report_asking_read(v, out, &v->request->query, false, &a, &refused, e))
        return false;
    if (refused)
        return true;
    bool ok = can_be_issued(&a, e);
    if (ok) {
        page_open(out, v, _("Record as issued"));
        buffer_printf(b, "<article class=\"form\"><h1>%s</h1>", _("Record as issued"));
        office_number(a.paper, number, sizeof number);
        moment_write(a.report->now.period.cut, "HH:mm dd/MM/yyyy", cut);
        if (*number)
            snprintf(line, sizeof line, _("No. %s, figures up to %s"), number, cut);
        else
            snprintf(line, sizeof line, _("Without a number, figures up to %s"), cut);
        form_say(b, a.paper->blank_count ? FORM_LOOK : FORM_GOOD, line,
                 _("Figures, number, name of this account and the digest of the Word file are recorded. "
                   "Nothing is taken "
                   "back afterwards: a correction is told by the next report."));
        if (a.paper->blank_count) {
            snprintf(line, sizeof line,
                     P_("◊ %zu blank is still open.", "◊ %zu blanks are still open.", a.paper->blank_count),
                     a.paper->blank_count);
            form_words(b, "p class=\"nr\"", line);
        }
        form_open(b, v, REPORT_PATH "/ban-hanh", false);
        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
            const char *value = request_field(&v->request->query, kept[i]);
            hidden(b, kept[i], value ? value : "");
        }
        buffer_text(b, "<p class=\"go\">");
        form_button(b, NULL, NULL, _("Record as issued"), true);
        buffer_printf(b, "<a class=\"bt\" href=\"" REPORT_PATH "\">%s</a></p></form></article>\n", _("Back"));
        page_close(out, v);
    }
    paper_free(a.paper);
    return ok;
}

bool page_issue_post(struct visit *v, struct reply *out, struct error *e)
{
    struct report_asking a;
    bool refused = false;
    char sha256[DIGEST_TEXT_BYTES], number[LIMIT_VALUE_BYTES];
    struct buffer bytes;
    if (!report_asking_read(v, out, &v->request->form, false, &a, &refused, e))
        return false;
    if (refused)
        return true;
    buffer_init(&bytes, LIMIT_REPORT_BYTES);
    bool ok = can_be_issued(&a, e) && paper_docx(a.paper, &bytes, e) &&
              digest_bytes(bytes.data, bytes.used, sha256, e) &&
              issue_add(model_store(v->serving->model), a.report,
                        &(struct issue_told){sha256, v->account.name,
                                             office_number(a.paper, number, sizeof number), moment_now()},
                        e);
    buffer_free(&bytes);
    paper_free(a.paper);
    reply_redirect(out, REPORT_PATH);
    return ok;
}
