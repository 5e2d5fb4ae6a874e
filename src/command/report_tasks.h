/* report tasks: what 'motcua tasks' knows, as paper. */
#ifndef MOTCUA_COMMAND_REPORT_TASKS_H
#define MOTCUA_COMMAND_REPORT_TASKS_H

#include "cli/cli.h"
#include "report/paper.h"

/* The set is that of --set, else the one that is named as the config's first commitments. NULL and e on failure. */
MUST_CHECK struct paper *report_tasks(const struct cli *cli, struct error *e);

#endif
