/* The report command: what is told, of which period, in which format. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"
#include "report/compose.h"

enum { WIDTH_PIPE = 100 /* columns where no terminal is */ };

static int terminal_width(const struct cli *cli)
{
    struct winsize size = {0};
    if (!cli->output && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
        return size.ws_col;
    return WIDTH_PIPE;
}

static bool paper_bytes(const struct cli *cli, const struct paper *p, struct buffer *out, struct error *e)
{
    const struct table_look look = {.separator = cli->separator,
                                    .bom = cli->bom,
                                    .decimal_comma =
                                        cli->separator == ';' && strcmp(text_language(), "vi") == 0};
    switch (cli->format) {
    case FORMAT_HTML:
        return paper_html(p, out, e);
    case FORMAT_DOCX:
        return paper_docx(p, out, e);
    case FORMAT_XLSX:
        return paper_xlsx(p, out, e);
    case FORMAT_CSV:
        return paper_csv(p, &look, out, e);
    case FORMAT_JSON:
        return paper_json(p, out, e);
    case FORMAT_TEXT:
        return paper_message_text(p, out, e);
    default:
        return paper_plain(p, terminal_width(cli), out, e);
    }
}

/* What a person must still write into it, told where a person reads it. */
static void blanks_tell(const struct cli *cli, const struct paper *p)
{
    if (!p->blank_count || !(cli->format == FORMAT_HTML || cli->format == FORMAT_DOCX))
        return;
    fprintf(stderr, _("%zu blanks to fill in:"), p->blank_count);
    for (size_t i = 0; i < p->blank_count; i++)
        fprintf(stderr, "%s%s", i ? ", " : " ", p->blanks[i]);
    fputc('\n', stderr);
}

static bool ask_make(const struct cli *cli, const struct config *c, struct report_ask *ask, struct error *e)
{
    const char *kind = cli->words.count > 1 ? cli->words.items[1] : "friday";
    *ask = (struct report_ask){.friday = strcmp(kind, "friday") == 0,
                               .kind = cli->period,
                               .of = cli->of,
                               .at = cli_at(cli, c),
                               .set = cli->set};
    if (cli->words.count > 1 || !(cli->period_given || cli->of))
        return ask->friday || strcmp(kind, "period") == 0 ||
               error_set(e, ERROR_USAGE, kind, _("Write one of friday, period, unit, form-06, form-06b."),
                         _("no such report"));
    ask->friday = false; /* a period is named: the report on it is meant */
    return true;
}

static bool run(const struct cli *cli, struct error *e)
{
    struct cli_session session;
    struct report_ask ask;
    struct buffer bytes;
    if (!cli_session_open(cli, false, &session, e))
        return false;
    buffer_init(&bytes, LIMIT_REPORT_BYTES);
    struct report *report = ask_make(cli, session.config, &ask, e)
                                ? report_make_asked(session.config, session.store, &ask, e)
                                : NULL;
    struct paper *paper = report ? compose_report(report, e) : NULL;
    bool ok = paper && paper_bytes(cli, paper, &bytes, e) && cli_write_bytes(cli, &bytes, e);
    if (ok)
        blanks_tell(cli, paper);
    paper_free(paper);
    report_free(report);
    buffer_free(&bytes);
    cli_session_close(&session);
    return ok;
}

const struct command command_report = {
    .name = "report",
    .words = "[friday|period]",
    .summary = N_("the report: ready to sign in Word, Excel or HTML; a message to paste; tables"),
    .group = GROUP_TELL,
    .place = 2,
    .takes = "",
    .formats = FORMATS_OF_TABLES | FORMAT_BIT(FORMAT_DOCX) | FORMAT_BIT(FORMAT_XLSX),
    .examples =
        "  motcua report -o bao-cao.docx\n  motcua report -o bao-cao.xlsx\n  motcua report --format text\n"
        "  motcua report --at 2022-11-25T15:00 -o bao-cao-2022-11-25.html\n"
        "  motcua report period --period quarter --of 2026-Q3 -o quy-3.docx\n"
        "  motcua report --at 2022-11-25T15:00 --known-at 2022-11-25 -o lai.html\n",
    .run = run,
};
