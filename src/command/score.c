/* motcua score tells points by a ruleset, lost points and their causes, the rank, and what must be mended. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/score_session.h"
#include "show/score_table.h"
#include "show/source_warning.h"
#include "store/catalogue.h"

struct job {
    const struct cli *cli;
    struct score_session s;
    struct table *table;
};

static bool explain_check(const struct job *job, struct error *e)
{
    const struct cli *cli = job->cli;
    if (cli->explain && ruleset_find(job->s.rules, cli->explain) < 0)
        return error_set(e, ERROR_USAGE, cli->explain,
                         _("'motcua score --criterion all' shows every criterion."), _("no such criterion"));
    if (cli->explain && cli->units.count != 1)
        return error_set(e, ERROR_USAGE, "--explain", _("Name one unit with --unit."),
                         _("it takes one unit to explain"));
    return true;
}

/* --- dossiers under one criterion --- */

struct offenders {
    const struct unit_set *units;
    long unit;
    struct table *table;
    size_t found;
    enum whose whose;              /* whose input gave the points */
    const struct catalogue *names; /* of the procedures */
};

/* True if a dossier's unit is the shown unit or a unit below, as in the unit's figures. */
static bool is_within(const struct offenders *o, const char *code)
{
    long unit = unit_find(o->units, code);
    if ((unit == o->unit && o->whose == WHOSE_BELOW) || (unit != o->unit && o->whose == WHOSE_OWN))
        return false;
    for (int depth = 0; unit >= 0 && depth < LIMIT_UNIT_DEPTH; depth++) {
        if (unit == o->unit)
            return true;
        unit = o->units->units[unit].parent_index;
    }
    return false;
}

/* Takes a row of key, code, unit, procedure, due_at. */
static bool offender_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct offenders *o = context;
    char due[MOMENT_TEXT_BYTES], named[CATALOGUE_TEXT_BYTES] = "", note[LIMIT_LINE_BYTES];
    (void)count;
    (void)e;
    if (!columns[2].known || !is_within(o, columns[2].text))
        return true;
    if (o->found++ >= LIMIT_EXPLAIN_DOSSIERS)
        return true;
    table_row(o->table);
    table_word(o->table, "dossier", _("Dossier"));
    table_text(o->table, columns[1].known && *columns[1].text ? columns[1].text : columns[0].text);
    if (columns[3].known)
        catalogue_text(o->names, NAME_PROCEDURE, columns[3].text, named);
    snprintf(note, sizeof note, "%s%s%s",
             columns[4].known ? moment_write(columns[4].number, "dd/MM/yyyy HH:mm", due) : "",
             columns[4].known && *named ? "; " : "", named);
    table_text(o->table, *note ? note : NULL);
    return true;
}

/* Finds the dossiers that lower a criterion: for a ratio of counters those that the denominator counts and the
 * numerator does not; else those that the ruleset names. */
static bool offenders_find(struct job *job, const struct criterion *c, const struct criterion_score *node,
                           struct offenders *o, struct error *e)
{
    const struct evaluation *v = &job->s.v;
    struct store *store = job->s.session.store;
    const struct period *p = &job->s.board.period;
    if (node->input && node->input->metric && !node->input->metric->figure)
        return metric_breakers_list(store, v->family, node->input->metric, p, LIMIT_SEEN, offender_row, o, e);
    for (size_t i = 0; i < c->offender_count; i++)
        if (!counts_list(store, v->family, counter_at(v->family, c->offenders[i])->name, p, LIMIT_SEEN,
                         offender_row, o, e))
            return false;
    return true;
}

static bool offenders_list(struct job *job, size_t criterion, size_t unit, struct error *e)
{
    const struct score *s = &job->s.board.scores[unit];
    const struct criterion_score *node = &s->nodes[criterion];
    struct offenders o = {&job->s.v.units,
                          unit_find(&job->s.v.units, s->subject.code),
                          job->table,
                          0,
                          node->input ? node->input->whose : WHOSE_TREE,
                          NULL};
    char line[160];
    bool costs = score_lost(node) > 0 || (node->max == 0 && node->result.missing > 0);
    if (!job->s.session.store || o.unit < 0 || !costs)
        return true;
    struct catalogue *names = catalogue_load(job->s.session.store, e);
    o.names = names;
    bool ok = names && offenders_find(job, &s->rules->criteria[criterion], node, &o, e);
    catalogue_free(names);
    if (!ok)
        return false;
    if (o.found > LIMIT_EXPLAIN_DOSSIERS) {
        snprintf(line, sizeof line, _("dossiers that cost points: %zu; the first %d are shown"), o.found,
                 LIMIT_EXPLAIN_DOSSIERS);
        table_footnote(job->table, line);
    }
    return true;
}

static bool explain(struct job *job, struct error *e)
{
    const char *code = job->cli->units.items[0];
    size_t unit = (size_t)score_board_find(&job->s.board, code),
           criterion = (size_t)ruleset_find(job->s.rules, job->cli->explain);
    score_explain_table(&job->s.board, unit, criterion, job->table);
    return offenders_list(job, criterion, unit, e);
}

/* --- the command --- */

/* Returns the only unit that is shown; -1: several units are shown. */
static long unit_alone(const struct job *job)
{
    const struct score_board *b = &job->s.board;
    if (job->cli->units.count == 1)
        return score_board_find(b, job->cli->units.items[0]);
    return b->count == 1 ? 0 : -1;
}

static bool plan_sum(struct job *job, struct gain_sum *out, struct error *e)
{
    const struct score_board *b = &job->s.board;
    long unit = unit_alone(job);
    *out = (struct gain_sum){0};
    if (unit < 0)
        return true;
    const struct gain_context context = {job->s.session.store, b->before ? &b->before[unit] : NULL};
    return gain_sum_make(&b->scores[unit], &context, out, e);
}

static bool table_fill(struct job *job, struct error *e)
{
    const struct cli *cli = job->cli;
    bool machine = format_for_programs(cli->format);
    struct gain_sum plan;
    const struct score_sheet_choice choice = {score_session_unit, score_session_criterion, cli, machine,
                                              &plan};
    job->table = table_new();
    if (!job->table)
        return error_memory(e, "table");
    score_session_warn(&job->s, job->table);
    source_states_warn(&job->s.v.sources, job->table);
    unit_faults_warn(&job->s.v.units, job->table);
    if (cli->explain)
        return explain(job, e);
    if (!plan_sum(job, &plan, e))
        return false;
    if (cli->units.count || cli->criteria.count)
        score_sheet_table(&job->s.board, &choice, job->table);
    else
        score_league_table(&job->s.board, machine, job->table);
    return true;
}

static bool run(struct cli *cli, struct error *e)
{
    struct job job = {.cli = cli, .s = {.keep_before = true}};
    bool ok = score_session_open(cli, &job.s, e) && explain_check(&job, e) && table_fill(&job, e);
    if (ok && table_failed(job.table))
        ok = error_memory(e, "table");
    ok = ok && cli_write_table(cli, job.table, e);
    table_free(job.table);
    score_session_close(&job.s);
    return ok;
}

const struct command command_score = {
    .name = "score",
    .words = "",
    .summary = N_("points by a ruleset, what was lost and why, rank, plans that are due"),
    .group = GROUP_POINTS,
    .place = 1,
    .takes = "@table @figures",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua score --ruleset qd-766 --of 2026\n  motcua score --unit H21.227\n"
                "  motcua score --unit H21.227 --explain 3.6\n"
                "  motcua score --inputs tu-cham-2019.json --unit quang-tho\n",
    .run = run,
};
