/* What the files that load a ruleset share. */
#ifndef MOTCUA_RULESET_INNER_H
#define MOTCUA_RULESET_INNER_H

#include "index/ruleset.h"

struct ruleset_reader {
    struct ruleset *rules;
    const struct counter_family *family;
    const struct metric_set *metrics;
    struct ruleset_findings *findings;
    struct scoring_rule start; /* the ruleset's rounding */
};
MUST_CHECK bool ruleset_read(struct ruleset_reader *reader, struct error *e);
void ruleset_check(
    const struct ruleset_reader *reader); /* what the schema cannot say; after ruleset_read() */

#endif
