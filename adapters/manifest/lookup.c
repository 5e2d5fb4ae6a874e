#include "adapters/manifest/lookup.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/limit.h"

enum { PLACES = 65536 }; /* a power of two, and enough room above LIMIT_UNITS for short ways */
_Static_assert(LIMIT_UNITS * 3 < PLACES, "the table must never be full");

struct pair {
    char *key, *text; /* key NULL: free */
    size_t key_length;
};

struct lookup {
    struct pair *places; /* NULL: nothing was learnt, as in most polls */
    size_t count;
};

struct lookup *lookup_new(void)
{
    return calloc(1, sizeof(struct lookup));
}

void lookup_free(struct lookup *l)
{
    if (!l)
        return;
    for (size_t i = 0; l->count && i < PLACES; i++) {
        free(l->places[i].key);
        free(l->places[i].text);
    }
    free(l->places);
    free(l);
}

/* The key's place, or the free place where the key belongs. */
static struct pair *pair_at(const struct lookup *l, const char *key, size_t n)
{
    size_t at = (size_t)XXH3_64bits(key, n) & (PLACES - 1);
    while (l->places[at].key && (l->places[at].key_length != n || memcmp(l->places[at].key, key, n) != 0))
        at = (at + 1) & (PLACES - 1);
    return &l->places[at];
}

bool lookup_put(struct lookup *l, const char *key, size_t key_length, const char *text)
{
    if (!l->places && !(l->places = calloc(PLACES, sizeof *l->places)))
        return false;
    struct pair *p = pair_at(l, key, key_length);
    if (p->key && strcmp(p->text, text) == 0)
        return true;
    char *own_text = strdup(text), *own_key = p->key ? p->key : malloc(key_length + 1);
    if (!own_text || !own_key || (!p->key && l->count == LIMIT_UNITS)) {
        free(own_text);
        if (!p->key)
            free(own_key);
        return false;
    }
    if (!p->key) {
        memcpy(own_key, key, key_length);
        own_key[key_length] = '\0';
        l->count++;
    }
    free(p->text);
    *p = (struct pair){.key = own_key, .text = own_text, .key_length = key_length};
    return true;
}

const char *lookup_get(const struct lookup *l, const char *key, size_t key_length)
{
    return l && l->places ? pair_at(l, key, key_length)->text : NULL;
}
