/* motcua db prune, motcua db sample: looking after the time series. */
#include "cli.h"
#include "sample.h"
#include "text.h"

/* 2023-01 is its first moment; else a moment as people write it. */
static bool month_or_moment(const char *option, const char *text, moment *out, struct error *e)
{
    struct period p;
    if (!text)
        return error_set(e, ERROR_USAGE, option, _("Write for example 2023-01, a month's first moment."),
                         _("this option is needed"));
    if (moment_read(text, out))
        return true;
    if (!period_make(PERIOD_MONTH, text, MOMENT_NONE, &p, NULL))
        return error_set(e, ERROR_USAGE, option,
                         _("Write a month as 2023-01, a day as 2023-01-15 or a moment as 2023-01-15T15:00."),
                         _("'%s' is not a moment"), text);
    *out = p.from;
    return true;
}

bool command_db_prune(const struct cli *cli, struct error *e)
{
    struct cli_session session;
    char before[MOMENT_TEXT_BYTES];
    int64_t removed;
    moment m;
    if (!month_or_moment("--before", cli->before, &m, e) || !cli_session_open(cli, false, &session, e))
        return false;
    bool ok = store_samples_prune(session.store, m, &removed, e);
    if (ok)
        fprintf(stderr, _("samples before %s are gone (%lld rows, or months of a table in PostgreSQL)\n"),
                moment_write(m, "HH:mm dd/MM/yyyy", before), (long long)removed);
    cli_session_close(&session);
    return ok;
}

bool command_db_sample(const struct cli *cli, struct error *e)
{
    struct cli_session session;
    struct sample_summary summary;
    moment since = MOMENT_NONE;
    if ((cli->since && !month_or_moment("--since", cli->since, &since, e)) ||
        !cli_session_open(cli, false, &session, e))
        return false;
    moment at = cli_at(cli, session.config);
    bool ok = samples_write(session.store, session.config, at == MOMENT_NONE ? moment_now() : at, since,
                            &summary, e);
    if (ok)
        fprintf(stderr, _("%zu periods, %zu rows of counters, %zu rows of metrics\n"), summary.periods,
                summary.counts, summary.metrics);
    cli_session_close(&session);
    return ok;
}
