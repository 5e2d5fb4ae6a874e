/* Loads a ruleset: reads the file, builds the tree (ruleset_read.c) and checks the tree (ruleset_check.c). */
#ifndef MOTCUA_RULESET_LOAD_H
#define MOTCUA_RULESET_LOAD_H

#include "index/ruleset.h"

/* Loads a ruleset by the name of a shipped file or by a path, and looks up every metric and counter that the file
 * names. NULL and e (ERROR_CONFIG) if there is no such file, the file does not fit its schema, or a finding is fatal
 * (e tells the first). */
MUST_CHECK struct ruleset *ruleset_load(const char *name, const struct counter_family *family,
                                        const struct metric_set *metrics, struct error *e);
/* Loads a ruleset with all findings, and returns the ruleset even if a finding is fatal. NULL and e: no such file,
 * the file does not fit its schema, a maximum of base/limit.h is passed, or memory ran out. */
MUST_CHECK struct ruleset *ruleset_examine(const char *name, const struct counter_family *family,
                                           const struct metric_set *metrics,
                                           struct ruleset_findings *findings, struct error *e);

#endif
