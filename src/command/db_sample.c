/* motcua db sample writes the time series again. */
#include "base/text.h"
#include "command/db.h"
#include "sample/sample.h"

bool db_month_read(const char *option, const char *text, moment *out, struct error *e)
{
    struct period p;
    if (!text)
        return error_set(e, ERROR_USAGE, option, _("Write for example 2023-01, a month's first moment."),
                         _("this option is needed"));
    if (moment_read(text, out))
        return true;
    if (!period_make(PERIOD_MONTH, text, MOMENT_NONE, PERIOD_CUTOFF_SECONDS, &p, NULL))
        return error_set(e, ERROR_USAGE, option,
                         _("Write a month as 2023-01, a day as 2023-01-15 or a moment as 2023-01-15T15:00."),
                         _("'%s' is not a moment"), text);
    *out = p.from;
    return true;
}

bool db_sample(struct cli *cli, struct error *e)
{
    struct cli_session session;
    struct sample_summary summary;
    moment since = MOMENT_NONE;
    if ((cli->since && !db_month_read("--since", cli->since, &since, e)) ||
        !cli_session_open(cli, false, &session, e))
        return false;
    moment at = cli_at(cli, session.config);
    bool ok = samples_write(session.store, session.config, at == MOMENT_NONE ? moment_now() : at, since,
                            &summary, e);
    if (ok)
        sample_summary_tell(&summary);
    if (ok)
        fprintf(stderr, _("periods: %zu; rows of counters: %zu, of metrics: %zu, of scores: %zu\n"),
                summary.periods, summary.counts, summary.metrics, summary.scores);
    cli_session_close(&session);
    return ok;
}
