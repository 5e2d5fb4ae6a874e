/* A field's specification in a manifest -> a rule of its plan. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_RULE_COMPILE_H
#define MOTCUA_ADAPTERS_MANIFEST_RULE_COMPILE_H

#include "adapters/manifest/compiler.h"

/* {"any": path, "is": [...] | "present": true | "positive": true}: the test's number; -1 and the error. */
int rule_test_compile(struct compiler *c, const json_t *spec);
/* Text or a list of texts, as codes; NULL and the error. */
struct rule_code *rule_codes_make(struct compiler *c, const json_t *from, size_t *count);
/* One field from its specification. */
MUST_CHECK bool rule_compile(struct compiler *c, int target, enum member_level level, const json_t *spec,
                             struct rule *out);
/* A value of ours, written in a manifest. */
MUST_CHECK bool value_compile(struct compiler *c, int target, const json_t *json, struct value *out);

#endif
