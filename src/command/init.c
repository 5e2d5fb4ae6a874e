/* motcua init: a config file to start from. On a terminal it asks; what is not answered is left as a marked blank. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"

enum { QUESTIONS = 5 };

/* An empty line is no answer. */
static char *ask(const char *question)
{
    char *line = NULL;
    size_t size = 0;
    fprintf(stderr, "%s: ", question);
    ssize_t n = getline(&line, &size, stdin);
    while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == ' ' || line[n - 1] == '\r'))
        line[--n] = '\0';
    if (n > 0)
        return line;
    free(line);
    return NULL;
}

static bool run(struct cli *cli, struct error *e)
{
    static const char *const questions[QUESTIONS] = {
        N_("Kind of portal (opencps, igate, dvcqg_sync, evaluation ...; empty: opencps)"),
        N_("Address of the portal (https://...)"), N_("Body above, as in the heading of a report"),
        N_("Body that issues the report"), N_("Place, as before the date")};
    char *answers[QUESTIONS] = {0};
    const char *file = cli->words.count > 1 ? cli->words.items[1]
                       : cli->config_file   ? cli->config_file
                                            : "motcua.json";
    if (cli->words.count > 2)
        return error_set(e, ERROR_USAGE, cli->words.items[2], _("See 'motcua help init'."),
                         _("one file at most"));
    bool asks = isatty(STDIN_FILENO) && isatty(STDERR_FILENO) && strcmp(file, "-") != 0;
    if (asks && access(file, F_OK) == 0)
        asks = false; /* config_init() refuses it */
    for (size_t i = 0; asks && i < QUESTIONS; i++)
        answers[i] = ask(_(questions[i]));
    const struct config_answers given = {answers[0], answers[1], answers[2], answers[3], answers[4]};
    bool ok = config_init(file, &given, e);
    if (ok)
        fprintf(stderr, _("%s written. Fill in what is marked \"…\", then: motcua collect\n"), file);
    for (size_t i = 0; i < QUESTIONS; i++)
        free(answers[i]);
    return ok;
}

const struct command command_init = {
    .name = "init",
    .words = "[FILE]",
    .summary = N_("write a config file to start from"),
    .group = GROUP_START,
    .place = 1,
    .takes = "",
    .formats = 0,
    .examples = "  motcua init\n  motcua init /etc/motcua/motcua.json\n",
    .run = run,
};
