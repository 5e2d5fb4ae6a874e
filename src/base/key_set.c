#include "base/key_set.h"

#include <stdlib.h>
#include <xxhash.h>

#include "base/limit.h"

enum { FIRST_SIZE = 64 };

/* The low bits of a hash tell the shard, the high bits the place in the shard. */
static size_t shard_of(uint64_t hash)
{
    return hash % KEY_SET_SHARDS;
}

/* The place that holds the hash, or the free place that would hold the hash. */
static uint64_t *place_of(const struct key_set_shard *s, uint64_t hash)
{
    size_t at = (size_t)((hash >> 32) * s->size >> 32);
    while (s->places[at] && s->places[at] != hash)
        at = at + 1 < s->size ? at + 1 : 0;
    return &s->places[at];
}

static bool shard_grow(struct key_set_shard *s)
{
    struct key_set_shard larger = {.size = s->size ? s->size + s->size / 4 : FIRST_SIZE, .count = s->count};
    larger.places = calloc(larger.size, sizeof *larger.places);
    if (!larger.places)
        return false;
    for (size_t i = 0; i < s->size; i++)
        if (s->places[i])
            *place_of(&larger, s->places[i]) = s->places[i];
    free(s->places);
    *s = larger;
    return true;
}

/* The hash of a key, never 0, because 0 marks a free place. */
static uint64_t key_hash(const char *key, size_t n)
{
    uint64_t hash = XXH3_64bits(key, n);
    return hash ? hash : KEY_SET_SHARDS;
}

bool key_set_add_hash(struct key_set *s, uint64_t hash)
{
    struct key_set_shard *shard = &s->shards[shard_of(hash)];
    if (s->count >= LIMIT_SEEN || (shard->count >= shard->size - shard->size / 8 && !shard_grow(shard)))
        return false;
    uint64_t *place = place_of(shard, hash);
    bool added = *place == 0;
    *place = hash;
    shard->count += added;
    s->count += added;
    return true;
}

bool key_set_add(struct key_set *s, const char *key, size_t n)
{
    return key_set_add_hash(s, key_hash(key, n));
}

bool key_set_move(struct key_set *to, struct key_set *from)
{
    bool ok = true;
    if (to->count == 0) {
        key_set_clear(to);
        *to = *from;
        *from = (struct key_set){0};
    }
    struct key_set_walk walk = {0};
    for (uint64_t hash; ok && (hash = key_set_next(from, &walk));)
        ok = key_set_add_hash(to, hash);
    key_set_clear(from);
    return ok;
}

uint64_t key_set_next(const struct key_set *s, struct key_set_walk *walk)
{
    for (; walk->shard < KEY_SET_SHARDS; walk->shard++, walk->place = 0)
        while (walk->place < s->shards[walk->shard].size) {
            uint64_t hash = s->shards[walk->shard].places[walk->place++];
            if (hash)
                return hash;
        }
    return 0;
}

bool key_set_has(const struct key_set *s, const char *key, size_t n)
{
    uint64_t hash = key_hash(key, n);
    const struct key_set_shard *shard = &s->shards[shard_of(hash)];
    return shard->size && *place_of(shard, hash) != 0;
}

void key_set_clear(struct key_set *s)
{
    for (size_t i = 0; i < KEY_SET_SHARDS; i++)
        free(s->shards[i].places);
    *s = (struct key_set){0};
}
