/* Compiles a field's specification in a manifest to a rule of its plan. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_RULE_COMPILE_H
#define MOTCUA_ADAPTERS_MANIFEST_RULE_COMPILE_H

#include "adapters/manifest/compiler.h"

/* {"any": path, "is": [...] | "present": true | "positive": true}: the number of the test; -1 and the error. */
int rule_test_compile(struct compiler *c, const json_t *spec);
/* A text or a list of texts, as codes, which the caller frees; NULL and the error. */
struct rule_code *rule_codes_make(struct compiler *c, const json_t *from, size_t *count);
/* Compiles one field from its specification; false and the error. */
MUST_CHECK bool rule_compile(struct compiler *c, int target, enum member_level level, const json_t *spec,
                             struct rule *out);
/* Reads a value of ours that a manifest states; false and the error. */
MUST_CHECK bool value_compile(struct compiler *c, int target, const json_t *json, struct value *out);

#endif
