/* The report command. */
#include "report/report.h"
#include "base/text.h"
#include "cli/cli.h"

bool command_report(const struct cli *cli, struct error *e)
{
    if (cli->format_given && cli->format != TABLE_HTML)
        return error_set(e, ERROR_USAGE, "--format",
                         _("The report is HTML; for numbers use 'motcua status --format csv'."),
                         _("the report has no such format"));
    struct cli_session session;
    if (!cli_session_open(cli, false, &session, e))
        return false;
    struct buffer html;
    buffer_init(&html, LIMIT_REPORT_BYTES);
    struct report *report =
        report_make(session.config, session.store, cli_at(cli, session.config), cli->set, e);
    bool ok = report && report_html(report, MOMENT_NONE, &html, e) && cli_write_bytes(cli, &html, e);
    report_free(report);
    buffer_free(&html);
    cli_session_close(&session);
    return ok;
}
