/* The cache keeps pages that were written lately, so that the next reader with the same rights gets a page at once. A
 * page is good while no run has begun or ended since (the mark), nothing was entered through pages (page_cache_forget),
 * and the page is no older than LIMIT_SERVE_MODEL_SECONDS. A page that is no longer good may be sent for as long again
 * while new figures are being made, so that no reader waits for them. The cache is bounded in pages and bytes; the page
 * that was not asked for longest is dropped. Several threads may use the cache. */
#ifndef MOTCUA_SERVE_PAGE_CACHE_H
#define MOTCUA_SERVE_PAGE_CACHE_H

#include "serve/packed.h"
#include "serve/reply.h"

/* What the store held when the page was asked for: the newest run and its end, 0 where there is none. */
struct page_mark {
    int64_t run, end;
};
#define PAGE_MARK_SQL "SELECT (SELECT MAX(id) FROM run), (SELECT MAX(ended_at) FROM run)"

struct page_kept {
    struct reply head; /* the reply without its body */
    struct packed *body;
    const char *pattern; /* pattern of the route, for the log */
};

struct page_cache;

struct page_cache *page_cache_new(void); /* NULL: no memory */
void page_cache_free(struct page_cache *c);
/* True if the cache has a good page; key is made of address and rights, now is in seconds. The caller then holds
 * out->body and drops it with packed_drop(). late true also takes a page that is no longer good. */
bool page_cache_find(struct page_cache *c, const char *key, const struct page_mark *mark, int64_t now,
                     bool late, struct page_kept *out);
/* Keeps the page and holds its body. generation is page_cache_generation() from before the page was made; a page of an
 * older generation, or larger than an eighth of the cache, is not kept. */
void page_cache_put(struct page_cache *c, const char *key, const struct page_mark *mark, int64_t now,
                    uint64_t generation, const struct page_kept *page);
uint64_t page_cache_generation(struct page_cache *c);
void page_cache_forget(struct page_cache *c); /* drops all pages, also those that are being made now */
/* Tells the hits since the start, and the pages and bytes that are kept now, for /metrics. */
void page_cache_tell(struct page_cache *c, int64_t *hits, int64_t *pages, int64_t *bytes);

#endif
