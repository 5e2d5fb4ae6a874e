/* The inside of the command db: the sub-commands that have a file of their own. */
#ifndef MOTCUA_COMMAND_DB_H
#define MOTCUA_COMMAND_DB_H

#include "cli/cli.h"

/* Opens config and store; the store is not migrated. create true makes a missing SQLite file, empty; false fails for a
 * missing file. Both are NULL after a failure. */
MUST_CHECK bool db_session_connect(const struct cli *cli, bool create, struct cli_session *out,
                                   struct error *e);
bool db_check(struct cli *cli, struct error *e);
bool db_mend(struct cli *cli, struct error *e);
bool db_distribute(struct cli *cli, struct error *e);
bool db_prune(struct cli *cli, struct error *e);
bool db_sample(struct cli *cli, struct error *e);
/* Reads "2023-01" as the month's first moment, else a moment. ERROR_USAGE: text is NULL, because the option is needed,
 * or cannot be read. */
MUST_CHECK bool db_month_read(const char *option, const char *text, moment *out, struct error *e);

#endif
