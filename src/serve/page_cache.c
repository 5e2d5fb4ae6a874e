#include "serve/page_cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/limit.h"

struct entry {
    uint64_t hash; /* hash of the key; 0: the place is free */
    char *key;
    struct page_mark mark;
    int64_t made;
    uint64_t used; /* number of the last use; a shared number grows with each use of any page */
    struct page_kept page;
};

struct page_cache {
    pthread_mutex_t lock;
    struct entry entries[LIMIT_SERVE_PAGES];
    size_t bytes;
    uint64_t clock, generation;
    int64_t hits;
};

struct page_cache *page_cache_new(void)
{
    struct page_cache *c = calloc(1, sizeof *c);
    if (c)
        pthread_mutex_init(&c->lock, NULL);
    return c;
}

static void entry_end(struct page_cache *c, struct entry *e)
{
    if (!e->hash)
        return;
    c->bytes -= packed_bytes(e->page.body);
    packed_drop(e->page.body);
    free(e->key);
    *e = (struct entry){0};
}

static void all_end(struct page_cache *c)
{
    for (size_t i = 0; i < LIMIT_SERVE_PAGES; i++)
        entry_end(c, &c->entries[i]);
}

void page_cache_free(struct page_cache *c)
{
    if (!c)
        return;
    all_end(c);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

static uint64_t hash_of(const char *key)
{
    uint64_t hash = XXH3_64bits(key, strlen(key));
    return hash ? hash : 1;
}

static struct entry *entry_of(struct page_cache *c, const char *key)
{
    uint64_t hash = hash_of(key);
    for (size_t i = 0; i < LIMIT_SERVE_PAGES; i++)
        if (c->entries[i].hash == hash && strcmp(c->entries[i].key, key) == 0)
            return &c->entries[i];
    return NULL;
}

bool page_cache_find(struct page_cache *c, const char *key, const struct page_mark *mark, int64_t now,
                     bool late, struct page_kept *out)
{
    pthread_mutex_lock(&c->lock);
    struct entry *e = entry_of(c, key);
    int64_t age = e ? now - e->made : 0;
    bool good = e && e->mark.run == mark->run && e->mark.end == mark->end && age >= 0 &&
                age < LIMIT_SERVE_MODEL_SECONDS;
    good = good || (e && late && age >= 0 && age < 2 * LIMIT_SERVE_MODEL_SECONDS);
    if (good) {
        e->used = ++c->clock;
        c->hits++;
        *out = e->page;
        packed_hold(out->body);
    }
    pthread_mutex_unlock(&c->lock);
    return good;
}

/* Returns the entry whose last use is the longest ago. */
static struct entry *oldest(struct page_cache *c)
{
    struct entry *old = NULL;
    for (size_t i = 0; i < LIMIT_SERVE_PAGES; i++)
        if (!old || (c->entries[i].hash && (!old->hash || c->entries[i].used < old->used)))
            old = &c->entries[i];
    return old;
}

static struct entry *place_for(struct page_cache *c, const char *key, size_t bytes)
{
    struct entry *e = entry_of(c, key);
    if (e)
        entry_end(c, e);
    while (c->bytes + bytes > LIMIT_SERVE_PAGES_BYTES)
        entry_end(c, oldest(c));
    for (size_t i = 0; i < LIMIT_SERVE_PAGES; i++)
        if (!c->entries[i].hash)
            return &c->entries[i];
    e = oldest(c);
    entry_end(c, e);
    return e;
}

void page_cache_put(struct page_cache *c, const char *key, const struct page_mark *mark, int64_t now,
                    uint64_t generation, const struct page_kept *page)
{
    size_t bytes = packed_bytes(page->body);
    if (bytes > LIMIT_SERVE_PAGES_BYTES / 8)
        return;
    pthread_mutex_lock(&c->lock);
    char *copy = generation == c->generation ? strdup(key) : NULL;
    if (copy) {
        struct entry *e = place_for(c, key, bytes);
        *e = (struct entry){hash_of(key), copy, *mark, now, ++c->clock, *page};
        packed_hold(e->page.body);
        c->bytes += bytes;
    }
    pthread_mutex_unlock(&c->lock);
}

uint64_t page_cache_generation(struct page_cache *c)
{
    pthread_mutex_lock(&c->lock);
    uint64_t generation = c->generation;
    pthread_mutex_unlock(&c->lock);
    return generation;
}

void page_cache_forget(struct page_cache *c)
{
    pthread_mutex_lock(&c->lock);
    c->generation++;
    all_end(c);
    pthread_mutex_unlock(&c->lock);
}

void page_cache_tell(struct page_cache *c, int64_t *hits, int64_t *pages, int64_t *bytes)
{
    pthread_mutex_lock(&c->lock);
    *hits = c->hits;
    *bytes = (int64_t)c->bytes;
    *pages = 0;
    for (size_t i = 0; i < LIMIT_SERVE_PAGES; i++)
        *pages += c->entries[i].hash != 0;
    pthread_mutex_unlock(&c->lock);
}
