/* `motcua report tasks` writes the duties of `motcua tasks` as a paper. */
#ifndef MOTCUA_COMMAND_REPORT_TASKS_H
#define MOTCUA_COMMAND_REPORT_TASKS_H

#include "cli/cli.h"
#include "report/paper.h"

/* Makes the paper of the set of --set, else of the set with the name of the config's first commitments. The caller
 * frees the paper. NULL and e on failure. */
MUST_CHECK struct paper *report_tasks(const struct cli *cli, struct error *e);

#endif
