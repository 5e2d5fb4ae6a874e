/* Which records of a listing were seen: a set of 64-bit hashes of their keys. Two keys of one hash would
 * count as one; among a million keys the chance is one in thirty million. */
#ifndef MOTCUA_BASE_KEY_SET_H
#define MOTCUA_BASE_KEY_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define KEY_SET_SHARDS 64

/* The set is cut into parts that grow one at a time, by a quarter, so that a large set takes under twelve bytes a
 * record even while a part grows. */
struct key_set {
    struct key_set_shard {
        uint64_t *places; /* 0: free */
        size_t count, size;
    } shards[KEY_SET_SHARDS];
    size_t count; /* keys of all shards */
};

/* Adds a key; a key that is there already is no fault. false: no memory, or LIMIT_SEEN keys. A zeroed struct is an
 * empty set. */
MUST_CHECK bool key_set_add(struct key_set *s, const char *key, size_t n);
/* Adds a key by its hash, which key_set_next() gave. */
MUST_CHECK bool key_set_add_hash(struct key_set *s, uint64_t hash);
/* Adds all keys of `from`, which is empty afterwards. false: no memory, or LIMIT_SEEN keys; `to` then lacks some. */
MUST_CHECK bool key_set_move(struct key_set *to, struct key_set *from);
bool key_set_has(const struct key_set *s, const char *key, size_t n);
/* Gives one hash after the other, in no order, and 0 behind the last. A zeroed walk begins at the first. */
struct key_set_walk {
    size_t shard, place;
};
uint64_t key_set_next(const struct key_set *s, struct key_set_walk *walk);
void key_set_clear(struct key_set *s); /* empties the set and frees its memory; safe on a zeroed set */

#endif
