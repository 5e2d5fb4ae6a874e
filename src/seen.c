#include "seen.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "limit.h"

enum { FIRST_SIZE = 1024 };

/* True if it was put, false if it is there. */
static bool place_put(uint64_t *places, size_t size, uint64_t hash)
{
    size_t at = hash & (size - 1);
    while (places[at] && places[at] != hash)
        at = (at + 1) & (size - 1);
    bool added = places[at] == 0;
    places[at] = hash;
    return added;
}

static bool seen_grow(struct seen *s)
{
    size_t size = s->size ? s->size * 2 : FIRST_SIZE;
    uint64_t *places = s->count < LIMIT_SEEN ? calloc(size, sizeof *places) : NULL;
    if (!places)
        return false;
    for (size_t i = 0; i < s->size; i++)
        if (s->places[i])
            place_put(places, size, s->places[i]);
    free(s->places);
    s->places = places;
    s->size = size;
    return true;
}

bool seen_add(struct seen *s, const char *key, size_t n)
{
    uint64_t hash = XXH3_64bits(key, n);
    if (s->count * 2 >= s->size && !seen_grow(s))
        return false;
    s->count += place_put(s->places, s->size, hash ? hash : 1);
    return true;
}

void seen_clear(struct seen *s)
{
    free(s->places);
    *s = (struct seen){0};
}
