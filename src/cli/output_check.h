/* -o may not point at a file that the command itself needs. */
#ifndef MOTCUA_OUTPUT_CHECK_H
#define MOTCUA_OUTPUT_CHECK_H

#include "cli/cli.h"

/* ERROR_USAGE: -o names the config file, the store, the outbox, a file that a word or an option of the command line
 * names, or one that the config names (manifests, rulesets, commitment sets, mandates, passwords, certificates), by
 * whatever link or path; or a file, even a new one, in a folder that is read: that of a source of exports, or of one's
 * own definitions. */
MUST_CHECK bool cli_output_check(const struct cli *cli, struct error *e);

#endif
