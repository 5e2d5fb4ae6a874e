/* motcua advise tells which steps gain most, the ways to the next place and to each commitment, and the forecast. */
#include <stdlib.h>
#include <string.h>

#include "advice/still.h"
#include "cli/cli.h"
#include "show/advice_table.h"
#include "show/source_warning.h"

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

/* Finds the dossiers that still allow each advised step. Programs get more codes than people. */
static bool codes_find(struct job *job, struct advised_unit *u, bool machine, struct error *e)
{
    bool used[LIMIT_ACTIONS] = {false};
    actions_used(&u->best, used);
    actions_used(&u->rank, used);
    for (size_t i = 0; i < LIMIT_COMMITMENTS; i++)
        actions_used(&u->kept[i], used);
    for (size_t i = 0; i < job->advisor.actions.count; i++)
        if (used[i] &&
            !still_codes(&job->advisor.actions.items[i], job->advisor.judged, job->session.store, u->unit,
                         machine ? LIMIT_EXPLAIN_DOSSIERS : ADVICE_CODES, &u->codes[i], &u->found[i], e))
            return false;
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
    if (!advisor_unit(&job->advisor, (size_t)unit, job->cli->budget, &u, e))
        return false;
    bool ok = codes_find(job, &u, machine, e);
    if (ok)
        advice_table_unit(&job->advisor, &u, machine, job->table);
    for (size_t i = 0; i < LIMIT_ACTIONS; i++)
        free(u.codes[i]);
    return ok;
}

static bool league_table(struct job *job, bool machine, struct error *e)
{
    advice_table_head(&job->advisor, job->table);
    for (size_t unit = 0; unit < job->advisor.scored.units.count; unit++) {
        struct rank_place now;
        struct advised first;
        if (!advisor_binds(&job->advisor, unit))
            continue;
        if (!advisor_first(&job->advisor, unit, &now, &first, e))
            return false;
        advice_table_row(&job->advisor, unit, &now, &first, machine, job->table);
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
