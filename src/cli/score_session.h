/* What every command about scores opens: definitions, entries by hand, one ruleset, and the board of one
 * period as the command line asks for it. */
#ifndef MOTCUA_SCORE_SESSION_H
#define MOTCUA_SCORE_SESSION_H

#include "cli/cli.h"
#include "index/score_board.h"

struct score_session {
    const struct cli *cli;
    bool any_entries;           /* set before it is opened: entries may be of tasks, which no ruleset knows */
    bool keep_before;           /* set before it is opened: the board has the period before too */
    struct cli_session session; /* empty where there is no config, but a file of entries */
    struct evaluation v;
    struct counter_family *family; /* of no session */
    struct metric_set *metrics;
    struct entry_set *inputs;
    struct ruleset *rules;
    bool asked; /* the ruleset was named, by an option or by the file of entries */
    struct score_board board;
};

/* The ruleset is that of --ruleset, else of the file of entries, else the config's first that is in force in the
 * period, else its first, else qd-766. Codes
 * of units and criteria that the command line names and that are not there are an error (ERROR_USAGE): a
 * mistyped code must not read as "no such row". To be closed even where it fails. */
/* *out is zeroed but for keep_before. */
MUST_CHECK bool score_session_open(struct cli *cli, struct score_session *out, struct error *e);
/* The same without the board, and without looking at the codes: for commands that need only definitions. */
MUST_CHECK bool score_session_begin(const struct cli *cli, struct score_session *out, struct error *e);
/* Says in the table that the ruleset is not in force in the board's period, where it is not. */
void score_session_warn(const struct score_session *s, struct table *t);
void score_session_close(struct score_session *s);

/* Is the unit, the criterion asked for on the command line? Without any all are. context: the cli. */
bool score_session_unit(const void *context, const char *code);
bool score_session_criterion(const void *context, const char *code);

#endif
