/* The report command. */
#include "report/report.h"
#include "base/text.h"
#include "cli/cli.h"
#include "report/compose.h"

static bool run(const struct cli *cli, struct error *e)
{
    struct cli_session session;
    if (!cli_session_open(cli, false, &session, e))
        return false;
    struct buffer html;
    buffer_init(&html, LIMIT_REPORT_BYTES);
    struct report *report =
        report_make(session.config, session.store, cli_at(cli, session.config), cli->set, e);
    struct paper *paper = report ? compose_report(report, e) : NULL;
    bool ok = paper && paper_html(paper, &html, e) && cli_write_bytes(cli, &html, e);
    paper_free(paper);
    report_free(report);
    buffer_free(&html);
    cli_session_close(&session);
    return ok;
}

const struct command command_report = {
    .name = "report",
    .words = "",
    .summary = N_("the Friday report as one HTML file"),
    .group = GROUP_TELL,
    .place = 2,
    .takes = "",
    .formats = FORMAT_BIT(FORMAT_HTML),
    .examples =
        "  motcua report -o bao-cao.html\n  motcua report --at 2022-11-25T15:00 -o bao-cao-2022-11-25.html\n"
        "  motcua report --at 2022-11-25T15:00 --known-at 2022-11-25 -o lai.html\n",
    .run = run,
};
