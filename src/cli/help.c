/* Prints `motcua help` and `motcua help COMMAND` from the tables of commands and options. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/option.h"

enum { MOST_COMMANDS = 64 };

const struct command *command_find(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void option_form(const struct command_option *o, char *out, size_t size)
{
    char letter[8] = "";
    if (o->letter)
        snprintf(letter, sizeof letter, "-%c, ", o->letter);
    snprintf(out, size, "%s--%s%s%s", letter, o->name, o->argument ? " " : "",
             o->argument ? o->argument : "");
}

static void help_command(const struct command *command, FILE *out)
{
    fprintf(out, _("usage: motcua [-c FILE] %s%s%s [options]\n"), command->name, *command->words ? " " : "",
            command->words);
    fprintf(out, "\n  %s\n", _(command->summary));
    fprintf(out, "\n%s\n", _("options:"));
    /* the command's own options first, then those that every command takes */
    for (int all = 0; all < 2; all++)
        for (size_t i = 0; i < command_option_count; i++) {
            const struct command_option *o = &command_options[i];
            char form[LIMIT_NAME_BYTES * 2];
            if ((*o->commands == '*') != all || !option_taken(o, command))
                continue;
            option_form(o, form, sizeof form);
            fprintf(out, "  %-20s %s\n", form, _(o->help));
        }
    fprintf(out, "\n%s\n%s", _("examples:"), command->examples);
}

static int place_compare(const void *a, const void *b)
{
    const struct command *x = *(const struct command *const *)a, *y = *(const struct command *const *)b;
    return x->group != y->group ? (int)x->group - (int)y->group : x->place - y->place;
}

static void help_commands(FILE *out)
{
    static const char *const titles[COMMAND_GROUPS] = {[GROUP_START] = N_("To begin:"),
                                                       [GROUP_READ] = N_("What comes in:"),
                                                       [GROUP_TELL] = N_("What it says:"),
                                                       [GROUP_POINTS] = N_("Points of an index:"),
                                                       [GROUP_LOOK] = N_("What the store holds:"),
                                                       [GROUP_TEND] = N_("Looking after it:")};
    fputs(_("usage: motcua [-c FILE] COMMAND [options]\n"), out);
    fprintf(out, "\n  %s\n",
            _("Polls public-service portals, keeps what they say, and tells who keeps the commitments."));
    const struct command *sorted[MOST_COMMANDS] = {0};
    size_t count = 0;
    for (; count < MOST_COMMANDS && commands[count]; count++)
        sorted[count] = commands[count];
    qsort(sorted, count, sizeof *sorted, place_compare);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || sorted[i]->group != sorted[i - 1]->group)
            fprintf(out, "\n%s\n", _(titles[sorted[i]->group]));
        fprintf(out, "  %-10s %s\n", sorted[i]->name, _(sorted[i]->summary));
    }
    fprintf(out, "\n%s\n", _("'motcua help COMMAND' gives options and examples of one command."));
    fprintf(out, "%s\n",
            _("Exit status: 0 done, 64 usage, 65 bad data, 69 unavailable, 75 try again later, 78 config."));
}

void cli_help(const struct command *command, FILE *out)
{
    if (command)
        help_command(command, out);
    else
        help_commands(out);
}
