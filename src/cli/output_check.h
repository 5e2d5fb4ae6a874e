/* Where -o may not point: at what the command itself lives on. */
#ifndef MOTCUA_OUTPUT_CHECK_H
#define MOTCUA_OUTPUT_CHECK_H

#include "cli/cli.h"

/* ERROR_USAGE where -o names the config file, the store or its outbox, or a file that the command reads (--inputs,
 * --supplement, a word of the command line), whatever link or path leads there. A new file may have any other name. */
MUST_CHECK bool cli_output_check(const struct cli *cli, struct error *e);

#endif
