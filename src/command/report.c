/* motcua report makes a report of the asked kind and period in the asked format. */
#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/text.h"
#include "cli/cli.h"
#include "command/report_tasks.h"
#include "report/compose.h"
#include "report/form06.h"
#include "report/issue.h"
#include "report/unit_form.h"
#include "report/unit_paper.h"

enum { WIDTH_PIPE = 100 /* columns of a text that goes to no terminal */ };

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

/* Tells on a terminal which blanks of the paper a person must still fill in. */
static void blanks_tell(const struct cli *cli, const struct paper *p)
{
    if (!p->blank_count || !(cli->format == FORMAT_HTML || cli->format == FORMAT_DOCX))
        return;
    fprintf(stderr, P_("%zu blank to fill in:", "%zu blanks to fill in:", p->blank_count), p->blank_count);
    for (size_t i = 0; i < p->blank_count; i++)
        fprintf(stderr, "%s%s", i ? ", " : " ", p->blanks[i]);
    fputc('\n', stderr);
}

/* --- the kind of report --- */

enum kind {
    KIND_FRIDAY,
    KIND_PERIOD,
    KIND_UNIT,
    KIND_FORM_06,
    KIND_FORM_06B,
    KIND_HANOI_WEEK,
    KIND_HANOI_PERIOD,
    KIND_TASKS,
    KINDS
};

static bool kind_read(const struct cli *cli, enum kind *out, struct error *e)
{
    static const char *const names[] = {"friday",   "period",     "unit",         "form-06",
                                        "form-06b", "hanoi-week", "hanoi-period", "tasks"};
    const char *word = cli->words.count > 1 ? cli->words.items[1] : NULL;
    size_t most = 2;
    *out = cli->period_given || cli->of ? KIND_PERIOD : KIND_FRIDAY;
    if (!word)
        return true;
    for (int i = KIND_FRIDAY; i < KINDS; i++)
        if (strcmp(word, names[i]) == 0) {
            *out = (enum kind)i;
            most += i == KIND_UNIT;
            if (cli->words.count > most)
                return error_set(e, ERROR_USAGE, cli->words.items[most], _("See 'motcua help report'."),
                                 _("'%s' takes no further words"), word);
            return true;
        }
    return error_set(
        e, ERROR_USAGE, word,
        _("Write one of friday, period, unit, form-06, form-06b, hanoi-week, hanoi-period, tasks."),
        _("no such report"));
}

/* Returns the kind of --period, else the kind that the form of --of tells. */
static enum period_kind period_of(const struct cli *cli, const struct config *c)
{
    struct period p;
    return !cli->period_given && cli->of && period_told(cli->of, c->cutoff, &p) ? p.kind : cli->period;
}

static struct report_ask ask_of(const struct cli *cli, const struct config *c, enum kind kind)
{
    return (struct report_ask){.friday = kind == KIND_FRIDAY ||
                                         (kind == KIND_UNIT && !cli->period_given && !cli->of),
                               .kind = period_of(cli, c),
                               .of = cli->of,
                               .at = cli_at(cli, c),
                               .set = cli->set};
}

/* --- units, by code in any letters, or by name --- */

static long unit_named(const struct unit_set *units, const char *word)
{
    char name[LIMIT_VALUE_BYTES];
    for (size_t i = 0; i < units->count; i++)
        if (strcasecmp(units->units[i].code, word) == 0)
            return (long)i;
    char *wanted = text_fold(word);
    long found = -1;
    for (size_t i = 0; wanted && found < 0 && i < units->count; i++) {
        char *whole = text_fold(units->units[i].name);
        char *brief = text_fold(text_unit_short(units->units[i].name, name, sizeof name));
        if (whole && brief && (strcmp(whole, wanted) == 0 || strcmp(brief, wanted) == 0))
            found = (long)i;
        free(whole);
        free(brief);
    }
    free(wanted);
    return found;
}

static bool unit_unknown(const struct unit_set *units, const char *word, struct error *e)
{
    char hint[LIMIT_LINE_BYTES / 8];
    const struct unit *nearest = NULL;
    int least = INT_MAX;
    for (size_t i = 0; i < units->count; i++) {
        int far = text_distance(units->units[i].code, word), name = text_distance(units->units[i].name, word);
        far = name < far ? name : far;
        if (far < least) {
            least = far;
            nearest = &units->units[i];
        }
    }
    if (nearest)
        snprintf(hint, sizeof hint, _("The nearest is %.60s, %.200s."), nearest->code, nearest->name);
    return error_set(e, ERROR_USAGE, word, nearest ? hint : NULL, _("no such unit"));
}

static const char *unit_word(const struct cli *cli)
{
    return cli->words.count > 2 ? cli->words.items[2] : cli->units.count ? cli->units.items[0] : NULL;
}

/* --- making the papers --- */

/* Writes the paper; sha256 becomes the digest of the written bytes, or is NULL. */
static bool paper_put(const struct cli *cli, const struct paper *p, char sha256[DIGEST_TEXT_BYTES],
                      struct error *e)
{
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_REPORT_BYTES);
    bool ok = paper_bytes(cli, p, &bytes, e) && cli_write_bytes(cli, &bytes, e);
    if (ok && sha256)
        ok = digest_bytes(bytes.data, bytes.used, sha256, e);
    if (ok)
        blanks_tell(cli, p);
    buffer_free(&bytes);
    return ok;
}

/* Writes a file for each unit that the commitments bind into the folder of -o. */
static bool units_put(const struct cli *cli, const struct report *r, struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    struct cli one = *cli;
    bool ok = true;
    if (!cli->output)
        return error_set(e, ERROR_USAGE, "-o", _("Name a folder: motcua report unit all -o reports."),
                         _("one file for each unit needs a folder"));
    if (mkdir(cli->output, 0777) != 0 && errno != EEXIST)
        return error_set(e, ERROR_IO, cli->output, NULL, "%s", strerror(errno));
    for (size_t i = 0; ok && i < r->bound_count; i++) {
        const struct unit *u = &r->now.units.units[r->rows[i].unit];
        enum format format = cli->format == FORMAT_TABLE ? FORMAT_HTML : cli->format;
        snprintf(file, sizeof file, "%.3800s/%.100s.%s", cli->output, u->code,
                 format == FORMAT_TEXT ? "txt" : format_name(format));
        for (char *p = file + strlen(cli->output) + 1; *p; p++)
            if (*p == '/')
                *p = '_'; /* a portal's code must not name another folder */
        one.output = file;
        one.format = format;
        struct paper *p = unit_paper_make(r, r->rows[i].unit, e);
        ok = p && paper_put(&one, p, NULL, e);
        paper_free(p);
    }
    return ok;
}

static bool unit_put(const struct cli *cli, const struct report *r, struct error *e)
{
    const char *word = unit_word(cli);
    if (!word)
        return error_set(e, ERROR_USAGE, "unit", _("Write its code or its name, or all."), _("which unit?"));
    if (strcmp(word, "all") == 0)
        return units_put(cli, r, e);
    long unit = unit_named(&r->now.units, word);
    if (unit < 0)
        return unit_unknown(&r->now.units, word, e);
    struct paper *p = unit_paper_make(r, (size_t)unit, e);
    bool ok = p && paper_put(cli, p, NULL, e);
    paper_free(p);
    return ok;
}

static const char *login_name(void)
{
    const struct passwd *user = getpwuid(geteuid());
    return user ? user->pw_name : "?";
}

static bool has_sheets(enum format format)
{
    return format == FORMAT_XLSX || format == FORMAT_CSV || format == FORMAT_JSON;
}

/* Writes the report; --issue needs a file, because only a file can be sent. */
static bool report_put(const struct cli *cli, struct store *s, const struct report *r, struct error *e)
{
    struct issue_changes changes = {0};
    char sha256[DIGEST_TEXT_BYTES], number[LIMIT_VALUE_BYTES];
    if (cli->issue && !cli->output)
        return error_set(e, ERROR_USAGE, "--issue", _("Name the file that is sent: -o bao-cao.docx."),
                         _("only a file can be issued"));
    if (!cli->publish && !issue_changes_load(s, r, &changes, e))
        return false;
    const struct compose_wish wish = {.changes = cli->publish ? NULL : &changes,
                                      .for_public = cli->publish,
                                      .no_sheets = !has_sheets(cli->format),
                                      .no_annexes = has_sheets(cli->format) || cli->format == FORMAT_TEXT};
    struct paper *p = compose_report_with(r, &wish, e);
    bool ok = p && paper_put(cli, p, sha256, e);
    if (ok && cli->issue)
        ok = issue_add(s, r,
                       &(struct issue_told){sha256, cli->by ? cli->by : login_name(),
                                            office_number(p, number, sizeof number), moment_now()},
                       e);
    issue_changes_free(&changes);
    paper_free(p);
    return ok;
}

static bool form_put(const struct cli *cli, const struct cli_session *session, enum kind kind,
                     struct error *e)
{
    struct evaluation v = {0};
    struct period p;
    const char *word = unit_word(cli);
    bool ok = period_make(period_of(cli, session->config), cli->of, cli_at(cli, session->config),
                          session->config->cutoff, &p, e) &&
              evaluation_open(&v, session->config, session->store, "core", e);
    long unit = ok && word ? unit_named(&v.units, word) : -1;
    if (ok && word && unit < 0)
        ok = unit_unknown(&v.units, word, e);
    struct form06_ask ask = {session->config, p, kind == KIND_FORM_06 ? GROUP_SECTOR : GROUP_PROCEDURE, unit,
                             NULL};
    struct paper *paper = ok ? form06_make(&ask, session->store, &v.units, v.family, e) : NULL;
    ok = paper && paper_put(cli, paper, NULL, e);
    paper_free(paper);
    evaluation_close(&v);
    return ok;
}

static bool unit_form_put(const struct cli *cli, const struct cli_session *session, bool weekly,
                          struct error *e)
{
    struct evaluation v = {0};
    struct period p;
    enum period_kind kind =
        weekly && !cli->period_given && !cli->of ? PERIOD_WEEK : period_of(cli, session->config);
    bool ok = period_make(kind, cli->of, cli_at(cli, session->config), session->config->cutoff, &p, e) &&
              evaluation_open(&v, session->config, session->store, "core", e) &&
              evaluation_at(&v, session->store, &p, e);
    struct paper *paper = ok ? unit_form_make(session->config, &v, weekly, e) : NULL;
    ok = paper && paper_put(cli, paper, NULL, e);
    paper_free(paper);
    evaluation_close(&v);
    return ok;
}

static bool tasks_put(struct cli *cli, struct error *e)
{
    struct paper *p = report_tasks(cli, e);
    bool ok = p && paper_put(cli, p, NULL, e);
    paper_free(p);
    return ok;
}

static bool run(struct cli *cli, struct error *e)
{
    struct cli_session session;
    enum kind kind;
    if (!kind_read(cli, &kind, e))
        return false;
    if (kind == KIND_TASKS)
        return tasks_put(cli, e);
    if (!cli_session_open(cli, false, &session, e))
        return false;
    bool ok;
    if (kind == KIND_HANOI_WEEK || kind == KIND_HANOI_PERIOD) {
        ok = unit_form_put(cli, &session, kind == KIND_HANOI_WEEK, e);
    } else if (kind == KIND_FORM_06 || kind == KIND_FORM_06B) {
        ok = form_put(cli, &session, kind, e);
    } else {
        struct report_ask ask = ask_of(cli, session.config, kind);
        struct report *report = report_make_asked(session.config, session.store, &ask, e);
        ok = report && (kind != KIND_UNIT || report_advise(report, session.store, cli->set, e)) &&
             (kind == KIND_UNIT ? unit_put(cli, report, e) : report_put(cli, session.store, report, e));
        report_free(report);
    }
    cli_session_close(&session);
    return ok;
}

const struct command command_report = {
    .name = "report",
    .words = "[friday|period|unit UNIT|unit all|form-06|form-06b|hanoi-week|hanoi-period|tasks]",
    .summary = N_("the report: ready to sign in Word, Excel or HTML; a message to paste; tables"),
    .group = GROUP_TELL,
    .place = 2,
    .takes = "",
    .formats = FORMATS_OF_TABLES | FORMAT_BIT(FORMAT_DOCX) | FORMAT_BIT(FORMAT_XLSX),
    .examples =
        "  motcua report -o bao-cao.docx\n  motcua report -o bao-cao.xlsx\n  motcua report --format text\n"
        "  motcua report --at 2022-11-25T15:00 -o bao-cao-2022-11-25.html\n"
        "  motcua report -o bao-cao.docx --issue\n  motcua report --publish -o cong-khai.html\n"
        "  motcua report period --period quarter --of 2026-Q3 -o quy-3.docx\n"
        "  motcua report unit H99.22.04 -o xa-mau-04.html\n  motcua report unit all --format docx -o "
        "bao-cao-xa\n"
        "  motcua report form-06 --of 2022-11 -o bieu-06.xlsx\n"
        "  motcua report hanoi-week -o tuan.xlsx\n  motcua report hanoi-period --of 2022-9T -o 9-thang.xlsx\n"
        "  motcua report tasks --set y-yen-2022 -o nhiem-vu.docx\n"
        "  motcua report --at 2022-11-25T15:00 --known-at 2022-11-25 -o lai.html\n",
    .run = run,
};
