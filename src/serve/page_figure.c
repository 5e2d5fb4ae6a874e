/* This page explains a number, a rate or a count of dossiers: how the number is computed and by which document, from which sources and up to when, and
 * which dossiers lower the number. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/phrase.h"
#include "serve/page.h"
#include "serve/page_figure.h"
#include "serve/page_json.h"
#include "serve/pages.h"
#include "serve/unit_address.h"

enum { DOSSIERS_MOST = 20000 /* at most so many dossiers that lower a rate are looked through */ };

/* The number that the visitor asks for. */
struct figure_asked {
    const struct report *report;
    const struct metric *metric;
    struct metric counted;    /* what `metric` points to where a counter is asked for */
    size_t unit;              /* units.count: all together */
    struct model_scope below; /* the unit and all units below */
    struct ratio ratio;
    const struct verdict *verdict; /* NULL: no commitment has this metric */
    int64_t target;                /* of 10,000; -1: no target */
};

static bool is_count(const struct figure_asked *a)
{
    return a->metric == &a->counted;
}

/* Makes a counter a number of its own: what it counts is below the line and nothing is above, so that the page lists each
 * dossier that is counted. NULL: the name is no counter of dossiers. */
static const struct metric *counter_ask(struct figure_asked *a, const char *name)
{
    long at = counter_find(a->report->now.family, name);
    const struct counter *c = at < 0 ? NULL : counter_at(a->report->now.family, (size_t)at);
    if (!c || c->distinct || c->derived)
        return NULL;
    a->counted = (struct metric){.name = c->name,
                                 .title = c->title,
                                 .short_title = c->title,
                                 .formula = c->formula,
                                 .denominator = {{1, (size_t)at}},
                                 .denominator_count = 1};
    return &a->counted;
}

/* Reads the question. a->metric NULL: no such figure exists, and out tells the visitor. False and e: a fault. */
static bool asked_read(struct visit *v, struct reply *out, struct figure_asked *a, struct error *e)
{
    const char *name = request_field(&v->request->query, "ten");
    *a = (struct figure_asked){.target = -1, .below.all = !v->unit};
    if (v->unit && !model_scope(v->serving->model, v->unit, &a->below, e))
        return false;
    const struct report *r = a->report = model_report(v->serving->model, e);
    if (!r)
        return false;
    long unit = v->unit ? unit_find(&r->now.units, v->unit) : (long)r->now.units.count;
    name = name && *name ? name : "on_time_rate";
    a->metric = unit < 0 ? NULL : metric_find(r->now.metrics, name);
    if (!a->metric && unit >= 0)
        a->metric = counter_ask(a, name);
    if (!a->metric) {
        page_fault(out, v, 404, unit < 0 ? _("There is no such unit.") : _("There is no such figure."), "");
        return true;
    }
    a->unit = (size_t)unit;
    a->ratio = evaluation_ratio(&r->now, a->metric, a->unit);
    const struct report_row *row = &r->all;
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].unit == a->unit)
            row = &r->rows[i];
    for (size_t i = 0; i < r->set->count; i++)
        if (evaluation_metric(&r->now, r->set, i) == a->metric && (row != &r->all || !v->unit)) {
            a->verdict = &row->now.verdicts[i];
            a->target = r->set->items[i].target;
        }
    return true;
}

static void terms_say(const struct report *r, const struct metric_term *terms, size_t count, char *out,
                      size_t size)
{
    size_t used = 0;
    *out = '\0';
    for (size_t i = 0; i < count && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s",
                                 terms[i].sign < 0 ? " − "
                                 : i               ? " + "
                                                   : "",
                                 counter_at(r->now.family, terms[i].counter)->title);
}

/* --- the dossiers --- */

struct listing {
    const struct figure_asked *asked;
    struct paper_table *table;
    bool sheet; /* the table is that of programs, with the procedure's code in a column of its own */
    json_t *list;
    size_t count;
};

static bool dossier_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct listing *l = context;
    char name[LIMIT_VALUE_BYTES], named[CATALOGUE_TEXT_BYTES];
    const struct report *r = l->asked->report;
    const char *code = columns[1].known && columns[1].length ? columns[1].text : value_to_text(&columns[0]);
    const char *unit = columns[2].known ? columns[2].text : "";
    long at = unit_find(&r->now.units, unit);
    (void)count;
    (void)e;
    if (!model_scope_holds(&l->asked->below, unit))
        return true;
    l->count++;
    moment due = columns[4].known ? columns[4].number : MOMENT_NONE;
    const char *procedure_code = columns[3].known && columns[3].length ? columns[3].text : NULL;
    const char *procedure =
        procedure_code ? catalogue_text(r->overdue.names, NAME_PROCEDURE, procedure_code, named) : NULL;
    if (l->list) {
        char text[MOMENT_TEXT_BYTES];
        json_array_append_new(l->list,
                              json_pack("{s:s, s:s, s:s?, s:s?, s:o}", "code", code, "unit", unit,
                                        "procedure", procedure, "procedure_code", procedure_code, "due",
                                        due == MOMENT_NONE
                                            ? json_null()
                                            : json_string(moment_write(due, "yyyy-MM-ddTHH:mm", text))));
    }
    if (!l->table)
        return true;
    paper_words(l->table, unit);
    paper_words(l->table, at >= 0 ? phrase_unit(r, (size_t)at, name, sizeof name) : NULL);
    paper_words(l->table, code);
    paper_words(l->table, procedure);
    if (l->sheet)
        paper_words(l->table, procedure_code);
    paper_day(l->table, due);
    return true;
}

static bool dossiers_list(const struct visit *v, const struct figure_asked *a, struct listing *l,
                          struct error *e)
{
    const struct report *r = a->report;
    l->asked = a;
    if (a->ratio.published)
        return true;
    return metric_breakers_list(model_store(v->serving->model), r->now.family, a->metric, &r->now.period,
                                DOSSIERS_MOST, dossier_row, l, e);
}

void dossier_columns(struct paper_table *t, bool sheet)
{
    paper_column(t, "unit", _("Unit"), PAPER_CODE, 24);
    paper_column(t, "name", _("Name"), PAPER_WORDS, 40);
    paper_column(t, "code", _("Dossier code"), PAPER_CODE, 45);
    paper_column(t, "procedure", _("Procedure"), PAPER_WORDS, 0);
    if (sheet)
        paper_column(t, "procedure_code", _("Procedure code"), PAPER_CODE, 26);
    paper_column(t, "due", _("Due"), PAPER_DAY, 26);
}

/* --- the page --- */

static void say_value(const struct figure_asked *a, struct paper *p)
{
    char rate[TEXT_NUMBER_BYTES], n[TEXT_NUMBER_BYTES], d[TEXT_NUMBER_BYTES], target[TEXT_NUMBER_BYTES];
    paper_block(p, PAPER_PARAGRAPH, 0);
    if (!a->ratio.known)
        paper_say(p, PAPER_BOLD, _("Not known: no source tells what it takes."));
    else if (is_count(a))
        paper_sayf(p, PAPER_BOLD, P_("%s dossier.", "%s dossiers.", a->ratio.d), text_count(a->ratio.d, d));
    else if (a->ratio.d <= 0)
        paper_say(p, PAPER_BOLD, _("Nothing has arisen in this period."));
    else
        paper_sayf(p, PAPER_BOLD, P_("%s%% = %s of %s dossier.", "%s%% = %s of %s dossiers.", a->ratio.d),
                   text_rate(a->ratio.n, a->ratio.d, 2, rate), text_count(a->ratio.n, n),
                   text_count(a->ratio.d, d));
    if (a->target >= 0)
        paper_sayf(p, PAPER_PLAIN, _("Target ≥ %s%%."),
                   text_scaled(a->target * (FIGURE_SCALE / 100), 0, target));
    if (a->verdict && a->verdict->kept == KEPT_NO)
        paper_sayf(p, PAPER_BOLD,
                   P_("▲ short of %s dossier.", "▲ short of %s dossiers.", a->verdict->fix_existing),
                   text_count(a->verdict->fix_existing, n));
    else if (a->verdict && a->verdict->kept == KEPT_YES)
        paper_say(p, PAPER_BOLD, a->verdict->near ? _("◊ just kept.") : _("● kept."));
}

static void line_say(struct paper *p, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    paper_block(p, PAPER_ITEM, 0);
    paper_sayf(p, PAPER_BOLD, "%s:", name);
    paper_say(p, PAPER_PLAIN, text);
}

static void say_definition(const struct figure_asked *a, struct paper *p)
{
    char terms[LIMIT_LINE_BYTES / 2];
    const struct metric *m = a->metric;
    paper_heading(p, 2, _("How it is reckoned"));
    line_say(p, _("Formula"), m->formula);
    if (m->figure) {
        line_say(p, _("Published figure"), m->figure);
    } else if (is_count(a)) {
        line_say(p, _("Counted"), m->title);
    } else {
        terms_say(a->report, m->numerator, m->numerator_count, terms, sizeof terms);
        line_say(p, _("Above the line"), terms);
        terms_say(a->report, m->denominator, m->denominator_count, terms, sizeof terms);
        line_say(p, _("Below the line"), terms);
    }
    line_say(p, _("Document"), m->document);
    line_say(p, _("Version of the definition"), m->version);
    if (a->target >= 0)
        line_say(p, _("Target by"), a->report->set->document);
}

/* True if the visitor may see the source: a unit's exports have their own source, which other units do not see. */
static bool source_is_told(const struct visit *v, const char *name)
{
    char own[LIMIT_NAME_BYTES];
    upload_source_of(v->account.unit, own);
    return v->scope.all || strncmp(name, "don-vi-", 7) != 0 || strcmp(name, own) == 0;
}

static void say_sources(const struct visit *v, const struct figure_asked *a, struct paper *p)
{
    char line[LIMIT_LINE_BYTES], when[MOMENT_TEXT_BYTES];
    const struct source_states *s = &a->report->now.sources;
    paper_heading(p, 2, _("Sources and moment"));
    for (size_t i = 0; i < s->count; i++) {
        const struct source_state *one = &s->items[i];
        if (!source_is_told(v, one->code))
            continue;
        paper_block(p, PAPER_ITEM, 0);
        paper_sayf(p, PAPER_BOLD, "%s:", one->name ? one->name : one->code);
        paper_sayf(p, PAPER_PLAIN, _("read whole at %s."),
                   one->complete == MOMENT_NONE ? _("no time yet")
                                                : moment_write(one->complete, "HH:mm dd/MM/yyyy", when));
        if (!source_is_whole(one))
            paper_sayf(p, PAPER_BOLD, "◊ %s", source_state_say(one, line, sizeof line));
    }
}

static struct paper *figure_paper(const struct visit *v, const struct figure_asked *a, struct error *e)
{
    const struct report *r = a->report;
    char name[LIMIT_VALUE_BYTES], to[PHRASE_BYTES], text[LIMIT_LINE_BYTES], count[TEXT_NUMBER_BYTES];
    struct listing shown = {0}, sheet = {.sheet = true};
    struct paper *p = paper_new();
    if (!p) {
        error_memory(e, "page");
        return NULL;
    }
    p->kind = strdup(a->metric->title);
    snprintf(text, sizeof text, "%.300s, %.150s", a->metric->short_title,
             phrase_unit(r, a->unit, name, sizeof name));
    p->file_title = strdup(text);
    p->wide = true;
    p->made = r->now.period.cut;
    snprintf(text, sizeof text, _("%.150s; figures up to %s"), name, phrase_moment(r->now.period.cut, to));
    paper_run(p, &p->subject, PAPER_PLAIN, text);
    say_value(a, p);
    say_definition(a, p);
    say_sources(v, a, p);
    sheet.table = paper_sheet(p, "dossiers", _("Dossiers"));
    dossier_columns(sheet.table, true);
    bool ok = dossiers_list(v, a, &sheet, e);
    paper_heading(p, 2, is_count(a) ? _("Dossiers that are counted") : _("Dossiers that lower it"));
    paper_block(p, PAPER_PARAGRAPH, 0);
    if (a->ratio.published)
        paper_say(p, PAPER_PLAIN, _("The portal publishes this figure; it names no dossiers."));
    else if (!sheet.count)
        paper_say(p, PAPER_PLAIN, _("None."));
    else if (!is_count(a))
        paper_sayf(p, PAPER_PLAIN,
                   P_("%s dossier counts below the line and not above it.",
                      "%s dossiers count below the line and not above it.", sheet.count),
                   text_count((int64_t)sheet.count, count));
    if (ok && sheet.count) {
        shown.table = paper_table(p);
        dossier_columns(shown.table, false);
        ok = dossiers_list(v, a, &shown, e);
    }
    if (ok && !p->failed)
        return p;
    if (ok)
        error_memory(e, "page");
    paper_free(p);
    return NULL;
}

static bool figure_answer(struct visit *v, struct reply *out, const char *twin, struct error *e)
{
    struct figure_asked a;
    char address[LIMIT_LINE_BYTES];
    if (!asked_read(v, out, &a, e) || !a.metric)
        return a.report != NULL && !e->code;
    struct paper *p = figure_paper(v, &a, e);
    snprintf(address, sizeof address, "%s?ten=%.100s", twin, a.metric->name);
    bool ok = p && page_paper(out, v, p, address, true, e);
    paper_free(p);
    return ok;
}

bool page_figure(struct visit *v, struct reply *out, struct error *e)
{
    char twin[LIMIT_VALUE_BYTES + 40];
    snprintf(twin, sizeof twin, "/api/v1/units/%.400s/figure", v->unit);
    return figure_answer(v, out, twin, e);
}

bool page_figure_all(struct visit *v, struct reply *out, struct error *e)
{
    return figure_answer(v, out, "/api/v1/figure", e);
}

/* --- the twin --- */

bool api_figure(struct visit *v, struct reply *out, struct error *e)
{
    struct figure_asked a;
    char above[LIMIT_LINE_BYTES / 2], below[LIMIT_LINE_BYTES / 2];
    if (!asked_read(v, out, &a, e) || !a.metric)
        return a.report != NULL && !e->code;
    struct listing l = {.list = json_array()};
    if (!dossiers_list(v, &a, &l, e)) {
        json_decref(l.list);
        return false;
    }
    const struct metric *m = a.metric;
    terms_say(a.report, m->numerator, m->numerator_count, above, sizeof above);
    terms_say(a.report, m->denominator, m->denominator_count, below, sizeof below);
    json_t *o = json_report(a.report);
    json_object_set_new(o, "unit", json_string(v->unit ? v->unit : "ALL"));
    json_object_set_new(o, "name", json_string(m->name));
    json_object_set_new(o, "title", json_string(m->title));
    json_object_set_new(o, "formula", json_string(m->formula ? m->formula : ""));
    json_object_set_new(o, "above", json_string(above));
    json_object_set_new(o, "below", json_string(below));
    json_object_set_new(o, "document", json_string(m->document ? m->document : ""));
    json_object_set_new(o, "version", json_string(m->version ? m->version : ""));
    int64_t counted = is_count(&a) ? a.ratio.d : a.ratio.n;
    json_object_set_new(o, "numerator", a.ratio.known ? json_integer(counted) : json_null());
    json_object_set_new(o, "denominator",
                        a.ratio.known && !is_count(&a) ? json_integer(a.ratio.d) : json_null());
    json_object_set_new(o, "dossiers", l.list);
    return json_reply(out, o, e);
}

void figure_address(const struct report *r, size_t unit, const char *metric, char *out, size_t size)
{
    struct buffer b;
    buffer_init(&b, LIMIT_LINE_BYTES);
    if (unit < r->now.units.count)
        unit_address_put(&b, r->now.units.units[unit].code);
    buffer_printf(&b, "/chi-tieu?ten=");
    unit_address_escape(&b, metric);
    snprintf(out, size, "%s", buffer_string(&b));
    buffer_free(&b);
}
