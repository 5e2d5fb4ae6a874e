/* Loading a ruleset: its file is read, its tree is built (ruleset_read.c) and checked (ruleset_check.c). */
#ifndef MOTCUA_RULESET_LOAD_H
#define MOTCUA_RULESET_LOAD_H

#include "index/ruleset.h"

/* name: shipped name or a path. All that names a metric or a counter is looked up. NULL and e (ERROR_CONFIG)
 * if the file is not there, does not fit the schema, or has a fatal finding (the first is told). */
MUST_CHECK struct ruleset *ruleset_load(const char *name, const struct counter_family *family,
                                        const struct metric_set *metrics, struct error *e);
/* The same, and all findings, usable or not; NULL with none of them fatal: the file could not be read (e). */
MUST_CHECK struct ruleset *ruleset_examine(const char *name, const struct counter_family *family,
                                           const struct metric_set *metrics,
                                           struct ruleset_findings *findings, struct error *e);

#endif
