/* The command line: options that mean the same in every command, and the table of commands. */
#ifndef MOTCUA_CLI_H
#define MOTCUA_CLI_H

#include "base/buffer.h"
#include "base/limit.h"
#include "base/period.h"
#include "config/config.h"
#include "show/table_write.h"
#include "store/store.h"

enum { CLI_MAX_LIST = 256 }; /* --unit, --metric, and words after the command, each */

struct cli_list {
    const char *items[CLI_MAX_LIST];
    size_t count;
};

struct cli {
    const char *config_file; /* -c, or NULL */
    const char *language;    /* --lang, or NULL */
    const char *output;      /* -o, or NULL: stdout */
    const char *family;      /* --family, default core */
    const char *of;          /* --of, or NULL */
    const char *set;         /* --set, or NULL: the config's first commitment set */
    enum period_kind period;
    bool period_given;
    moment at;                  /* MOMENT_NONE: now */
    const char *before, *since; /* of db prune, db sample; or NULL */
    moment known_at;            /* MOMENT_NONE: all that is known; a day alone: its last second */
    bool at_day;                /* a day alone: its cut-off hour is meant, see cli_at() */
    enum table_format format;
    bool format_given, full, help, version;
    bool accept_missing;                    /* of collect */
    bool print, prune;                      /* of db roles */
    bool dry;                               /* --dry-run, of db prune */
    const char *source, *manifest;          /* of import; or NULL */
    bool manual;                            /* of import: entries made by hand */
    const char *record, *replay;            /* folders of check and collect; or NULL */
    const char *ruleset, *inputs, *explain; /* of score; or NULL */
    int64_t budget;                         /* of advise; -1: none */
    const char *note, *by, *reference;      /* of evidence; or NULL */
    struct cli_list units, metrics, criteria, words;
};

/* One command. `options` lists the long options that it takes; another one is a usage error. */
struct command {
    const char *name;
    const char *words;    /* what follows it, for the usage line */
    const char *summary;  /* one line; N_() */
    const char *options;  /* " at unit format " with a space around each */
    const char *examples; /* lines */
    bool (*run)(const struct cli *cli, struct error *e);
};

extern const struct command commands[]; /* ends with a NULL name */
const struct command *command_find(const char *name);

/* Reads argv. The command's name is words.items[0]. ERROR_USAGE and a hint on anything unknown. */
MUST_CHECK bool cli_read(int argc, char **argv, struct cli *out, struct error *e);
/* Checks the given options against what the command takes. */
MUST_CHECK bool cli_check(const struct cli *cli, const struct command *command, struct error *e);
void cli_help(const struct command *command, FILE *out); /* NULL: the list of commands */

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

/* Writes the table to -o or stdout in the asked format. */
MUST_CHECK bool cli_write_table(const struct cli *cli, const struct table *t, struct error *e);
/* Writes bytes to -o or stdout. */
MUST_CHECK bool cli_write_bytes(const struct cli *cli, const struct buffer *bytes, struct error *e);
bool cli_list_has(const struct cli_list *list, const char *item);

/* the commands; one file for each group */
bool command_advise(const struct cli *cli, struct error *e);
bool command_init(const struct cli *cli, struct error *e);
bool command_check(const struct cli *cli, struct error *e);
bool command_collect(const struct cli *cli, struct error *e);
bool command_counts(const struct cli *cli, struct error *e);
bool command_db(const struct cli *cli, struct error *e);
bool command_db_prune(const struct cli *cli, struct error *e);
bool command_db_sample(const struct cli *cli, struct error *e);
bool command_metrics(const struct cli *cli, struct error *e);
bool command_import(const struct cli *cli, struct error *e);
bool command_outbox(const struct cli *cli, struct error *e);
bool command_status(const struct cli *cli, struct error *e);
bool command_report(const struct cli *cli, struct error *e);
bool command_reconcile(const struct cli *cli, struct error *e);
bool command_rejects(const struct cli *cli, struct error *e);
bool command_units(const struct cli *cli, struct error *e);
bool command_sources(const struct cli *cli, struct error *e);
bool command_runs(const struct cli *cli, struct error *e);
bool command_score(const struct cli *cli, struct error *e);
bool command_evidence(const struct cli *cli, struct error *e);
bool command_mandates(const struct cli *cli, struct error *e);
bool command_plan(const struct cli *cli, struct error *e);
bool command_ruleset(const struct cli *cli, struct error *e);

#endif
