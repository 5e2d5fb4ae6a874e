/* Inside the db command: those of its sub-commands that have a file of their own. */
#ifndef MOTCUA_COMMAND_DB_H
#define MOTCUA_COMMAND_DB_H

#include "cli/cli.h"

/* Config and store, the store as it is: neither made nor migrated. */
MUST_CHECK bool db_session_connect(const struct cli *cli, bool create, struct cli_session *out,
                                   struct error *e);
bool db_check(struct cli *cli, struct error *e);
bool db_mend(struct cli *cli, struct error *e);
bool db_distribute(struct cli *cli, struct error *e);
bool db_prune(struct cli *cli, struct error *e);
bool db_sample(struct cli *cli, struct error *e);
/* 2023-01 is its first moment; else a moment as people write it. text NULL: ERROR_USAGE, the option is needed. */
MUST_CHECK bool db_month_read(const char *option, const char *text, moment *out, struct error *e);

#endif
