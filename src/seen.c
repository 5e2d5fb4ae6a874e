#include "seen.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "limit.h"

enum { FIRST_SIZE = 64 };

/* The shard is told by the low bits, the place in it by the high ones. True if it was put, false if it is
 * there. */
static bool place_put(struct seen_shard *s, uint64_t hash)
{
    size_t at = (size_t)((hash >> 32) * s->size >> 32);
    while (s->places[at] && s->places[at] != hash)
        at = at + 1 < s->size ? at + 1 : 0;
    bool added = s->places[at] == 0;
    s->places[at] = hash;
    s->count += added;
    return added;
}

static bool shard_grow(struct seen_shard *s)
{
    struct seen_shard larger = {.size = s->size ? s->size + s->size / 4 : FIRST_SIZE};
    larger.places = calloc(larger.size, sizeof *larger.places);
    if (!larger.places)
        return false;
    for (size_t i = 0; i < s->size; i++)
        if (s->places[i])
            place_put(&larger, s->places[i]);
    free(s->places);
    *s = larger;
    return true;
}

bool seen_add(struct seen *s, const char *key, size_t n)
{
    uint64_t hash = XXH3_64bits(key, n);
    struct seen_shard *shard = &s->shards[hash % SEEN_SHARDS];
    hash = hash ? hash : SEEN_SHARDS;
    if (s->count >= LIMIT_SEEN || (shard->count >= shard->size - shard->size / 8 && !shard_grow(shard)))
        return false;
    s->count += place_put(shard, hash);
    return true;
}

void seen_clear(struct seen *s)
{
    for (size_t i = 0; i < SEEN_SHARDS; i++)
        free(s->shards[i].places);
    *s = (struct seen){0};
}
