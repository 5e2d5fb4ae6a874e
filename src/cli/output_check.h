/* -o may not point at a file that the command itself needs. */
#ifndef MOTCUA_OUTPUT_CHECK_H
#define MOTCUA_OUTPUT_CHECK_H

#include "cli/cli.h"

/* ERROR_USAGE: -o names the config file, the store, the outbox, or a file that the command reads (--inputs,
 * --supplement, a word of the command line), by whatever link or path. A file that does not exist yet may have any
 * name. */
MUST_CHECK bool cli_output_check(const struct cli *cli, struct error *e);

#endif
