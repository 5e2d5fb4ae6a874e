/* The score command: points by a ruleset, lost ones and why, rank, what must be mended. */
#include <stdlib.h>
#include <string.h>

#include "score_session.h"
#include "text.h"

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
    const struct score_board *board;
    const char *unit;
    struct table *table;
    size_t found;
};

/* key, code, unit, procedure, due_at */
static bool offender_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct offenders *o = context;
    char due[MOMENT_TEXT_BYTES];
    (void)count;
    (void)e;
    if (!columns[2].known || strcmp(columns[2].text, o->unit) != 0)
        return true;
    if (o->found++ >= LIMIT_EXPLAIN_DOSSIERS)
        return true;
    table_row(o->table);
    table_word(o->table, "dossier", _("Dossier"));
    table_text(o->table, columns[1].known && *columns[1].text ? columns[1].text : columns[0].text);
    table_text(o->table, columns[4].known ? moment_write(columns[4].number, "dd/MM/yyyy HH:mm", due) : NULL);
    return true;
}

static bool offenders_list(struct job *job, size_t criterion, const char *unit, struct error *e)
{
    const struct criterion *c = &job->s.rules->criteria[criterion];
    struct offenders o = {&job->s.board, unit, job->table, 0};
    char line[160];
    for (size_t i = 0; job->s.session.store && i < c->offender_count; i++)
        if (!counts_list(job->s.session.store, job->s.v.family,
                         counter_at(job->s.v.family, c->offenders[i])->name, &job->s.board.period, LIMIT_SEEN,
                         offender_row, &o, e))
            return false;
    if (o.found > LIMIT_EXPLAIN_DOSSIERS) {
        snprintf(line, sizeof line, _("%zu dossiers cost points; the first %d are shown"), o.found,
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
    score_board_explain(&job->s.board, unit, criterion, job->table);
    return offenders_list(job, criterion, code, e);
}

/* --- the command --- */

static bool table_fill(struct job *job, struct error *e)
{
    const struct cli *cli = job->cli;
    bool machine = cli->format == TABLE_CSV || cli->format == TABLE_JSON;
    const struct score_board_choice choice = {score_session_unit, score_session_criterion, cli, machine};
    job->table = table_new();
    if (!job->table)
        return error_memory(e, "table");
    source_states_warn(&job->v.sources, job->table);
    if (cli->explain)
        return explain(job, e);
    if (cli->units.count || cli->criteria.count)
        score_board_sheet(&job->s.board, &choice, job->table);
    else
        score_board_league(&job->s.board, machine, job->table);
    return true;
}

bool command_score(const struct cli *cli, struct error *e)
{
    struct job job = {.cli = cli};
    bool ok = score_session_open(cli, &job.s, e) && explain_check(&job, e) && table_fill(&job, e);
    if (ok && table_failed(job.table))
        ok = error_memory(e, "table");
    ok = ok && cli_write_table(cli, job.table, e);
    table_free(job.table);
    score_session_close(&job.s);
    return ok;
}
