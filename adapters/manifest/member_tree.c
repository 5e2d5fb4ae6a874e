#include "adapters/manifest/member_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limit.h"
#include "base/text.h"

static const struct member_node empty_node = {.record = -1, .slot = -1};

static uint32_t node_new(struct member_tree *t, struct error *e)
{
    if (t->count >= LIMIT_NODES) {
        error_set(e, ERROR_CONFIG, "", _("Name fewer members, or split the stream."),
                  _("more than %d members"), LIMIT_NODES);
        return 0;
    }
    if (!array_room(&t->nodes, &t->size, t->count, sizeof *t->nodes)) {
        error_memory(e, "");
        return 0;
    }
    t->nodes[t->count] = empty_node;
    return (uint32_t)t->count++;
}

bool member_tree_init(struct member_tree *t, struct error *e)
{
    *t = (struct member_tree){0};
    node_new(t, e);
    return t->count == 1;
}

void member_tree_free(struct member_tree *t)
{
    for (size_t i = 0; i < t->count; i++)
        free(t->nodes[i].table);
    free(t->nodes);
    *t = (struct member_tree){0};
}

static uint32_t child_add(struct member_tree *t, uint32_t parent, const char *name, size_t n, struct error *e)
{
    for (uint32_t i = t->nodes[parent].first; i; i = t->nodes[i].next)
        if (t->nodes[i].length == n && memcmp(t->nodes[i].name, name, n) == 0)
            return i;
    uint32_t child = node_new(t, e);
    if (!child)
        return 0;
    struct member_node *node = &t->nodes[child];
    node->name = name;
    node->length = (uint32_t)n;
    node->parent = parent;
    node->next = t->nodes[parent].first;
    t->nodes[parent].first = child;
    return child;
}

uint32_t member_tree_add(struct member_tree *t, uint32_t base, const char *path, uint32_t *head, bool *ok,
                         struct error *e)
{
    uint32_t node = base;
    *ok = *path == '\0';
    while (*path) {
        size_t n = strcspn(path, ".");
        bool many = n >= 2 && memcmp(path + n - 2, "[]", 2) == 0, last = path[n] == '\0';
        size_t name = many ? n - 2 : n;
        if (!name || name > LIMIT_VALUE_BYTES || memchr(path, '[', name) || memchr(path, ']', name) ||
            (!last && !path[n + 1])) {
            error_set(e, ERROR_CONFIG, "",
                      _("Write member names with a dot between, and [] after a list: data.items[].code"),
                      _("not a path of members"));
            return 0;
        }
        uint32_t child = child_add(t, node, path, name, e);
        if (!child)
            return 0;
        t->nodes[child].many |= many;
        if (head && node == base)
            *head = child;
        node = child;
        path += last ? n : n + 1;
    }
    *ok = true;
    return node;
}

bool member_tree_finish(struct member_tree *t, struct error *e)
{
    for (size_t i = 0; i < t->count; i++) {
        struct member_node *node = &t->nodes[i];
        uint32_t children = 0, size = 2;
        for (uint32_t k = node->first; k; k = t->nodes[k].next)
            children++;
        if (!children)
            continue;
        while (size < children * 4)
            size *= 2;
        free(node->table);
        node->table = calloc(size, sizeof *node->table);
        if (!node->table)
            return error_memory(e, "");
        node->mask = size - 1;
        for (uint32_t k = node->first; k; k = t->nodes[k].next) {
            t->nodes[k].key = member_name_key(t->nodes[k].name, t->nodes[k].length);
            uint32_t place = member_key_hash(t->nodes[k].key, t->nodes[k].length) & node->mask;
            while (node->table[place])
                place = (place + 1) & node->mask;
            node->table[place] = k;
        }
    }
    return true;
}

const struct member_node *member_tree_find_long(const struct member_tree *t, const struct member_node *node,
                                                const char *name, size_t n)
{
    for (uint32_t place = member_key_hash(member_name_key(name, n), n) & node->mask; node->table[place];
         place = (place + 1) & node->mask) {
        const struct member_node *child = &t->nodes[node->table[place]];
        if (child->length == n && memcmp(child->name, name, n) == 0)
            return child;
    }
    return NULL;
}
