/* The entry of motcua reads the command line, runs one command, and prints the command's error. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/core_dump.h"
#include "base/environment.h"
#include "base/memory.h"
#include "base/screen.h"
#include "base/stop.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/output_check.h"

static bool command_unknown(const char *name, struct error *e)
{
    struct text_nearest near = {NULL, 4};
    for (size_t i = 0; commands[i]; i++)
        text_nearest_try(&near, commands[i]->name, name);
    char hint[LIMIT_HINT_BYTES];
    if (near.text)
        snprintf(hint, sizeof hint, _("Did you mean '%s'? 'motcua help' lists the commands."), near.text);
    else
        snprintf(hint, sizeof hint, "%s", _("'motcua help' lists the commands."));
    return error_set(e, ERROR_USAGE, name, hint, _("unknown command"));
}

/* `help X` and `X --help` print the same text. */
static bool help_show(const char *topic, struct error *e)
{
    const struct command *command = topic ? command_find(topic) : NULL;
    if (topic && !command)
        return command_unknown(topic, e);
    cli_help(command, stdout);
    return true;
}

static bool run(int argc, char **argv, struct error *e)
{
    struct cli cli;
    if (!cli_read(argc, argv, &cli, e))
        return false;
    if (cli.language)
        text_language_set(cli.language);
    if (cli.version) {
        puts("motcua " MOTCUA_VERSION);
        return true;
    }
    const char *name = cli.words.count ? cli.words.items[0] : "help";
    if (strcmp(name, "help") == 0)
        return help_show(cli.words.count > 1 ? cli.words.items[1] : NULL, e);
    if (cli.help)
        return help_show(name, e);
    const struct command *command = command_find(name);
    if (!command)
        return command_unknown(name, e);
    return cli_environment_check(e) && cli_check(&cli, command, e) && cli_output_check(&cli, e) &&
           command->run(&cli, e);
}

int main(int argc, char **argv)
{
    core_dump_forbid();
    const char *language = environment_get(ENVIRONMENT_LANG);
    if (!text_language_set(language ? language : "vi"))
        text_language_set("vi");
    screen_guard();
    stop_signals_set();
    signal(SIGPIPE, SIG_IGN); /* so that a closed pipe gives a write error in place of a signal */
    struct error e = {0};
    bool ok = run(argc, argv, &e);
    if (memory_short())
        ok = error_memory(&e, ok ? "" : e.where);
    if (!ok && e.code != ERROR_TEMPORARY) /* a poll that was stopped in good order says so itself */
        stop_leave();
    if (!ok)
        error_print(&e);
    core_dump_end();
    return ok ? 0 : (int)e.code;
}
