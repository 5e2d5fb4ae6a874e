/* These pages show a command's table: the index, overdue dossiers, tasks, sources. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/phrase.h"
#include "report/table_paper.h"
#include "serve/page.h"
#include "serve/page_figure.h"
#include "serve/page_table.h"
#include "serve/pages.h"
#include "serve/unit_address.h"
#include "show/table_pick.h"

struct written {
    const struct visit *visit;
    struct reply *reply;
};

/* Writes a command's table as JSON or CSV into the reply, with only the rows that the visitor searched for, as
 * sorted. */
static bool write_take(void *context, const struct table *all, struct error *e)
{
    const struct written *w = context;
    struct reply *out = w->reply;
    const struct table_wish wish = page_table_wish(w->visit);
    struct table *picked = table_wish_is_any(&wish) ? table_pick(all, &wish) : NULL;
    const struct table *t = picked ? picked : all;
    if (table_wish_is_any(&wish) && !picked)
        return error_memory(e, "table");
    const struct table_look look = {.format = strcmp(out->type, REPLY_JSON) == 0 ? FORMAT_JSON : FORMAT_CSV,
                                    .bom = true};
    size_t size = 0;
    char *text = table_written(t, &look, &size, e);
    if (text)
        buffer_append(&out->body, text, size);
    bool ok = text != NULL;
    free(text);
    table_free(picked);
    return ok && (!out->body.failed || error_memory(e, "table"));
}

struct part {
    const char *name, *title; /* of the sheet */
    const char *words[6];     /* words of the command; or no words */
    const char *why_not;      /* shown in place of the table where `words` is empty */
    const char *told;         /* what the table's numbers mean; NULL: the command says it below its table */
    /* the command cannot be limited to units, so only roles that read all units get the table */
    bool no_units;
};

struct collected {
    struct paper *paper;
    const struct part *part;
};

static bool paper_take(void *context, const struct table *t, struct error *e)
{
    struct collected *c = context;
    table_paper_add(c->paper, t, c->part->name, c->part->title);
    return !c->paper->failed || error_memory(e, "page");
}

static bool programs(const struct visit *v)
{
    return v->format == FORMAT_JSON || v->format == FORMAT_CSV;
}

/* True if the page shows the error as the reason for a missing table; other errors are faults of the program. */
static bool is_reason(const struct error *e)
{
    return e->code == ERROR_USAGE || e->code == ERROR_CONFIG || e->code == ERROR_DATA;
}

static void part_add(struct visit *v, struct paper *p, const struct part *part,
                     const struct model_scope *scope, struct error *fault)
{
    struct collected c = {p, part};
    struct error why = {0};
    const struct model_table ask = {part->words, FORMAT_TABLE, part->no_units ? NULL : scope, paper_take, &c};
    paper_heading(p, 2, part->title);
    if (part->words[0] && !model_command(v->serving->model, &ask, &why) && !is_reason(&why)) {
        *fault = why;
        return;
    }
    if (!part->words[0] || why.code) {
        paper_block(p, PAPER_PARAGRAPH, 0);
        paper_say(p, PAPER_PLAIN, part->words[0] ? why.what : part->why_not);
        paper_say(p, PAPER_PLAIN, why.code ? why.hint : "");
    } else if (part->told) {
        paper_block(p, PAPER_NOTE, 0);
        paper_say(p, PAPER_PLAIN, part->told);
    }
}

/* Limits the scope to the unit of ?don-vi=CODE, if the visitor may read the unit. */
static bool scope_settle(struct visit *v, struct reply *out, struct model_scope *scope)
{
    const char *unit = request_field(&v->request->query, "don-vi");
    *scope = v->scope;
    if (!unit || !*unit)
        return true;
    if (!model_scope_holds(&v->scope, unit)) {
        page_fault(out, v, 403, _("This account may not read that."),
                   _("Accounts of a unit read their own unit and those below it."));
        return false;
    }
    *scope = (struct model_scope){.codes = {unit}, .count = 1};
    return true;
}

/* Links the points of each unit to the unit's areas and criteria. */
static void points_link(struct paper *p)
{
    char address[LIMIT_LINE_BYTES];
    for (size_t k = 0; k < p->count; k++) {
        struct paper_table *t = p->blocks[k].table;
        size_t unit = 0, points = 0;
        for (size_t i = 0; t && i < t->column_count; i++) {
            unit = strcmp(t->columns[i].name, "unit") == 0 ? i + 1 : unit;
            points = strcmp(t->columns[i].name, "points") == 0 ? i + 1 : points;
        }
        for (size_t row = 0; unit && points && row < paper_rows(t); row++) {
            struct buffer code;
            buffer_init(&code, LIMIT_LINE_BYTES);
            unit_address_escape(&code, paper_cell(t, row, unit - 1)->text);
            snprintf(address, sizeof address, "?don-vi=%.800s", buffer_string(&code));
            if (code.used)
                paper_link(t, row, points - 1, address);
            buffer_free(&code);
        }
    }
}

/* Answers a page of commands' tables; JSON and CSV hold the table of the first command. */
static bool list_answer(struct visit *v, struct reply *out, const char *title, const struct part *parts,
                        size_t count, const char *twin, struct error *e)
{
    struct model_scope scope;
    if (!scope_settle(v, out, &scope))
        return true;
    if (programs(v)) {
        out->type = v->format == FORMAT_JSON ? REPLY_JSON : "text/csv; charset=utf-8";
        struct written written = {v, out};
        const struct model_table ask = {parts->words, v->format, parts->no_units ? NULL : &scope, write_take,
                                        &written};
        struct error why = {0};
        if (parts->words[0] && !model_command(v->serving->model, &ask, &why) && !is_reason(&why)) {
            *e = why;
            return false;
        }
        if (!out->body.used)
            buffer_text(&out->body, v->format == FORMAT_JSON ? "[]\n" : "\n");
        if (v->format == FORMAT_CSV)
            snprintf(out->file_name, sizeof out->file_name, "%.60s.csv", parts->name);
        return true;
    }
    struct paper *p = paper_new();
    struct error fault = {0};
    if (!p)
        return error_memory(e, "page");
    p->kind = strdup(title);
    p->file_title = strdup(title);
    p->wide = true;
    p->made = moment_now();
    for (size_t i = 0; i < count && !fault.code; i++)
        part_add(v, p, &parts[i], &scope, &fault);
    if (scope.all || scope.count > 1)
        points_link(p);
    bool ok = !fault.code && page_paper(out, v, p, twin, true, e);
    if (fault.code)
        *e = fault;
    paper_free(p);
    return ok;
}

bool page_index(struct visit *v, struct reply *out, struct error *e)
{
    const struct part parts[] = {{.name = "chi-so", .title = _("Points"), .words = {"score"}}};
    return list_answer(v, out, _("Index"), parts, 1, "/api/v1/index", e);
}

/* The page shows the sets of tasks with the names of the config's commitments and mandates. */
bool page_tasks(struct visit *v, struct reply *out, struct error *e)
{
    const struct config *c = model_config(v->serving->model);
    struct part parts[2] = {
        {.name = "nhiem-vu",
         .title = _("Tasks"),
         .why_not = _("No set of tasks is configured."),
         .told = _("Days late are calendar days from the deadline until the task was done, or until today.")},
        {.name = "giao",
         .title = _("Mandates"),
         .words = {"mandates"},
         .why_not = _("No set of mandates is configured.")}};
    if (c->commitment_count) {
        parts[0].words[0] = "tasks";
        parts[0].words[1] = "--set";
        parts[0].words[2] = c->commitments[0];
    }
    if (!c->mandate_count)
        parts[1].words[0] = NULL;
    return list_answer(v, out, _("Tasks"), parts, 2, "/api/v1/tasks", e);
}

bool page_sources(struct visit *v, struct reply *out, struct error *e)
{
    const struct part parts[] = {
        {.name = "nguon",
         .title = _("Sources"),
         .words = {"sources"},
         .told = _(
             "Dossiers: all that the store holds of the source. Missing: those that were not there when the "
             "source was last read whole. Counted elsewhere: those that another source counts, so that no "
             "dossier counts twice."),
         .no_units = true},
        {.name = "lich", .title = _("What is done by itself"), .words = {"schedule"}, .no_units = true},
        {.name = "lan-lay",
         .title = _("Runs"),
         .words = {"runs"},
         .told =
             _("Expected: as many records as the source says it has; got: those that were read. New, changed "
               "and unchanged are against the store before the run; rejected records could not be read, and "
               "the field and the reason are kept."),
         .no_units = true}};
    return list_answer(v, out, _("Sources"), parts, 3, "/api/v1/sources", e);
}

/* --- overdue dossiers, from the report's model --- */

static size_t overdue_fill(const struct visit *v, const struct report *r, struct paper_table *t, bool sheet)
{
    char name[LIMIT_VALUE_BYTES], address[LIMIT_LINE_BYTES];
    size_t count = 0;
    dossier_columns(t, sheet);
    paper_column(t, "days_late", _("Days\nlate"), PAPER_COUNT, 16);
    for (size_t i = 0; t && i < r->overdue.count; i++) {
        const struct report_overdue *o = &r->overdue.items[i];
        bool there = o->unit < r->now.units.count;
        const char *code = there ? r->now.units.units[o->unit].code : "";
        if (!model_scope_holds(&v->scope, code))
            continue;
        paper_words(t, code);
        paper_words(t, there ? phrase_unit(r, o->unit, name, sizeof name) : NULL);
        paper_words(t, o->code);
        paper_words(t, *o->procedure ? o->procedure : NULL);
        if (sheet)
            paper_words(t, *o->procedure_code ? o->procedure_code : NULL);
        paper_day(t, o->due);
        paper_count(t, true, o->days_late);
        figure_address(r, o->unit, "open_overdue", address, sizeof address);
        if (!sheet && there)
            paper_link(t, count, t->column_count - 1, address);
        count++;
    }
    return count;
}

bool page_overdue(struct visit *v, struct reply *out, struct error *e)
{
    const struct report *r = model_report(v->serving->model, e);
    char to[PHRASE_BYTES], text[LIMIT_LINE_BYTES], count[TEXT_NUMBER_BYTES];
    struct paper *p = r ? paper_new() : NULL;
    if (!p)
        return r ? error_memory(e, "page") : false;
    p->kind = strdup(_("Overdue dossiers"));
    p->file_title = strdup(_("Overdue dossiers"));
    p->wide = true;
    p->made = r->now.period.cut;
    snprintf(text, sizeof text, _("Results up to %s"), phrase_moment(r->now.period.cut, to));
    paper_run(p, &p->subject, PAPER_PLAIN, text);
    size_t listed = overdue_fill(v, r, paper_sheet(p, "overdue", _("Overdue dossiers")), true);
    paper_block(p, PAPER_PARAGRAPH, 0);
    if (r->overdue.total < 0)
        paper_say(p, PAPER_PLAIN, _("What is overdue is not known."));
    else if (!listed)
        paper_say(p, PAPER_PLAIN, _("No open dossier is overdue: the requirement is met."));
    else
        paper_sayf(p, PAPER_BOLD, P_("%s open dossier is overdue.", "%s open dossiers are overdue.", listed),
                   text_count((int64_t)listed, count));
    if (listed)
        overdue_fill(v, r, paper_table(p), false);
    bool ok = !p->failed && page_paper(out, v, p, "/api/v1/overdue", true, e);
    if (p->failed)
        error_memory(e, "page");
    paper_free(p);
    return ok;
}

/* --- twins --- */

static bool twin_of(page_answer *answer, struct visit *v, struct reply *out, struct error *e)
{
    v->format = FORMAT_JSON;
    return answer(v, out, e);
}

bool api_index(struct visit *v, struct reply *out, struct error *e)
{
    return twin_of(page_index, v, out, e);
}

bool api_overdue(struct visit *v, struct reply *out, struct error *e)
{
    return twin_of(page_overdue, v, out, e);
}

bool api_tasks(struct visit *v, struct reply *out, struct error *e)
{
    return twin_of(page_tasks, v, out, e);
}

bool api_sources(struct visit *v, struct reply *out, struct error *e)
{
    return twin_of(page_sources, v, out, e);
}
