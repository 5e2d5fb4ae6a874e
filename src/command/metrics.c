/* motcua metrics shows ratios of counters against their targets. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/evaluation_session.h"

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

/* Chooses the metrics: without --metric those that the commitments name, in their order, and the on-time rate; with
 * --metric the named metrics. */
static bool lines_choose(const struct evaluation_session *job, struct metric_lines *out, struct error *e)
{
    const struct evaluation *v = &job->v;
    const struct cli_list *asked = &job->cli->metrics;
    struct metric_lines all = {0};
    /* where two sets have the same metric, the set in force judges the metric */
    for (int judged = 1; judged >= 0; judged--)
        for (size_t k = 0; k < v->set_count; k++) {
            v->sets[k]->asked = job->cli->set && strcmp(job->cli->set, v->sets[k]->name) == 0;
            if ((job->cli->set && !v->sets[k]->asked) || evaluation_judges(v, v->sets[k]) != (judged != 0))
                continue;
            for (size_t i = 0; i < v->sets[k]->count; i++)
                lines_add(&all, evaluation_metric(v, v->sets[k], i), v->sets[k], i);
        }
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

/* ALL is judged as the whole, whatever kinds of units the set binds. */
static bool line_binds(const struct evaluation *v, const struct metric_line *line, size_t unit)
{
    return line->set && evaluation_judges(v, line->set) &&
           (unit == v->units.count || evaluation_binds(v, line->set, unit));
}

static void cells_number_if(struct table *t, bool known, int64_t n)
{
    if (known)
        table_number(t, n);
    else
        table_none(t);
}

static void metric_row(struct evaluation_session *job, const struct metric_line *line, size_t unit)
{
    struct table *t = job->table;
    struct ratio r = evaluation_ratio(&job->v, line->metric, unit);
    evaluation_session_cells(job, unit);
    table_text(t, line->metric->name);
    cells_number_if(t, r.known, r.n);
    cells_number_if(t, r.known, r.d);
    bool binds = line_binds(&job->v, line, unit);
    if (r.known && r.d > 0)
        table_rate_of(t, r.n, r.d, binds ? line->set->items[line->item].target : 0);
    else
        table_none(t);
    if (!binds) {
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

static bool run(struct cli *cli, struct error *e)
{
    struct evaluation_session job;
    char validity[LIMIT_LINE_BYTES];
    if (strcmp(cli->family, "core") != 0)
        return error_set(e, ERROR_USAGE, "--family", _("Metrics are ratios of the core counters."),
                         _("not for metrics"));
    if (!evaluation_session_open(&job, cli, e))
        return false;
    struct metric_lines *lines = calloc(1, sizeof *lines);
    bool ok = lines && evaluation_session_period(&job, cli->period, e) && lines_choose(&job, lines, e);
    if (!lines)
        error_memory(e, "metrics");
    evaluation_session_columns(&job);
    table_column(job.table, "metric", _("Metric"), false);
    table_column(job.table, "numerator", _("Numerator"), true);
    table_column(job.table, "denominator", _("Denominator"), true);
    table_column(job.table, "rate", _("Rate %"), true);
    table_column(job.table, "target", _("Target %"), true);
    table_column(job.table, "kept", _("Kept"), false);
    table_column(job.table, "fix_existing", _("Short"), true);
    table_column(job.table, "need_new", _("Or new"), true);
    for (size_t unit = 0; ok && unit <= job.v.units.count; unit++)
        for (size_t i = 0; evaluation_session_wants(&job, unit) && i < lines->count; i++)
            metric_row(&job, &lines->lines[i], unit);
    for (size_t k = 0; ok && k < job.v.set_count; k++)
        if ((!cli->set || job.v.sets[k]->asked) &&
            evaluation_validity(&job.v, job.v.sets[k], validity, sizeof validity))
            table_warning(job.table, validity);
    free(lines);
    return evaluation_session_finish(&job, ok, e);
}

const struct command command_metrics = {
    .name = "metrics",
    .early = EARLY_TOLD,
    .words = "",
    .summary = N_("metrics per unit and period, against their targets"),
    .group = GROUP_TELL,
    .place = 5,
    .takes = "@table @figures",
    .formats = FORMATS_OF_TABLES,
    .examples =
        "  motcua metrics --period week --at 2022-11-25T15:00\n  motcua metrics --metric all --unit ALL\n"
        "  motcua metrics --metric online_share --format csv\n",
    .run = run,
};
