/* A plan in the making: slots and tests for the paths that a manifest names, and where in the manifest a fault is. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_COMPILER_H
#define MOTCUA_ADAPTERS_MANIFEST_COMPILER_H

#include "adapters/manifest/plan.h"

struct compiler {
    struct plan *plan;
    const char *dates;
    char where[LIMIT_WHERE_BYTES];
    struct error *e;
};
bool compile_fault(struct compiler *c, const char *name, const char *hint, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
/* The slot of a path at a level, new or known; -1 and the error. */
int plan_slot(struct compiler *c, enum member_level level, const char *path);
/* Of several dates at the slot the latest is kept; the pattern lives as long as the plan. */
void plan_latest(struct compiler *c, int slot, const struct date_pattern *pattern);
/* Makes the test look at a path of the records; false and the error. */
bool plan_test_at(struct compiler *c, int test, const char *path);
/* Adds a path below a node of the tree, and puts the place in front of an error. head, if not NULL, gets the node of
 * the path's first member. */
MUST_CHECK bool compile_path(struct compiler *c, uint32_t base, const char *path, uint32_t *node,
                             uint32_t *head);

#endif
