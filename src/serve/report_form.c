#include "serve/report_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/form06.h"
#include "report/unit_paper.h"
#include "serve/page.h"
#include "serve/unit_address.h"

static const char *const kinds[] = {[REPORT_FRIDAY] = "thu-sau",
                                    [REPORT_PERIOD] = "dinh-ky",
                                    [REPORT_UNIT] = "don-vi",
                                    [REPORT_FORM_06] = "bieu-06a",
                                    [REPORT_FORM_06B] = "bieu-06b"};

const char *report_kind_name(enum report_kind kind)
{
    return kinds[kind];
}

static const char *field(const struct request_fields *from, const char *name)
{
    const char *value = request_field(from, name);
    return value ? value : "";
}

static bool moment_field(const struct request_fields *from, const char *name, moment *out, struct error *e)
{
    const char *text = field(from, name);
    *out = MOMENT_NONE;
    return !*text || moment_read(text, out) ||
           error_set(e, ERROR_USAGE, name, _("Write a day as 25/11/2022."), _("'%.60s' is no day"), text);
}

bool report_form_read(const struct visit *v, const struct request_fields *from, struct report_form *out,
                      bool *allowed, struct error *e)
{
    const struct config *c = model_config(v->serving->model);
    const char *kind = field(from, "loai");
    struct period p;
    *out = (struct report_form){.cutoff = c->cutoff,
                                .kind = v->scope.all ? REPORT_FRIDAY : REPORT_UNIT,
                                .period = field(from, "ky"),
                                .unit = field(from, "don-vi"),
                                .fill = {.number = field(from, "so"),
                                         .signer_title = field(from, "chuc-vu"),
                                         .signer_name = field(from, "nguoi-ky"),
                                         .addressed = field(from, "kinh-gui")}};
    for (int i = 0; i < REPORT_KINDS; i++)
        if (strcmp(kind, kinds[i]) == 0)
            out->kind = (enum report_kind)i;
    if (!v->scope.all && !*out->unit)
        out->unit = v->account.unit;
    /* only a visitor who may read all units gets a report on all units; a report on a unit needs the right to that
     * unit */
    *allowed = *out->unit ? model_scope_holds(&v->scope, out->unit) : v->scope.all;
    if (out->kind == REPORT_FRIDAY || out->kind == REPORT_PERIOD)
        *allowed = v->scope.all;
    if (*out->period && !period_told(out->period, out->cutoff, &p))
        return error_set(e, ERROR_USAGE, "ky", _("Write a month as 2022-11, a quarter as 2022-Q4."),
                         _("the period is not understood"));
    if (*out->period && !period_begun_check(&p, p.at, "ky", e))
        return false;
    if (!moment_field(from, "ngay", &out->friday, e) || !moment_field(from, "biet", &out->known, e) ||
        !moment_field(from, "ngay-ky", &out->fill.day, e))
        return false;
    /* a day without an hour means the cut-off of that day */
    if (out->friday != MOMENT_NONE && out->friday == moment_day(out->friday))
        out->friday += c->cutoff;
    return true;
}

static void put(struct buffer *out, const char *name, const char *value)
{
    if (!*value)
        return;
    buffer_printf(out, "&%s=", name);
    unit_address_escape(out, value);
}

static void put_moment(struct buffer *out, const char *name, moment m, const char *pattern)
{
    char text[MOMENT_TEXT_BYTES];
    put(out, name, moment_write(m, pattern, text));
}

void report_form_query(const struct report_form *f, struct buffer *out)
{
    buffer_printf(out, "?loai=%s", kinds[f->kind]);
    put_moment(out, "ngay", f->friday, "yyyy-MM-ddTHH:mm");
    put_moment(out, "biet", f->known, "yyyy-MM-ddTHH:mm:ss");
    put(out, "ky", f->period);
    put(out, "don-vi", f->unit);
    put(out, "so", f->fill.number);
    put_moment(out, "ngay-ky", f->fill.day, "yyyy-MM-dd");
    put(out, "chuc-vu", f->fill.signer_title);
    put(out, "nguoi-ky", f->fill.signer_name);
    put(out, "kinh-gui", f->fill.addressed);
}

static struct paper *form06_paper(const struct visit *v, const struct report_form *f, struct error *e)
{
    const struct config *c = model_config(v->serving->model);
    struct store *s = model_store(v->serving->model);
    struct evaluation evaluation = {0};
    struct period p;
    struct paper *paper = NULL;
    enum period_kind kind = *f->period && period_told(f->period, f->cutoff, &p) ? p.kind : PERIOD_MONTH;
    if (period_make(kind, *f->period ? f->period : NULL, MOMENT_NONE, f->cutoff, &p, e) &&
        evaluation_open(&evaluation, c, s, "core", e)) {
        long unit = *f->unit ? unit_find(&evaluation.units, f->unit) : -1;
        const struct form06_ask ask = {.config = c,
                                       .period = p,
                                       .group = f->kind == REPORT_FORM_06 ? GROUP_SECTOR : GROUP_PROCEDURE,
                                       .unit = unit,
                                       .fill = &f->fill};
        if (*f->unit && unit < 0)
            error_set(e, ERROR_DATA, f->unit, _("'motcua units' lists units and their dates."),
                      _("no such unit"));
        else
            paper = form06_make(&ask, s, &evaluation.units, evaluation.family, e);
    }
    evaluation_close(&evaluation);
    return paper;
}

static struct paper *paper_of(const struct visit *v, const struct report_form *f, bool sheets,
                              const struct report **report, struct error *e)
{
    struct period p;
    struct issue_changes changes = {0};
    const struct report_ask ask = {.friday = f->kind != REPORT_PERIOD,
                                   .kind = *f->period && period_told(f->period, f->cutoff, &p) ? p.kind
                                                                                               : PERIOD_MONTH,
                                   .of = f->kind == REPORT_PERIOD && *f->period ? f->period : NULL,
                                   .at = f->kind == REPORT_PERIOD ? MOMENT_NONE : f->friday};
    *report = NULL;
    if (f->kind == REPORT_FORM_06 || f->kind == REPORT_FORM_06B)
        return form06_paper(v, f, e);
    const struct report *r = model_report_asked(v->serving->model, &ask, f->known, e);
    if (!r)
        return NULL;
    *report = r;
    if (f->kind == REPORT_UNIT) {
        long unit = unit_find(&r->now.units, f->unit);
        if (unit >= 0)
            return unit_paper_make(r, (size_t)unit, e);
        error_set(e, ERROR_DATA, f->unit, NULL, _("no such unit"));
        return NULL;
    }
    if (!issue_changes_load(model_store(v->serving->model), r, &changes, e))
        return NULL;
    const struct compose_wish wish = {
        .changes = &changes, .fill = &f->fill, .no_sheets = !sheets, .no_annexes = sheets};
    struct paper *paper = compose_report_with(r, &wish, e);
    issue_changes_free(&changes);
    return paper;
}

bool report_asking_read(struct visit *v, struct reply *out, const struct request_fields *from, bool sheets,
                        struct report_asking *a, bool *refused, struct error *e)
{
    bool allowed = false;
    *a = (struct report_asking){0};
    if (!report_form_read(v, from, &a->form, &allowed, e))
        return false;
    *refused = !allowed;
    if (!allowed) {
        page_fault(out, v, 403, _("This account may not read that."),
                   _("Accounts of a unit read their own unit and those below it."));
        return true;
    }
    a->paper = paper_of(v, &a->form, sheets, &a->report, e);
    return a->paper != NULL;
}
