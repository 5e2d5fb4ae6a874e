/* What the commands share that tell figures of units in one period: the evaluation, its units, its table. */
#ifndef MOTCUA_EVALUATION_SESSION_H
#define MOTCUA_EVALUATION_SESSION_H

#include "cli/cli.h"
#include "commitment/evaluation.h"

struct evaluation_session {
    const struct cli *cli;
    struct cli_session session;
    struct evaluation v;
    struct table *table;
};

/* Opens config, store, definitions and an empty table; every --unit must be known. Nothing is open on failure. */
MUST_CHECK bool evaluation_session_open(struct evaluation_session *s, struct cli *cli, struct error *e);
/* Evaluates the period of that kind that --of or --at names. */
MUST_CHECK bool evaluation_session_period(struct evaluation_session *s, enum period_kind kind,
                                          struct error *e);
/* ok: writes the table, with what must be known of its sources. Closes everything. Returns whether all went well. */
MUST_CHECK bool evaluation_session_finish(struct evaluation_session *s, bool ok, struct error *e);

/* Whether the unit's lines are asked for; units.count is the total. A unit that another one stands for in the
 * period is told of only where it is named. */
bool evaluation_session_wants(const struct evaluation_session *s, size_t unit);
/* Columns and cells that begin each line: period, from, to, unit. */
void evaluation_session_columns(struct evaluation_session *s);
void evaluation_session_cells(struct evaluation_session *s, size_t unit);

#endif
