/* Which records of a listing were seen: a set of 64-bit hashes of their keys. Two keys of one hash would
 * count as one; among a million keys the chance is one in thirty million. */
#ifndef MOTCUA_SEEN_H
#define MOTCUA_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

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
void seen_clear(struct seen *s); /* and frees; safe on a zeroed one */

#endif
