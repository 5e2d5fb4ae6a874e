/* Types and functions that the files that load a ruleset share. */
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
/* Builds the tree of criteria from the document. False and e: memory ran out or a maximum of base/limit.h is passed. */
MUST_CHECK bool ruleset_read(struct ruleset_reader *reader, struct error *e);
/* Checks rules that the JSON Schema cannot express, such as sums of maxima; runs after ruleset_read(). */
void ruleset_check(const struct ruleset_reader *reader);

#endif
