/* Which records of a listing were seen: a set of 64-bit hashes of their keys. Two keys of one hash would
 * count as one; among a million keys the chance is one in thirty million. */
#ifndef MOTCUA_BASE_KEY_SET_H
#define MOTCUA_BASE_KEY_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define KEY_SET_SHARDS 64

/* Cut into parts that grow one at a time, by a quarter: under twelve bytes a record, growing included. */
struct key_set {
    struct key_set_shard {
        uint64_t *places; /* 0: free */
        size_t count, size;
    } shards[KEY_SET_SHARDS];
    size_t count; /* of all */
};

/* Adds a key; false only without memory or at LIMIT_SEEN. A zeroed struct is an empty set. */
MUST_CHECK bool key_set_add(struct key_set *s, const char *key, size_t n);
/* The same of a key that was hashed before. */
MUST_CHECK bool key_set_add_hash(struct key_set *s, uint64_t hash);
/* Adds all of another set, which is empty afterwards. */
MUST_CHECK bool key_set_move(struct key_set *to, struct key_set *from);
bool key_set_has(const struct key_set *s, const char *key, size_t n);
/* One hash after the other, in no order; 0: there are no more. A zeroed walk begins. */
struct key_set_walk {
    size_t shard, place;
};
uint64_t key_set_next(const struct key_set *s, struct key_set_walk *walk);
void key_set_clear(struct key_set *s); /* and frees; safe on a zeroed one */

#endif
