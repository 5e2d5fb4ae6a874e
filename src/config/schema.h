/* Validation of a JSON value against a JSON Schema. The part of draft 2020-12 that the program's schemas use is
 * known: type, enum, const, properties, required, additionalProperties, patternProperties, propertyNames, items,
 * minItems, maxItems, uniqueItems, minProperties, maxProperties, minimum, maximum, minLength, maxLength, pattern,
 * anyOf, oneOf, allOf, not, $ref to "#/$defs/...". A keyword outside this list is an error of the schema, so that
 * nothing is silently unchecked. Patterns are POSIX extended (no \d, no (?:)). "integer" takes 1 but not 1.0. */
#ifndef MOTCUA_CONFIG_SCHEMA_H
#define MOTCUA_CONFIG_SCHEMA_H

#include <jansson.h>

#include "base/error.h"

/* True if the value fits. Otherwise e->where is the JSON pointer of the offending value ("/sources/0/base_url"; ""
 * is the whole), e->what says what the schema expects, e->hint is the nearest known name or the schema's
 * description. ERROR_CONFIG for the value's faults, ERROR_INTERNAL for the schema's own. Of the branches of anyOf
 * and oneOf the branch that got furthest into the value tells the fault. Values under a key that speaks of a
 * password, secret or token, and addresses with a user part, are never quoted. */
MUST_CHECK bool schema_check(const json_t *schema, const json_t *value, struct error *e);

#endif
