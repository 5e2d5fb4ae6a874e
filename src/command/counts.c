/* motcua counts shows the counters of units in a period. */
#include "base/text.h"
#include "cli/evaluation_session.h"

static bool run(struct cli *cli, struct error *e)
{
    struct evaluation_session job;
    if (!evaluation_session_open(&job, cli, e))
        return false;
    bool ok = evaluation_session_period(&job, cli->period, e);
    evaluation_session_columns(&job);
    table_column(job.table, "counter", _("Counter"), false);
    table_column(job.table, "value", _("Value"), true);
    for (size_t unit = 0; ok && unit <= job.v.units.count; unit++) {
        if (!evaluation_session_wants(&job, unit))
            continue;
        for (size_t i = 0; i < counter_count(job.v.family); i++) {
            struct tally tally = counts_get(&job.v.counts, unit, i);
            evaluation_session_cells(&job, unit);
            table_text(job.table, counter_at(job.v.family, i)->name);
            if (tally.known)
                table_number(job.table, tally.value);
            else
                table_none(job.table);
        }
    }
    return evaluation_session_finish(&job, ok, e);
}

const struct command command_counts = {
    .name = "counts",
    .early = EARLY_TOLD,
    .words = "",
    .summary = N_("counters per unit and period"),
    .group = GROUP_TELL,
    .place = 6,
    .takes = "@table @figures",
    .formats = FORMATS_OF_TABLES,
    .examples =
        "  motcua counts --period month --of 2022-11\n  motcua counts --family opencps --format csv\n",
    .run = run,
};
