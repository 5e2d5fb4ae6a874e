#include "adapters/manifest/compiler.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

bool compile_fault(struct compiler *c, const char *name, const char *hint, const char *fmt, ...)
{
    char where[sizeof c->where + 80], what[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    snprintf(where, sizeof where, "/%s%s%.64s", c->where, name ? "/" : "", name ? name : "");
    return error_set(c->e, ERROR_CONFIG, where, hint, "%s", what);
}

bool compile_path(struct compiler *c, uint32_t base, const char *path, uint32_t *node, uint32_t *head)
{
    bool ok;
    *node = member_tree_add(&c->plan->tree, base, path, head, &ok, c->e);
    if (ok)
        return true;
    char where[sizeof c->where + 80];
    snprintf(where, sizeof where, "/%s/%.64s", c->where, path);
    error_within(c->e, where);
    return false;
}

/* *node: where the paths of a level begin in the i-th place of records; inner records lie inside of every such
 * place. */
static bool base_node(struct compiler *c, enum member_level level, size_t i, uint32_t *node)
{
    *node = level == MEMBER_LEVEL_ENVELOPE ? 0 : c->plan->records[i];
    return level != MEMBER_LEVEL_INNER || compile_path(c, *node, c->plan->inner_path, node, NULL);
}

int plan_slot(struct compiler *c, enum member_level level, const char *path)
{
    struct plan *p = c->plan;
    size_t bases = level == MEMBER_LEVEL_ENVELOPE ? 1 : p->place_count;
    int slot = -1;
    if (!*path) {
        compile_fault(c, NULL, NULL, _("an empty path of members"));
        return -1;
    }
    for (size_t i = 0; i < bases; i++) {
        uint32_t base, at;
        if (!base_node(c, level, i, &base) || !compile_path(c, base, path, &at, NULL))
            return -1;
        struct member_node *node = &p->tree.nodes[at];
        if (node->slot >= 0 && node->level != level) {
            compile_fault(c, path, NULL, _("used both of the record and of what is inside of it"));
            return -1;
        }
        if (slot < 0)
            slot = node->slot >= 0 ? node->slot : p->slots[level]++;
        node->slot = slot;
        node->level = level;
    }
    if (slot >= LIMIT_PATHS) {
        compile_fault(c, NULL, NULL, _("more than %d members"), LIMIT_PATHS);
        return -1;
    }
    return slot;
}

void plan_latest(struct compiler *c, int slot, const struct date_pattern *pattern)
{
    struct member_tree *t = &c->plan->tree;
    for (size_t i = 0; i < t->count; i++)
        if (t->nodes[i].slot == slot && t->nodes[i].level == MEMBER_LEVEL_RECORD)
            t->nodes[i].latest = pattern;
}

bool plan_test_at(struct compiler *c, int test, const char *path)
{
    struct plan *p = c->plan;
    if (!*path)
        return compile_fault(c, NULL, NULL, _("an empty path of members"));
    for (size_t i = 0; i < p->place_count; i++) {
        uint32_t node, head = 0;
        if (!compile_path(c, p->records[i], path, &node, &head))
            return false;
        p->tree.nodes[node].tests |= UINT64_C(1) << test;
        p->tree.nodes[head].seen |= UINT64_C(1) << test;
    }
    return true;
}
