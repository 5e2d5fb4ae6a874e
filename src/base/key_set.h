/* Which records of a listing were seen: a set of 64-bit hashes of their keys. Two keys of one hash would
 * count as one; among a million keys the chance is one in thirty million. */
#ifndef MOTCUA_SEEN_H
#define MOTCUA_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define SEEN_SHARDS 64

/* Cut into parts that grow one at a time, by a quarter: under twelve bytes a record, growing included.
 */
struct seen {
    struct seen_shard {
        uint64_t *places; /* 0: free */
        size_t count, size;
    } shards[SEEN_SHARDS];
    size_t count; /* of all */
};

/* Adds a key; false only without memory or at LIMIT_SEEN. A zeroed struct is an empty set. */
MUST_CHECK bool seen_add(struct seen *s, const char *key, size_t n);
/* The same of a key that was hashed before. */
MUST_CHECK bool seen_add_hash(struct seen *s, uint64_t hash);
/* Adds all of another set, which is empty afterwards. */
MUST_CHECK bool seen_move(struct seen *to, struct seen *from);
bool seen_has(const struct seen *s, const char *key, size_t n);
/* One hash after the other, in no order; 0: there are no more. A zeroed walk begins. */
struct seen_walk {
    size_t shard, place;
};
uint64_t seen_next(const struct seen *s, struct seen_walk *walk);
void seen_clear(struct seen *s); /* and frees; safe on a zeroed one */

#endif
