/* The command status shows one period, or several periods side by side. */
#ifndef MOTCUA_COMMAND_STATUS_H
#define MOTCUA_COMMAND_STATUS_H

#include "cli/cli.h"

/* Writes `status --of A,B,...`: at most twelve periods, each in columns of its own. */
MUST_CHECK bool status_beside(struct cli *cli, struct error *e);

#endif
