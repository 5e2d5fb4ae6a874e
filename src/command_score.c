/* The score command: points by a ruleset, lost ones and why, rank, what must be mended. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "evaluation.h"
#include "score_board.h"
#include "text.h"

#define RULESET_DEFAULT "qd-766"

struct job {
    const struct cli *cli;
    struct cli_session session; /* empty where there is no config, but a file of entries */
    struct evaluation v;
    struct counter_family *family; /* of no session */
    struct metric_set *metrics;
    struct score_inputs *inputs;
    struct ruleset *rules;
    struct score_board board;
    struct table *table;
};

static void job_close(struct job *job)
{
    table_free(job->table);
    score_board_free(&job->board);
    ruleset_free(job->rules);
    score_inputs_free(job->inputs);
    metric_set_free(job->metrics);
    counter_family_free(job->family);
    evaluation_close(&job->v);
    cli_session_close(&job->session);
}

/* A file of entries can be scored where nothing is configured. */
static bool config_there(const struct cli *cli)
{
    const char *named = getenv("MOTCUA_CONFIG");
    return !cli->inputs || cli->config_file || (named && *named) || access("motcua.json", F_OK) == 0;
}

static bool definitions_load(struct job *job, struct error *e)
{
    if (config_there(job->cli))
        return cli_session_open(job->cli, false, &job->session, e) &&
               evaluation_open(&job->v, job->session.config, job->session.store, "core", e);
    job->family = counter_family_load("core", e);
    job->metrics = job->family ? metric_set_load(job->family, e) : NULL;
    return job->metrics != NULL;
}

static bool inputs_load(struct job *job, struct error *e)
{
    job->inputs = score_inputs_new();
    if (!job->inputs)
        return error_memory(e, "entries");
    if (job->session.store) {
        moment at = cli_at(job->cli, job->session.config);
        if (!score_inputs_read(job->inputs, job->session.store, at == MOMENT_NONE ? moment_now() : at, e))
            return false;
    }
    if (job->cli->inputs && !score_inputs_load(job->inputs, job->cli->inputs, e))
        return false;
    score_inputs_seal(job->inputs);
    return true;
}

static bool rules_load(struct job *job, struct error *e)
{
    const char *name = job->cli->ruleset ? job->cli->ruleset : score_inputs_ruleset(job->inputs);
    bool session = job->session.store != NULL;
    job->rules = ruleset_load(name ? name : RULESET_DEFAULT, session ? job->v.family : job->family,
                              session ? job->v.metrics : job->metrics, e);
    return job->rules != NULL;
}

static bool board_make(struct job *job, struct error *e)
{
    const struct cli *cli = job->cli;
    struct score_board_order order = {.rules = job->rules, .inputs = job->inputs};
    const char *of = cli->of ? cli->of : score_inputs_of(job->inputs);
    enum period_kind kind = cli->period_given ? cli->period : job->rules->period;
    moment at = job->session.config ? cli_at(cli, job->session.config) : cli->at;
    if (job->session.store) {
        order.v = &job->v;
        order.store = job->session.store;
    }
    return period_make(kind, of, at, &order.period, e) && score_board_make(&order, &job->board, e);
}

/* A mistyped code must not read as "no such row". */
static bool names_check(const struct job *job, struct error *e)
{
    const struct cli *cli = job->cli;
    for (size_t i = 0; i < cli->units.count; i++)
        if (score_board_find(&job->board, cli->units.items[i]) < 0)
            return error_set(e, ERROR_USAGE, cli->units.items[i],
                             _("'motcua units' lists the codes; the ruleset must bind that kind of unit."),
                             _("no such unit"));
    for (size_t i = 0; i < cli->criteria.count; i++)
        if (strcmp(cli->criteria.items[i], "all") != 0 &&
            ruleset_find(job->rules, cli->criteria.items[i]) < 0)
            return error_set(e, ERROR_USAGE, cli->criteria.items[i],
                             _("'motcua score --criterion all' shows every criterion."),
                             _("no such criterion"));
    if (cli->explain && ruleset_find(job->rules, cli->explain) < 0)
        return error_set(e, ERROR_USAGE, cli->explain,
                         _("'motcua score --criterion all' shows every criterion."), _("no such criterion"));
    if (cli->explain && cli->units.count != 1)
        return error_set(e, ERROR_USAGE, "--explain", _("Name one unit with --unit."),
                         _("it takes one unit to explain"));
    return true;
}

static bool unit_chosen(const void *context, const char *code)
{
    const struct cli *cli = context;
    return cli->units.count == 0 || cli_list_has(&cli->units, code);
}

static bool criterion_chosen(const void *context, const char *code)
{
    const struct cli *cli = context;
    return cli->criteria.count == 0 || cli_list_has(&cli->criteria, "all") ||
           cli_list_has(&cli->criteria, code);
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
    const struct criterion *c = &job->rules->criteria[criterion];
    struct offenders o = {&job->board, unit, job->table, 0};
    char line[160];
    for (size_t i = 0; job->session.store && i < c->offender_count; i++)
        if (!counts_list(job->session.store, job->v.family, counter_at(job->v.family, c->offenders[i])->name,
                         &job->board.period, LIMIT_SEEN, offender_row, &o, e))
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
    size_t unit = (size_t)score_board_find(&job->board, code),
           criterion = (size_t)ruleset_find(job->rules, job->cli->explain);
    score_board_explain(&job->board, unit, criterion, job->table);
    return offenders_list(job, criterion, code, e);
}

/* --- the command --- */

static bool table_fill(struct job *job, struct error *e)
{
    const struct cli *cli = job->cli;
    bool machine = cli->format == TABLE_CSV || cli->format == TABLE_JSON;
    const struct score_board_choice choice = {unit_chosen, criterion_chosen, cli, machine};
    job->table = table_new();
    if (!job->table)
        return error_memory(e, "table");
    source_states_warn(&job->v.sources, job->table);
    if (cli->explain)
        return explain(job, e);
    if (cli->units.count || cli->criteria.count)
        score_board_sheet(&job->board, &choice, job->table);
    else
        score_board_league(&job->board, machine, job->table);
    return true;
}

bool command_score(const struct cli *cli, struct error *e)
{
    struct job job = {.cli = cli};
    bool ok = definitions_load(&job, e) && inputs_load(&job, e) && rules_load(&job, e) &&
              board_make(&job, e) && names_check(&job, e) && table_fill(&job, e);
    if (ok && table_failed(job.table))
        ok = error_memory(e, "table");
    ok = ok && cli_write_table(cli, job.table, e);
    job_close(&job);
    return ok;
}
