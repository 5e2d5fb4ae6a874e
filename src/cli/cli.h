/* The command line: its words and options, the table of commands, and the functions that every command needs. */
#ifndef MOTCUA_CLI_H
#define MOTCUA_CLI_H

#include "base/buffer.h"
#include "base/format.h"
#include "base/limit.h"
#include "base/period.h"
#include "config/config.h"
#include "count/unit_choice.h"
#include "show/table_write.h"
#include "store/store.h"

enum { CLI_MAX_LIST = 256 }; /* at most so many --unit, so many --metric, so many words after the command */

struct cli_list {
    const char *items[CLI_MAX_LIST];
    size_t count;
};

#define MEMBER_FLAG(member)  bool member;
#define MEMBER_TEXT(member)  const char *member;
#define MEMBER_LIST(member)  struct cli_list member;
#define MEMBER_COUNT(member) int64_t member;
#define MEMBER_MOMENT(member)                                                                                \
    moment member;                                                                                           \
    bool member##_day;
#define MEMBER_PERIOD(member)                                        enum period_kind member;
#define MEMBER_FORMAT(member)                                        enum format member;
#define MEMBER_LANGUAGE(member)                                      const char *member;
#define MEMBER_CHARACTER(member)                                     char member;
#define OPTION(member, KIND, name, letter, argument, commands, help) MEMBER_##KIND(member)

/* A sink takes a command's table in place of a file, where another part of the program runs the command. */
struct cli_sink {
    bool (*take)(void *context, const struct table *t, struct error *e);
    void *context;
};

struct cli {
    struct {
#include "cli/options.def"
        /* one member for each line of options.def; NULL, false, or the value told there, where the option is not
         * given */
    };
    bool period_given;
    uint64_t given;              /* a bit for each option, in the order of options.def */
    struct cli_list words;       /* the command's name and the words behind the name */
    const struct cli_sink *sink; /* takes the command's table; NULL: the table goes to -o or stdout */
};
#undef OPTION

/* Each command has a file in src/command that defines `const struct command command_NAME`. The build makes the list of
 * commands from the names of the files; a file whose name has a '_' is part of another command. */
enum command_group {
    GROUP_START,
    GROUP_READ,
    GROUP_TELL,
    GROUP_POINTS,
    GROUP_LOOK,
    GROUP_TEND,
    COMMAND_GROUPS
};

/* A period of --of that has not begun at the moment of the figures. */
enum cli_early {
    EARLY_REFUSED, /* nothing can be judged yet, and zeros would look like figures */
    EARLY_TOLD,    /* what a file or a portal says of that period is taken and shown; a word says so */
    EARLY_TAKEN    /* plans and their proofs come before it */
};

struct command {
    const char *name;
    /* the words behind the name, for the usage line; "": the command takes no words */
    const char *words;
    const char *summary;      /* one line of text; N_() */
    enum command_group group; /* help lists the command in this group, sorted by `place` */
    int place;
    const char *takes; /* groups of options: "@table", "@figures", both, or ""; see options.def */
    /* FORMAT_BITs of the formats that the command writes; 0: the command writes no result */
    unsigned formats;
    const char *examples; /* lines of examples */
    enum cli_early early; /* whether --of may name a period that has not begun */
    bool (*run)(struct cli *cli, struct error *e);
};

extern const struct command *const commands[];        /* not sorted; ends with NULL */
const struct command *command_find(const char *name); /* NULL: no such command */

/* Reads argv, from which texts are borrowed. The command's name is words.items[0]. ERROR_USAGE with a hint: an option
 * is unknown, or a value cannot be read. */
MUST_CHECK bool cli_read(int argc, char **argv, struct cli *out, struct error *e);
/* Checks that the command takes the given options, and settles the format: --format, else the extension of -o, else the
 * command's first format. ERROR_USAGE: the command does not take an option or a format. */
MUST_CHECK bool cli_check(struct cli *cli, const struct command *command, struct error *e);
void cli_help(const struct command *command, FILE *out); /* command NULL prints the list of commands */

/* Checks the environment's variables that must be a moment or a number. ERROR_USAGE: a variable has another value. */
MUST_CHECK bool cli_environment_check(struct error *e);

/* Config and store, as every command that reads needs them. Both are NULL after a failure. */
struct cli_session {
    struct config *config;
    struct store *store;
};
MUST_CHECK bool cli_session_open(const struct cli *cli, bool need_secrets, struct cli_session *out,
                                 struct error *e);
/* Loads only the config and sets the config's language, for commands that open the store in another way. */
MUST_CHECK bool cli_session_begin(const struct cli *cli, bool need_secrets, struct cli_session *out,
                                  struct error *e);
void cli_session_close(struct cli_session *session);

/* Returns the moment of --at, or MOMENT_NONE; a day without an hour means the day's cut-off hour, which the config of
 * an open session tells. */
moment cli_at(const struct cli *cli, const struct config *config);
/* Returns the seconds of Friday at which weeks end (see period.h): the config's, or the usual ones for config NULL. */
int cli_cutoff(const struct config *config);

/* Writes the table to -o or stdout in the settled format, or gives the table to the sink. */
MUST_CHECK bool cli_write_table(const struct cli *cli, const struct table *t, struct error *e);
/* Writes bytes to -o or stdout. */
MUST_CHECK bool cli_write_bytes(const struct cli *cli, const struct buffer *bytes, struct error *e);
/* Replaces each --unit by the code of the unit that is meant, borrowed from the labels (see unit_choose); "ALL", in
 * any letter case, is the total where `total` is true. ERROR_USAGE, with the nearest names: no unit has that code or
 * name. */
MUST_CHECK bool cli_units_settle(struct cli *cli, unit_label_get *get, const void *context, size_t count,
                                 bool total, struct error *e);
bool cli_list_has(const struct cli_list *list, const char *item);

#endif
