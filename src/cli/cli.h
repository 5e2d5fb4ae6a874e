/* The command line: what was written on it, the table of commands, and what every command needs of it. */
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

enum { CLI_MAX_LIST = 256 }; /* --unit, --metric, and words after the command, each */

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

/* Takes a command's table in place of a file: where a command runs inside of another part of the program. */
struct cli_sink {
    bool (*take)(void *context, const struct table *t, struct error *e);
    void *context;
};

struct cli {
    struct {
#include "cli/options.def"
    }; /* one member for each line of options.def: NULL, false or as told there where the option is not given */
    bool period_given;
    uint64_t given;              /* a bit for each option, in the order of options.def */
    struct cli_list words;       /* the command's name and what follows it */
    const struct cli_sink *sink; /* where its table goes; NULL: -o or stdout */
};
#undef OPTION

/* One command: its file in src/command defines `const struct command command_NAME`, and the build makes the list of
 * commands from the names of the files (a name with a '_' in it is part of another command). */
enum command_group {
    GROUP_START,
    GROUP_READ,
    GROUP_TELL,
    GROUP_POINTS,
    GROUP_LOOK,
    GROUP_TEND,
    COMMAND_GROUPS
};

struct command {
    const char *name;
    const char *words;        /* what follows it, for the usage line; "" if nothing may */
    const char *summary;      /* one line; N_() */
    enum command_group group; /* where help lists it, there by `place` */
    int place;
    const char *takes;    /* groups of options: "@table", "@figures", both, or ""; see options.def */
    unsigned formats;     /* FORMAT_BITs of what it can write; 0: it writes no result */
    const char *examples; /* lines */
    bool (*run)(struct cli *cli, struct error *e);
};

extern const struct command *const commands[]; /* in no order; ends with NULL */
const struct command *command_find(const char *name);

/* Reads argv. The command's name is words.items[0]. ERROR_USAGE and a hint on anything unknown. */
MUST_CHECK bool cli_read(int argc, char **argv, struct cli *out, struct error *e);
/* Checks the given options against what the command takes, and settles the format: --format, else the extension of
 * -o, else the command's first. */
MUST_CHECK bool cli_check(struct cli *cli, const struct command *command, struct error *e);
void cli_help(const struct command *command, FILE *out); /* NULL: the list of commands */

/* Variables of the environment that are to be a moment or a number: ERROR_USAGE for one that is neither. */
MUST_CHECK bool cli_environment_check(struct error *e);

/* Config and store as every reading command needs them. Both NULL on failure. */
struct cli_session {
    struct config *config;
    struct store *store;
};
MUST_CHECK bool cli_session_open(const struct cli *cli, bool need_secrets, struct cli_session *out,
                                 struct error *e);
/* The same without a store, for commands that open it in another way. */
MUST_CHECK bool cli_session_begin(const struct cli *cli, bool need_secrets, struct cli_session *out,
                                  struct error *e);
void cli_session_close(struct cli_session *session);

/* The moment of --at; a day alone means its cut-off hour. After cli_session_open(): the config says when that
 * is. */
moment cli_at(const struct cli *cli, const struct config *config);
/* The hour of Friday at which weeks end (see period.h): the config's; without a config (NULL) the usual one. */
int cli_cutoff(const struct config *config);

/* Writes the table to -o or stdout in the asked format, or gives it to the sink. */
MUST_CHECK bool cli_write_table(const struct cli *cli, const struct table *t, struct error *e);
/* Writes bytes to -o or stdout. */
MUST_CHECK bool cli_write_bytes(const struct cli *cli, const struct buffer *bytes, struct error *e);
/* Puts the code of the unit that is meant in the place of each --unit, borrowed from the labels (see unit_choose); "ALL",
 * in any letter case, is the total where `total` allows it. ERROR_USAGE with the nearest names for an unknown one. */
MUST_CHECK bool cli_units_settle(struct cli *cli, unit_label_get *get, const void *context, size_t count,
                                 bool total, struct error *e);
bool cli_list_has(const struct cli_list *list, const char *item);

#endif
