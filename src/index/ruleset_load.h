/* Loading a ruleset: its file is read, its tree is built (ruleset_read.c) and checked (ruleset_check.c). */
#ifndef MOTCUA_RULESET_LOAD_H
#define MOTCUA_RULESET_LOAD_H

#include "index/ruleset.h"

/* Loads a ruleset by the name of a shipped file or by a path, and looks up every metric and counter that the file
 * names. NULL and e (ERROR_CONFIG) if there is no such file, the file does not fit its schema, or a finding is fatal
 * (e tells the first). */
MUST_CHECK struct ruleset *ruleset_load(const char *name, const struct counter_family *family,
                                        const struct metric_set *metrics, struct error *e);
/* The same, with all findings. The ruleset is returned even if a finding is fatal; NULL and e: the file could not be
 * read at all. */
MUST_CHECK struct ruleset *ruleset_examine(const char *name, const struct counter_family *family,
                                           const struct metric_set *metrics,
                                           struct ruleset_findings *findings, struct error *e);

#endif
