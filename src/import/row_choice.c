#include "import/row_choice.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/limit.h"
#include "base/moment.h"

enum { FIRST_SIZE = 64 };

static struct row_chosen *place_of(const struct row_choice_shard *s, uint64_t key)
{
    size_t at = (size_t)((key >> 32) * s->size >> 32);
    while (s->places[at].key && s->places[at].key != key)
        at = at + 1 < s->size ? at + 1 : 0;
    return &s->places[at];
}

static bool shard_grow(struct row_choice_shard *s)
{
    struct row_choice_shard larger = {.size = s->size ? s->size + s->size / 4 : FIRST_SIZE,
                                      .count = s->count};
    larger.places = calloc(larger.size, sizeof *larger.places);
    if (!larger.places)
        return false;
    for (size_t i = 0; i < s->size; i++)
        if (s->places[i].key)
            *place_of(&larger, s->places[i].key) = s->places[i];
    free(s->places);
    *s = larger;
    return true;
}

/* The key's place, made where it is new; NULL: no memory. */
static struct row_chosen *place_make(struct row_choice *c, const char *key, size_t n, bool *fresh)
{
    uint64_t hash = XXH3_64bits(key, n);
    hash = hash ? hash : ROW_CHOICE_SHARDS;
    struct row_choice_shard *s = &c->shards[hash % ROW_CHOICE_SHARDS];
    if (c->count >= LIMIT_SEEN || (s->count >= s->size - s->size / 8 && !shard_grow(s)))
        return NULL;
    struct row_chosen *place = place_of(s, hash);
    *fresh = place->key == 0;
    place->key = hash;
    s->count += *fresh;
    c->count += *fresh;
    return place;
}

static uint64_t mix(uint64_t hash, uint64_t bits)
{
    hash = (hash ^ bits) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

/* A hash of what the row says: rows that say the same have the same hash. */
static uint64_t content_of(const struct dossier *d)
{
    uint64_t hash = 0;
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++) {
        const struct value *v = &d->value[i];
        if (!v->known)
            continue;
        hash = mix(hash, v->text ? v->length : (uint64_t)v->number ^ (uint64_t)(i + 1) << 56);
        for (uint32_t at = 0; v->text && at < v->length; at += sizeof(uint64_t)) {
            uint64_t bits = 0;
            uint32_t left = v->length - at;
            memcpy(&bits, v->text + at, left < sizeof bits ? left : sizeof bits);
            hash = mix(hash, bits);
        }
    }
    return hash;
}

/* The upper half holds the minute of the last thing that happened, the lower half a hash of what the row says: never
 * 0. */
static uint64_t rank_of(const struct dossier *d)
{
    static const int fields[] = {DOSSIER_SUBMITTED, DOSSIER_RECEIVED, DOSSIER_FINISHED, DOSSIER_RETURNED,
                                 DOSSIER_APOLOGY};
    moment last = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (d->value[fields[i]].known && d->value[fields[i]].number > last)
            last = d->value[fields[i]].number;
    return (uint64_t)(last / 60) << 32 | content_of(d) >> 32 | 1;
}

bool row_choice_add(struct row_choice *c, const struct dossier *d, bool *counts)
{
    const struct value *key = &d->value[DOSSIER_KEY];
    bool fresh;
    struct row_chosen *place = place_make(c, key->text, key->length, &fresh);
    uint64_t rank = place ? rank_of(d) : 0;
    *counts = place && rank > place->rank;
    if (!place)
        return false;
    c->twice += !fresh;
    c->differ += !fresh && place->rank && rank != place->rank;
    place->rank = *counts ? rank : place->rank;
    return true;
}

bool row_choice_reject(struct row_choice *c, const char *key)
{
    bool fresh;
    if (!place_make(c, key, strlen(key), &fresh))
        return false;
    c->twice += !fresh;
    return true;
}

void row_choice_clear(struct row_choice *c)
{
    for (size_t i = 0; i < ROW_CHOICE_SHARDS; i++)
        free(c->shards[i].places);
    *c = (struct row_choice){0};
}
