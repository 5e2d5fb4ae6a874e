/* The options of the command line as a table, made from options.def. */
#ifndef MOTCUA_OPTION_H
#define MOTCUA_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum option_kind {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_LIST,
    OPTION_COUNT,
    OPTION_MOMENT,
    OPTION_PERIOD,
    OPTION_FORMAT,
    OPTION_LANGUAGE,
    OPTION_CHARACTER
};

struct command_option {
    const char *name; /* without "--" */
    enum option_kind kind;
    int letter;           /* its short form, or 0 */
    const char *argument; /* what help calls its value; NULL: it has none */
    const char *commands; /* "*", "@table, import"; see options.def */
    const char *help;     /* N_() */
};

extern const struct command_option command_options[];
extern const size_t command_option_count;

struct command;
/* Whether the command takes the option. A command of sub-commands ("db") takes what any of these takes. */
bool option_taken(const struct command_option *option, const struct command *command);

#endif
