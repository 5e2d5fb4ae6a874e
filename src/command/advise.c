/* motcua advise tells which steps gain most, the ways to the next place and to each commitment, and the forecast. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "advice/still.h"
#include "base/text.h"
#include "cli/cli.h"
#include "show/advice_table.h"
#include "show/source_warning.h"
#include "store/catalogue.h"

struct job {
    struct cli *cli;
    struct cli_session session;
    struct entry_set *inputs;
    struct advisor advisor;
    struct table *table;
};

static bool inputs_load(struct job *job, moment at, struct error *e)
{
    job->inputs = entry_set_new();
    if (!job->inputs)
        return error_memory(e, "entries");
    if (!entry_set_read(job->inputs, job->session.store, at == MOMENT_NONE ? moment_now() : at, e) ||
        (job->cli->inputs &&
         !entry_set_load(job->inputs, job->cli->inputs, cli_cutoff(job->session.config), e)))
        return false;
    return true;
}

static bool advisor_make(struct job *job, struct error *e)
{
    const struct cli *cli = job->cli;
    moment at = cli_at(cli, job->session.config);
    if (!inputs_load(job, at, e))
        return false;
    const struct advisor_order order = {.config = job->session.config,
                                        .store = job->session.store,
                                        .ruleset =
                                            cli->ruleset ? cli->ruleset : entry_set_ruleset(job->inputs),
                                        .set = cli->set,
                                        .of = cli->of ? cli->of : entry_set_of(job->inputs),
                                        .at = at,
                                        .inputs = job->inputs,
                                        .inputs_file = job->cli->inputs};
    return advisor_open(&job->advisor, &order, e);
}

static void actions_used(const struct advised *a, bool *used)
{
    for (size_t i = 0; i < a->line_count; i++)
        used[a->lines[i].action] = true;
}

/* The dossiers that still allow one step, written for a cell or a line. */
struct codes {
    const struct catalogue *names;
    bool machine;
    size_t found;
    char procedure[LIMIT_VALUE_BYTES]; /* of the newest dossier */
    struct buffer text;
};

/* Takes a row of key, code, unit, procedure, due_at. Programs get the codes with spaces between; people read the
 * procedure before the codes of neighbours that share it. */
static bool code_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct codes *c = context;
    char named[CATALOGUE_TEXT_BYTES];
    const struct value *code = columns[1].known && columns[1].length ? &columns[1] : &columns[0];
    (void)count;
    (void)e;
    if (c->found++ >= (c->machine ? LIMIT_EXPLAIN_DOSSIERS : ADVICE_CODES))
        return true;
    const char *procedure = columns[3].known ? columns[3].text : "";
    if (!c->machine && (c->found == 1 || strcmp(procedure, c->procedure) != 0)) {
        buffer_printf(&c->text, "%s%s:", c->found == 1 ? "" : "; ",
                      *procedure ? catalogue_text(c->names, NAME_PROCEDURE, procedure, named)
                                 : _("procedure not told"));
        snprintf(c->procedure, sizeof c->procedure, "%s", procedure);
    }
    buffer_printf(&c->text, "%s%s", c->machine && c->found == 1 ? "" : " ", code->text);
    return true;
}

static bool step_codes(struct job *job, struct codes *c, struct advised_unit *u, size_t action,
                       struct error *e)
{
    const struct action *x = &job->advisor.actions.items[action];
    if (!x->has_still)
        return true;
    c->found = 0;
    buffer_init(&c->text, LIMIT_EXPLAIN_DOSSIERS * (LIMIT_VALUE_BYTES + CATALOGUE_TEXT_BYTES));
    bool ok =
        still_dossiers(x, job->advisor.judged, job->session.store, u->unit, code_row, c, e) &&
        ((!c->text.failed && (u->codes[action] = strdup(c->found ? buffer_string(&c->text) : "")) != NULL) ||
         error_memory(e, "advice"));
    u->found[action] = c->found;
    buffer_free(&c->text);
    return ok;
}

/* Finds the dossiers that still allow each advised step. Programs get more codes than people. */
static bool codes_find(struct job *job, struct advised_unit *u, bool machine, struct error *e)
{
    struct catalogue *names = catalogue_load(job->session.store, e);
    struct codes c = {.names = names, .machine = machine};
    bool ok = names != NULL;
    bool used[LIMIT_ACTIONS] = {false};
    actions_used(&u->best, used);
    actions_used(&u->rank, used);
    for (size_t i = 0; i < LIMIT_COMMITMENTS; i++)
        actions_used(&u->kept[i], used);
    for (size_t i = 0; ok && i < job->advisor.actions.count; i++)
        ok = !used[i] || step_codes(job, &c, u, i, e);
    catalogue_free(names);
    return ok;
}

/* Finds the dossiers of each share, for programs: the parts' own codes, with one reading for each action. */
static bool share_codes_find(struct job *job, struct advised_unit *u, struct error *e)
{
    struct advisor *a = &job->advisor;
    for (size_t i = 0; i < a->actions.count; i++) {
        char **codes = NULL;
        bool used = false;
        for (size_t k = 0; k < u->share_count; k++)
            used = used || advised_goal(u, u->shares[k].goal)->lines[u->shares[k].line].action == i;
        if (used && !still_codes_own(&a->actions.items[i], a->judged, job->session.store, &codes, e))
            return false;
        bool ok = true;
        for (size_t k = 0; codes && k < u->share_count; k++)
            if (advised_goal(u, u->shares[k].goal)->lines[u->shares[k].line].action == i)
                ok = ok && (u->shares[k].unit < 0 || (u->shares[k].codes = strdup(codes[u->shares[k].unit])));
        still_codes_free(codes, a->judged->units.count);
        if (!ok)
            return error_memory(e, "advice");
    }
    return true;
}

static bool unit_table(struct job *job, bool machine, struct error *e)
{
    struct advised_unit u;
    const struct unit_set *units = &job->advisor.scored.units;
    if (!cli_units_settle(job->cli, unit_label_of_set, units, units->count, false, e))
        return false;
    long unit = unit_find(units, job->cli->units.items[0]);
    if (unit < 0 || !advisor_binds(&job->advisor, (size_t)unit))
        return error_set(
            e, ERROR_USAGE, job->cli->units.items[0],
            _("'motcua units' lists the codes; the ruleset or the commitments must bind the unit."),
            _("neither the ruleset nor the commitments bind this unit"));
    if (!advisor_unit(&job->advisor, (size_t)unit, job->cli->budget, &u, e)) {
        advised_unit_free(&u);
        return false;
    }
    bool ok = u.has_parts ? !machine || share_codes_find(job, &u, e) : codes_find(job, &u, machine, e);
    if (ok)
        advice_table_unit(&job->advisor, &u, machine, job->table);
    advised_unit_free(&u);
    return ok;
}

static bool league_table(struct job *job, bool machine, struct error *e)
{
    advice_table_head(&job->advisor, job->table);
    for (size_t unit = 0; unit < job->advisor.scored.units.count; unit++) {
        struct advised_unit u;
        if (!advisor_binds(&job->advisor, unit))
            continue;
        bool ok = advisor_first(&job->advisor, unit, &u, e);
        if (ok)
            advice_table_row(&job->advisor, &u, machine, job->table);
        advised_unit_free(&u);
        if (!ok)
            return false;
    }
    advice_table_notes(job->table);
    return true;
}

static bool table_fill(struct job *job, struct error *e)
{
    const struct cli *cli = job->cli;
    bool machine = format_for_programs(cli->format);
    if (cli->units.count > 1)
        return error_set(e, ERROR_USAGE, "--unit", _("Name one unit, or none for the first step of each."),
                         _("it takes one unit"));
    if (cli->budget >= 0 && cli->units.count == 0)
        return error_set(e, ERROR_USAGE, "--budget", _("Name one unit with --unit."),
                         _("a budget is that of one unit"));
    job->table = table_new();
    if (!job->table)
        return error_memory(e, "table");
    bool ok = advisor_make(job, e) &&
              (cli->units.count ? unit_table(job, machine, e) : league_table(job, machine, e));
    if (ok)
        unit_faults_warn(&job->advisor.scored.units, job->table);
    return ok && (!table_failed(job->table) || error_memory(e, "table"));
}

static bool run(struct cli *cli, struct error *e)
{
    struct job job = {.cli = cli};
    bool ok = cli_session_open(cli, false, &job.session, e) && table_fill(&job, e) &&
              cli_write_table(cli, job.table, e);
    table_free(job.table);
    advisor_close(&job.advisor);
    entry_set_free(job.inputs);
    cli_session_close(&job.session);
    return ok;
}

const struct command command_advise = {
    .name = "advise",
    .words = "",
    .summary =
        N_("what gains most: the fewest dossiers to each commitment, to the next rank, and the forecast"),
    .group = GROUP_TELL,
    .place = 3,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua advise\n  motcua advise --unit H99.22.01 --at 2022-11-25T15:00\n"
                "  motcua advise --unit H99.22.01 --budget 20 --format json\n",
    .run = run,
};
