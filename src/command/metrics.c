/* Commands that evaluate: counts, metrics, status. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "commitment/evaluation.h"
#include "show/source_warning.h"

struct job {
    const struct cli *cli;
    struct cli_session session;
    struct evaluation v;
    struct table *table;
};

static void job_close(struct job *job)
{
    table_free(job->table);
    evaluation_close(&job->v);
    cli_session_close(&job->session);
}

/* Every --unit must be known: a mistyped code must not read as "nothing arose". */
static bool job_check_units(const struct job *job, struct error *e)
{
    const struct cli_list *asked = &job->cli->units;
    for (size_t i = 0; i < asked->count; i++)
        if (strcmp(asked->items[i], "ALL") != 0 && unit_find(&job->v.units, asked->items[i]) < 0)
            return error_set(e, ERROR_USAGE, asked->items[i],
                             _("'motcua units' lists the codes; ALL is the total."), _("no such unit"));
    return true;
}

/* kind: PERIOD of the table; the caller may have a better default than month. */
static bool job_open(struct job *job, const struct cli *cli, struct error *e)
{
    *job = (struct job){.cli = cli};
    bool ok = cli_session_open(cli, false, &job->session, e) &&
              evaluation_open(&job->v, job->session.config, job->session.store, cli->family, e) &&
              job_check_units(job, e);
    if (ok) {
        job->table = table_new();
        ok = job->table || error_memory(e, "table");
    }
    if (!ok)
        job_close(job);
    return ok;
}

static bool job_period(struct job *job, enum period_kind kind, struct error *e)
{
    struct period p;
    return period_make(kind, job->cli->of, cli_at(job->cli, job->session.config), &p, e) &&
           evaluation_at(&job->v, job->session.store, &p, e);
}

static bool job_finish(struct job *job, bool ok, struct error *e)
{
    if (ok)
        source_states_warn(&job->v.sources, job->table);
    if (ok && table_failed(job->table))
        ok = error_memory(e, "table");
    ok = ok && cli_write_table(job->cli, job->table, e);
    job_close(job);
    return ok;
}

/* One that another unit stands for in the period is told of only where it is asked for. */
static bool unit_wanted(const struct job *job, size_t unit)
{
    const char *code = unit < job->v.units.count ? job->v.units.units[unit].code : "ALL";
    if (job->cli->units.count)
        return cli_list_has(&job->cli->units, code);
    return unit == job->v.units.count || unit_heir(&job->v.units, unit, job->v.period.from) == unit;
}

static void unit_cells(struct job *job, size_t unit)
{
    const struct period *p = &job->v.period;
    table_row(job->table);
    table_text(job->table, period_kind_name(p->kind));
    table_moment(job->table, p->from);
    table_moment(job->table, p->cut);
    table_text(job->table, unit < job->v.units.count ? job->v.units.units[unit].code : "ALL");
}

static void unit_columns(struct table *t)
{
    table_column(t, "period", _("Period"), false);
    table_column(t, "from", _("From"), false);
    table_column(t, "to", _("To"), false);
    table_column(t, "unit", _("Unit"), false);
}

bool command_counts(const struct cli *cli, struct error *e)
{
    struct job job;
    if (!job_open(&job, cli, e))
        return false;
    bool ok = job_period(&job, cli->period, e);
    unit_columns(job.table);
    table_column(job.table, "counter", _("Counter"), false);
    table_column(job.table, "value", _("Value"), true);
    for (size_t unit = 0; ok && unit <= job.v.units.count; unit++) {
        if (!unit_wanted(&job, unit))
            continue;
        for (size_t i = 0; i < counter_count(job.v.family); i++) {
            struct tally tally = counts_get(&job.v.counts, unit, i);
            unit_cells(&job, unit);
            table_text(job.table, counter_at(job.v.family, i)->name);
            if (tally.known)
                table_number(job.table, tally.value);
            else
                table_none(job.table);
        }
    }
    return job_finish(&job, ok, e);
}

/* --- metrics --- */

struct metric_line {
    const struct metric *metric;
    const struct commitment_set *set; /* NULL: no target */
    size_t item;
};

struct metric_lines {
    struct metric_line lines[LIMIT_METRICS];
    size_t count;
};

static void lines_add(struct metric_lines *lines, const struct metric *m, const struct commitment_set *set,
                      size_t item)
{
    for (size_t i = 0; i < lines->count; i++)
        if (lines->lines[i].metric == m)
            return;
    if (m && lines->count < LIMIT_METRICS)
        lines->lines[lines->count++] = (struct metric_line){m, set, item};
}

/* Without --metric: those that the commitments name, in their order, and the on-time rate. With it: the named
 * ones. */
static bool lines_choose(const struct job *job, struct metric_lines *out, struct error *e)
{
    const struct evaluation *v = &job->v;
    const struct cli_list *asked = &job->cli->metrics;
    struct metric_lines all = {0};
    for (size_t k = 0; k < v->set_count; k++)
        for (size_t i = 0;
             !job->cli->set || strcmp(job->cli->set, v->sets[k]->name) == 0 ? i < v->sets[k]->count : false;
             i++)
            lines_add(&all, evaluation_metric(v, v->sets[k], i), v->sets[k], i);
    lines_add(&all, evaluation_on_time(v), NULL, 0);
    *out = (struct metric_lines){0};
    if (asked->count == 0)
        *out = all;
    for (size_t i = 0; i < metric_count(v->metrics); i++)
        if (cli_list_has(asked, "all"))
            lines_add(&all, metric_at(v->metrics, i), NULL, 0);
    if (cli_list_has(asked, "all"))
        *out = all;
    for (size_t i = 0; i < asked->count; i++) {
        const struct metric *m = metric_find(v->metrics, asked->items[i]);
        size_t known = 0;
        if (strcmp(asked->items[i], "all") == 0)
            continue;
        if (!m)
            return error_set(e, ERROR_USAGE, asked->items[i],
                             _("'motcua metrics --metric all' shows every metric."), _("no such metric"));
        while (known < all.count && all.lines[known].metric != m)
            known++;
        lines_add(out, m, known < all.count ? all.lines[known].set : NULL,
                  known < all.count ? all.lines[known].item : 0);
    }
    return true;
}

/* ALL is judged as the whole, whatever kinds of unit the set binds. */
static bool line_binds(const struct evaluation *v, const struct metric_line *line, size_t unit)
{
    return line->set && (unit == v->units.count || commitment_binds(line->set, &v->units.units[unit]));
}

static void cells_number_if(struct table *t, bool known, int64_t n)
{
    if (known)
        table_number(t, n);
    else
        table_none(t);
}

static const char *kept_words(enum kept kept)
{
    return kept == KEPT_YES    ? _("kept")
           : kept == KEPT_NO   ? _("not kept")
           : kept == KEPT_NONE ? _("nothing arose")
                               : _("no data");
}

static void metric_row(struct job *job, const struct metric_line *line, size_t unit)
{
    struct table *t = job->table;
    struct ratio r = evaluation_ratio(&job->v, line->metric, unit);
    unit_cells(job, unit);
    table_text(t, line->metric->name);
    cells_number_if(t, r.known, r.n);
    cells_number_if(t, r.known, r.d);
    if (r.known && r.d > 0)
        table_rate(t, r.n, r.d);
    else
        table_none(t);
    if (!line_binds(&job->v, line, unit)) {
        for (int i = 0; i < 4; i++)
            table_none(t);
        return;
    }
    int64_t target = line->set->items[line->item].target;
    enum kept kept = commitment_judge(&r, target);
    int64_t need = r.known ? commitment_need_new(&r, target) : -1;
    table_scaled(t, target * (FIGURE_SCALE / 100));
    table_word(t, kept_name(kept), kept_words(kept));
    table_mark(t, kept == KEPT_YES ? MARK_GOOD : kept == KEPT_NO ? MARK_BAD : MARK_QUIET);
    cells_number_if(t, r.known, r.known ? commitment_fix_existing(&r, target) : 0);
    cells_number_if(t, r.known && need >= 0, need);
}

bool command_metrics(const struct cli *cli, struct error *e)
{
    struct job job;
    if (strcmp(cli->family, "core") != 0)
        return error_set(e, ERROR_USAGE, "--family", _("Metrics are ratios of the core counters."),
                         _("not for metrics"));
    if (!job_open(&job, cli, e))
        return false;
    struct metric_lines *lines = calloc(1, sizeof *lines);
    bool ok = lines && job_period(&job, cli->period, e) && lines_choose(&job, lines, e);
    if (!lines)
        error_memory(e, "metrics");
    unit_columns(job.table);
    table_column(job.table, "metric", _("Metric"), false);
    table_column(job.table, "numerator", _("Numerator"), true);
    table_column(job.table, "denominator", _("Denominator"), true);
    table_column(job.table, "rate", _("Rate %"), true);
    table_column(job.table, "target", _("Target %"), true);
    table_column(job.table, "kept", _("Kept"), false);
    table_column(job.table, "fix_existing", _("Short"), true);
    table_column(job.table, "need_new", _("Or new"), true);
    for (size_t unit = 0; ok && unit <= job.v.units.count; unit++)
        for (size_t i = 0; unit_wanted(&job, unit) && i < lines->count; i++)
            metric_row(&job, &lines->lines[i], unit);
    free(lines);
    return job_finish(&job, ok, e);
}
