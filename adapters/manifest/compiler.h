/* A plan in the making: collects slots and tests for the paths that a manifest names, and knows the place in the
 * manifest where a fault lies. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_COMPILER_H
#define MOTCUA_ADAPTERS_MANIFEST_COMPILER_H

#include "adapters/manifest/plan.h"

struct compiler {
    struct plan *plan;
    const char *dates;
    char where[LIMIT_WHERE_BYTES];
    struct error *e;
};
/* Fills e with ERROR_CONFIG: the place of `name` in the manifest, the message and the hint. Always false. */
bool compile_fault(struct compiler *c, const char *name, const char *hint, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
/* The slot of a path at a level, made where the path is new; -1 and the error. */
int plan_slot(struct compiler *c, enum member_level level, const char *path);
/* Makes the slot keep the latest of several dates; the pattern must live as long as the plan. */
void plan_latest(struct compiler *c, int slot, const struct date_pattern *pattern);
/* Makes the test look at a path of the records; false and the error. */
bool plan_test_at(struct compiler *c, int test, const char *path);
/* Adds a path below a node of the tree; an error gets the place in the manifest put in front. head, if not NULL, gets
 * the node of the path's first member. */
MUST_CHECK bool compile_path(struct compiler *c, uint32_t base, const char *path, uint32_t *node,
                             uint32_t *head);

#endif
