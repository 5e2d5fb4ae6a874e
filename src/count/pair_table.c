#include "count/pair_table.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/limit.h"

enum { FIRST_SIZE = 1024 }; /* a power of two */

/* Multiplies by the golden ratio of 64 bits, of which the upper half is well mixed. */
static uint32_t hash_of(struct pair pair)
{
    uint64_t both = (uint64_t)pair.unit << 32 | pair.other;
    return (uint32_t)((both * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

/* Returns the place of the pair, or the free place where the pair belongs. */
static uint32_t *place_find(const struct pair_table *t, struct pair pair)
{
    for (uint32_t at = hash_of(pair) & t->mask;; at = (at + 1) & t->mask) {
        const struct pair *p = &t->pairs[t->places[at] ? t->places[at] - 1 : 0];
        if (!t->places[at] || (p->unit == pair.unit && p->other == pair.other))
            return &t->places[at];
    }
}

/* Doubles the table; a table is at most half full. */
static bool table_grow(struct pair_table *t)
{
    uint32_t size = t->size ? t->size * 2 : FIRST_SIZE;
    uint32_t *places = calloc((size_t)size * 2, sizeof *places);
    struct pair *pairs = reallocarray(t->pairs, size, sizeof *pairs);
    t->pairs = pairs ? pairs : t->pairs;
    if (!places || !pairs) {
        free(places);
        return false;
    }
    free(t->places);
    t->places = places;
    t->size = size;
    t->mask = size * 2 - 1;
    for (uint32_t i = 0; i < t->count; i++)
        *place_find(t, t->pairs[i]) = i + 1;
    return true;
}

long pair_table_number(struct pair_table *t, struct pair pair)
{
    if (!t->size && !table_grow(t))
        return -1;
    uint32_t *place = place_find(t, pair);
    if (!*place && t->count == t->size) {
        if (t->count >= LIMIT_BLOCK_PAIRS || !table_grow(t))
            return -1;
        place = place_find(t, pair);
    }
    if (!*place) {
        t->pairs[t->count++] = pair;
        *place = t->count;
    }
    return (long)*place - 1;
}

void pair_table_free(struct pair_table *t)
{
    free(t->pairs);
    free(t->places);
    *t = (struct pair_table){0};
}
