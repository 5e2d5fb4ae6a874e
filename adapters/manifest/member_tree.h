/* The allow-list of a reply: a tree of the member names that a manifest names. The decoder walks the tree beside the
 * reply and skips every member that is not in the tree. The tree is built once for a stream, and after that only
 * read. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_MEMBER_TREE_H
#define MOTCUA_ADAPTERS_MANIFEST_MEMBER_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"

/* Where a value belongs. */
enum member_level { MEMBER_LEVEL_ENVELOPE, MEMBER_LEVEL_RECORD, MEMBER_LEVEL_INNER, MEMBER_LEVEL_COUNT };

struct date_pattern;

/* The first and the last bytes of a name as numbers: with the length they tell names of up to sixteen bytes apart. */
struct member_key {
    uint64_t first, last;
};

struct member_node {
    const char *name; /* borrowed from the manifest; not NUL-terminated */
    uint32_t length;
    struct member_key key;             /* of the name */
    uint32_t parent, first, next;      /* by index; 0: none (the root is nobody's child) */
    bool many;                         /* a value here may be an array of such values */
    bool inner;                        /* an object here is an inner record */
    int record;                        /* an object here is a record of that record path; -1: no record */
    int slot;                          /* slot that keeps a scalar; -1: a scalar is not kept */
    enum member_level level;           /* of the slot */
    const struct date_pattern *latest; /* of several dates here the latest is kept; NULL: the last value */
    uint64_t tests;                    /* tests that a scalar here is tried by, by bit */
    uint64_t seen;   /* tests that could be made where anything but null stands here, by bit */
    uint32_t *table; /* hash table of children by name, mask + 1 places; 0: free */
    uint32_t mask;
};

struct member_tree {
    struct member_node *nodes; /* nodes[0] is the root */
    size_t count, size;
};

MUST_CHECK bool member_tree_init(struct member_tree *t, struct error *e);
void member_tree_free(struct member_tree *t); /* safe on a zeroed struct */

/* Walks from node `base` along a path ("data", "TaiLieuNop[].DuocSoHoa"; "" is base itself) and adds missing nodes.
 * The path must outlive the tree. The index of the node; 0 and e (ERROR_CONFIG) if the path is malformed, or at
 * LIMIT_NODES. *ok tells 0 the root ("" from the root) from 0 the failure. head, if not NULL, gets the node of the
 * path's first member. */
uint32_t member_tree_add(struct member_tree *t, uint32_t base, const char *path, uint32_t *head, bool *ok,
                         struct error *e);

/* Builds the tables of children; no node may be added afterwards. false and e: no memory. */
MUST_CHECK bool member_tree_finish(struct member_tree *t, struct error *e);

static inline struct member_key member_name_key(const char *name, size_t n)
{
    struct member_key key = {0};
    uint32_t first, last;
    if (n >= sizeof key.first) {
        memcpy(&key.first, name, sizeof key.first);
        memcpy(&key.last, name + n - sizeof key.last, sizeof key.last);
    } else if (n >= sizeof first) {
        memcpy(&first, name, sizeof first);
        memcpy(&last, name + n - sizeof last, sizeof last);
        key.first = first;
        key.last = last;
    } else if (n) {
        key.first = (unsigned char)name[0] | (uint64_t)(unsigned char)name[n / 2] << 8 |
                    (uint64_t)(unsigned char)name[n - 1] << 16;
    }
    return key;
}

/* A cheap hash, which still tells the names of one object apart. */
static inline uint32_t member_key_hash(struct member_key key, size_t n)
{
    return (uint32_t)((key.first + n + key.last * 31) * UINT64_C(0x9E3779B97F4A7C15) >> 40);
}

/* The part of member_tree_find() for names that their key does not tell apart. */
const struct member_node *member_tree_find_long(const struct member_tree *t, const struct member_node *node,
                                                const char *name, size_t n);

/* The child of that name, or NULL. In the header, because each member of each record asks. */
static inline const struct member_node *
member_tree_find(const struct member_tree *t, const struct member_node *node, const char *name, size_t n)
{
    if (!node->table)
        return NULL;
    if (n > sizeof(struct member_key))
        return member_tree_find_long(t, node, name, n);
    const struct member_key key = member_name_key(name, n);
    for (uint32_t place = member_key_hash(key, n) & node->mask; node->table[place];
         place = (place + 1) & node->mask) {
        const struct member_node *child = &t->nodes[node->table[place]];
        if (child->key.first == key.first && child->key.last == key.last && child->length == n)
            return child;
    }
    return NULL;
}

#endif
