/* motcua commitments tells which sets the config has, which are in force, and whether a set's file is valid. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "commitment/commitment.h"
#include "metric/metric.h"

struct job {
    struct counter_family *family;
    struct metric_set *metrics;
    struct table *table;
};

static void set_row(struct table *t, const struct commitment_set *s, const struct commitment *c,
                    const struct period *now)
{
    char kinds[LIMIT_VALUE_BYTES] = "", metrics[LIMIT_VALUE_BYTES] = "", days[LIMIT_VALUE_BYTES];
    bool holds = validity_holds(s->valid_from, s->valid_to, now);
    size_t used = 0;
    for (size_t i = 0; s->unit_kinds[i] && used < sizeof kinds; i++)
        used += (size_t)snprintf(kinds + used, sizeof kinds - used, "%s%s", i ? " " : "", s->unit_kinds[i]);
    used = 0;
    for (size_t i = 0; i < c->metric_count && used < sizeof metrics; i++)
        used += (size_t)snprintf(metrics + used, sizeof metrics - used, "%s%s", i ? " " : "",
                                 c->metrics[i]->name);
    table_row(t);
    table_text(t, s->name);
    table_word(t, holds ? "yes" : "no", holds ? _("in force") : _("not in force"));
    table_mark(t, holds ? MARK_GOOD : MARK_BAD);
    table_text(t, validity_days(s->valid_from, s->valid_to, days, sizeof days));
    table_text(t, period_kind_name(s->period));
    if (*kinds)
        table_text(t, kinds);
    else
        table_word(t, "all", _("all"));
    table_text(t, c->title);
    table_text(t, metrics);
    table_rate(t, c->target, TARGET_SCALE);
}

static bool set_show(struct job *job, const char *name, moment at, int cutoff, struct error *e)
{
    struct commitment_set *s = commitment_set_load(name, job->metrics, e);
    struct period now;
    bool ok = s && period_make(s->period, NULL, at, cutoff, &now, e);
    for (size_t i = 0; ok && i < s->count; i++)
        set_row(job->table, s, &s->items[i], &now);
    if (ok) {
        table_footnote(job->table, s->title);
        table_footnote(job->table, s->document);
    }
    commitment_set_free(s);
    return ok;
}

static void columns_add(struct table *t)
{
    table_column(t, "set", _("Set"), false);
    table_column(t, "in_force", _("Now"), false);
    table_column(t, "valid", _("Validity"), false);
    table_column(t, "period", _("Period"), false);
    table_column(t, "unit_kinds", _("Binds"), false);
    table_column(t, "title", _("Commitment"), false);
    table_column(t, "metrics", _("Metrics"), false);
    table_column(t, "target", _("Target"), true);
}

static bool config_show(struct job *job, const struct cli *cli, struct error *e)
{
    struct cli_session session;
    if (!cli_session_begin(cli, false, &session, e))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < session.config->commitment_count; i++)
        ok = set_show(job, session.config->commitments[i], cli_at(cli, session.config),
                      session.config->cutoff, e);
    cli_session_close(&session);
    return ok;
}

static bool job_run(struct job *job, const struct cli *cli, struct error *e)
{
    const char *word = cli->words.count > 1 ? cli->words.items[1] : "list";
    bool check = strcmp(word, "check") == 0;
    if (!(check ? cli->words.count == 3 : strcmp(word, "list") == 0 && cli->words.count <= 2))
        return error_set(e, ERROR_USAGE, word, _("Write list or check FILE."),
                         _("not a thing to do with commitments"));
    job->family = counter_family_load("core", e);
    job->metrics = job->family ? metric_set_load(job->family, e) : NULL;
    if (!job->metrics)
        return false;
    job->table = table_new();
    if (!job->table)
        return error_memory(e, "table");
    columns_add(job->table);
    return (check ? set_show(job, cli->words.items[2], cli->at, PERIOD_CUTOFF_SECONDS, e)
                  : config_show(job, cli, e)) &&
           (!table_failed(job->table) || error_memory(e, "table")) && cli_write_table(cli, job->table, e);
}

static bool run(struct cli *cli, struct error *e)
{
    struct job job = {0};
    bool ok = job_run(&job, cli, e);
    table_free(job.table);
    metric_set_free(job.metrics);
    counter_family_free(job.family);
    return ok;
}

const struct command command_commitments = {
    .name = "commitments",
    .words = "[list|check FILE]",
    .summary = N_("commitment sets: which the config has, which is in force, whether a file is right"),
    .group = GROUP_TELL,
    .place = 9,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua commitments\n  motcua commitments check huyen-2027.json\n",
    .run = run,
};
