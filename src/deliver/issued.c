#include "deliver/issued.h"

#include <stdio.h>

#include "base/digest.h"
#include "base/holder.h"
#include "base/text.h"
#include "deliver/delivery.h"
#include "report/compose.h"
#include "report/issue.h"
#include "report/office.h"

/* Writes a period as the option --of takes periods. */
static void of_write(const struct period *p, char out[LIMIT_NAME_BYTES])
{
    struct wall w = moment_wall(p->from);
    switch (p->kind) {
    case PERIOD_MONTH:
        snprintf(out, LIMIT_NAME_BYTES, "%04d-%02d", w.year, w.month);
        break;
    case PERIOD_QUARTER:
        snprintf(out, LIMIT_NAME_BYTES, "%04d-Q%d", w.year, (w.month + 2) / 3);
        break;
    case PERIOD_HALF:
        snprintf(out, LIMIT_NAME_BYTES, "%04d-H%d", w.year, w.month < 7 ? 1 : 2);
        break;
    case PERIOD_NINE:
        snprintf(out, LIMIT_NAME_BYTES, "%04d-9T", w.year);
        break;
    default:
        snprintf(out, LIMIT_NAME_BYTES, "%04d", w.year);
    }
}

void issued_ask_make(enum reported kind, moment at, int cutoff, struct issued_ask *ask)
{
    static const enum period_kind kinds[REPORTED_KINDS] = {
        [REPORTED_FRIDAY] = PERIOD_WEEK, [REPORTED_FORTNIGHT] = PERIOD_FORTNIGHT,
        [REPORTED_MONTH] = PERIOD_MONTH, [REPORTED_QUARTER] = PERIOD_QUARTER,
        [REPORTED_HALF] = PERIOD_HALF,   [REPORTED_NINE] = PERIOD_NINE,
        [REPORTED_YEAR] = PERIOD_YEAR};
    moment now = at == MOMENT_NONE ? moment_now() : at;
    *ask = (struct issued_ask){.report = {.friday = kind == REPORTED_FRIDAY, .at = at}, .due = true};
    if (ask->report.friday)
        return;
    struct period p = period_at(kind == REPORTED_FORTNIGHT ? PERIOD_WEEK : kinds[kind], now, now, cutoff);
    if (p.to > now)
        p = period_before(&p);
    if (kind == REPORTED_FORTNIGHT && moment_day(p.to) / (7 * MOMENT_DAY) % 2 != 0) /* every second Friday */
        p = period_before(&p);
    ask->report.kind = kinds[kind];
    ask->report.at = p.to; /* the period is over: all its dossiers count, and nothing later */
    ask->due = now - p.to <= (moment)LIMIT_DELIVERY_PERIOD_DAYS * MOMENT_DAY;
    if (kind != REPORTED_FORTNIGHT) { /* a fortnight is named by its cut-off alone */
        of_write(&p, ask->of);
        ask->report.of = ask->of;
    }
}

static struct report *report_of(const struct config *c, struct store *s, const struct report_ask *ask,
                                struct error *e)
{
    struct report *r = report_make_asked(c, s, ask, e);
    if (r && report_advise(r, s, ask->set, e))
        return r;
    report_free(r);
    return NULL;
}

/* Makes an issued report again with what was known at the moment of issue. */
static struct report *report_again(const struct config *c, struct store *s, const struct report_ask *ask,
                                   moment issued, char number[LIMIT_VALUE_BYTES], struct error *e)
{
    char day[MOMENT_TEXT_BYTES];
    struct issue_found found;
    store_known_set(s, issued);
    struct report *r = report_of(c, s, ask, e);
    if (r && issue_find(s, r, &found, e)) {
        snprintf(number, LIMIT_VALUE_BYTES, "%s", found.number);
        if (found.same)
            return r;
        moment_write(issued, "HH:mm dd/MM/yyyy", day);
        error_set(e, ERROR_DATA, "deliver",
                  _("Send the file that was issued by hand, or issue the report anew: motcua report -o FILE "
                    "--issue."),
                  _("the figures of the report that was issued at %s cannot be made again"), day);
    }
    report_free(r);
    return NULL;
}

static bool record(struct store *s, const struct report *r, moment at, struct error *e)
{
    struct issue_changes changes = {0};
    struct buffer bytes;
    char sha256[DIGEST_TEXT_BYTES], number[LIMIT_VALUE_BYTES];
    buffer_init(&bytes, LIMIT_REPORT_BYTES);
    bool ok = issue_changes_load(s, r, &changes, e);
    struct paper *p = ok ? compose_report_with(r, &(struct compose_wish){.changes = &changes}, e) : NULL;
    ok = p && paper_docx(p, &bytes, e) && digest_bytes(bytes.data, bytes.used, sha256, e) &&
         issue_add(
             s, r,
             &(struct issue_told){sha256, "motcua deliver", office_number(p, number, sizeof number), at}, e);
    paper_free(p);
    issue_changes_free(&changes);
    buffer_free(&bytes);
    return ok;
}

/* Records the issue under a claim in the log of deliveries, so that only one of several runs issues. *done: another run
 * has recorded the issue before. */
static bool issue_once(struct store *s, const struct report *r, const char *kind, moment at, bool *done,
                       struct error *e)
{
    struct delivery d = {.report = kind, .content = "issue", .cut = r->now.period.cut};
    char owner[HOLDER_BYTES];
    bool mine = false;
    if (!delivery_name(&d, "issue", e) || !holder_name(owner, e) ||
        !delivery_claim(s, &d, owner, true, &mine, e))
        return false;
    *done = d.state == DELIVERY_SENT;
    if (!mine)
        return *done || error_set(e, ERROR_TEMPORARY, "deliver",
                                  _("They are kept: run motcua deliver again in some minutes."),
                                  _("another run issues the report now"));
    struct error second = {0};
    bool ok = record(s, r, at, e);
    *done = false;
    d.state = ok ? DELIVERY_SENT : DELIVERY_WAITING;
    return delivery_end(s, &d, ok ? e : &second) && ok;
}

struct report *issued_report(const struct config *c, struct store *s, const struct report_ask *ask,
                             const char *kind, bool record_it, char number[LIMIT_VALUE_BYTES],
                             struct error *e)
{
    moment at = moment_now();
    struct issue_found found;
    bool done = false;
    number[0] = '\0';
    struct report *r = report_of(c, s, ask, e);
    bool ok = r && issue_find(s, r, &found, e);
    if (ok && found.issued == MOMENT_NONE && record_it) {
        ok = issue_once(s, r, kind, at, &done, e);
        if (ok && done)
            ok = issue_find(s, r, &found, e);
    }
    if (ok && found.issued == MOMENT_NONE)
        return r;
    report_free(r);
    return ok ? report_again(c, s, ask, found.issued, number, e) : NULL;
}
