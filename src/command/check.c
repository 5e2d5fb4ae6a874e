/* motcua check looks at a portal once and tells what to set right. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "poll/check.h"

static bool lines_write(const struct cli *cli, const struct check_report *check, struct error *e)
{
    static const struct {
        const char *machine, *words;
        enum table_mark mark;
    } results[] = {[CHECK_GOOD] = {"good", N_("good"), MARK_GOOD},
                   [CHECK_WARNING] = {"warning", N_("look at it"), MARK_QUIET},
                   [CHECK_BAD] = {"bad", N_("WRONG"), MARK_BAD}};
    struct table *t = table_new();
    if (!t)
        return error_memory(e, "check");
    table_column(t, "check", _("Check"), false);
    table_column(t, "result", _("Result"), false);
    table_column(t, "found", _("Found"), false);
    table_column(t, "advice", _("What to do"), false);
    for (size_t i = 0; i < check->count; i++) {
        const struct check_line *line = &check->lines[i];
        table_row(t);
        table_word(t, line->what, _(line->what));
        table_word(t, results[line->result].machine, _(results[line->result].words));
        table_mark(t, results[line->result].mark);
        table_text(t, line->found);
        table_text(t, *line->advice ? line->advice : NULL);
    }
    bool ok = table_failed(t) ? error_memory(e, "check") : cli_write_table(cli, t, e);
    table_free(t);
    return ok;
}

/* Returns the named source; a config with one source needs no name. */
static const struct config_source *source_asked(const struct cli *cli, const struct config *c,
                                                struct error *e)
{
    const struct config_source *source = NULL;
    if (cli->words.count == 2)
        source = config_source_find(c, cli->words.items[1]);
    else if (cli->words.count == 1 && c->source_count == 1)
        source = &c->sources[0];
    if (!source)
        error_set(e, ERROR_USAGE, cli->words.count > 1 ? cli->words.items[1] : "check",
                  _("Write 'motcua check SOURCE' with a name of the config file."), _("no such source"));
    if (!source || !source->folder)
        return source;
    error_set(e, ERROR_USAGE, source->name,
              _("'motcua import --explain FILE' shows how a file of it is read."),
              _("this source is a folder, not a portal"));
    return NULL;
}

static bool run(struct cli *cli, struct error *e)
{
    struct cli_session session;
    struct error fault = {0};
    if (!cli_session_open(cli, true, &session, e))
        return false;
    struct check_options options = {
        .observed = cli_at(cli, session.config), .record = cli->record, .full = cli->full};
    struct check_report *check = calloc(1, sizeof *check);
    const struct config_source *source = source_asked(cli, session.config, e);
    bool ok = source && (check || error_memory(e, "check"));
    if (options.observed == MOMENT_NONE)
        options.observed = moment_now();
    if (ok) {
        bool good = check_source(source, session.store, &options, check, &fault);
        ok = lines_write(cli, check, e);
        if (ok && !good) {
            *e = fault;
            ok = false;
        }
    }
    free(check);
    cli_session_close(&session);
    return ok;
}

const struct command command_check = {
    .name = "check",
    .words = "[SOURCE]",
    .summary = N_("look at a portal once: what is right, what is to be set right, and how"),
    .group = GROUP_READ,
    .place = 3,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples =
        "  motcua check yyen\n  motcua check yyen --record ban-ghi\n  motcua check yyen --record ban-ghi "
        "--full\n",
    .run = run,
};
