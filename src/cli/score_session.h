/* Every command about scores opens this session: definitions, entries by hand, one ruleset, and the board of the period
 * that the command line asks for. */
#ifndef MOTCUA_SCORE_SESSION_H
#define MOTCUA_SCORE_SESSION_H

#include "cli/cli.h"
#include "index/score_board.h"

struct score_session {
    const struct cli *cli;
    /* to be set before opening: entries may be of tasks, which no ruleset knows */
    bool any_entries;
    bool keep_before;           /* to be set before opening: the board has the period before too */
    struct cli_session session; /* empty where --inputs is given and there is no config */
    struct evaluation v;
    struct counter_family *family; /* family and metrics of a session without a config; else NULL */
    struct metric_set *metrics;
    struct entry_set *inputs;
    struct ruleset *rules;
    bool asked; /* the ruleset was named by --ruleset or by the file of entries */
    struct score_board board;
};

/* Opens the session with the board. The ruleset is that of --ruleset, else of the file of entries, else the config's
 * first that is in force in the period, else the config's first, else qd-766. ERROR_USAGE: the command line names a
 * unit or a criterion that does not exist, because a mistyped code must not read as "no such row". *out must be zeroed,
 * but for any_entries and keep_before. The caller closes the session even after a failure. */
MUST_CHECK bool score_session_open(struct cli *cli, struct score_session *out, struct error *e);
/* Opens the session without the board and without checking codes, for commands that need only definitions. */
MUST_CHECK bool score_session_begin(const struct cli *cli, struct score_session *out, struct error *e);
/* Adds a warning to the table where the ruleset is not in force in the board's period. */
void score_session_warn(const struct score_session *s, struct table *t);
void score_session_close(struct score_session *s);

/* True if the command line asks for the unit or the criterion; without --unit or --criterion it asks for all. context
 * is the struct cli. */
bool score_session_unit(const void *context, const char *code);
bool score_session_criterion(const void *context, const char *code);

#endif
