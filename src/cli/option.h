/* The table of the command line's options, made from options.def. */
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
    int letter;           /* letter of the short form, or 0 */
    const char *argument; /* help's word for the value; NULL: the option has no value */
    const char *commands; /* "*", "@table, import"; see options.def */
    const char *help;     /* N_() */
};

extern const struct command_option command_options[];
extern const size_t command_option_count;

struct command;
/* True if the command takes the option. A command with sub-commands ("db") takes the options of all its
 * sub-commands. */
bool option_taken(const struct command_option *option, const struct command *command);

#endif
