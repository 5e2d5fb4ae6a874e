/* The commands that tell figures of units in one period share this session: the evaluation, its units, its table. */
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

/* Opens config, store, definitions and an empty table; each --unit is settled (cli_units_settle). On failure nothing is
 * open. */
MUST_CHECK bool evaluation_session_open(struct evaluation_session *s, struct cli *cli, struct error *e);
/* Evaluates the period of this kind that --of or --at names. */
MUST_CHECK bool evaluation_session_period(struct evaluation_session *s, enum period_kind kind,
                                          struct error *e);
/* Writes the table with the warnings of its sources where ok is true, and closes everything. Returns false where ok is
 * false or the writing fails; only the latter fills e. */
MUST_CHECK bool evaluation_session_finish(struct evaluation_session *s, bool ok, struct error *e);

/* True if the unit's lines are asked for; units.count is the total. A unit for which another unit stands in the period
 * is shown only where --unit names the unit. */
bool evaluation_session_wants(const struct evaluation_session *s, size_t unit);
/* Add the columns and the cells that begin each line: period, from, to, unit. */
void evaluation_session_columns(struct evaluation_session *s);
void evaluation_session_cells(struct evaluation_session *s, size_t unit);

#endif
