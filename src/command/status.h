/* The status command: one period, or several side by side. */
#ifndef MOTCUA_COMMAND_STATUS_H
#define MOTCUA_COMMAND_STATUS_H

#include "cli/cli.h"

/* status --of A,B,...: each period in columns of its own, at most twelve. */
MUST_CHECK bool status_beside(struct cli *cli, struct error *e);

#endif
