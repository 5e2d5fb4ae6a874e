/* Pages that were written lately, so that the next reader with the same rights gets them at once. A page is good while no run
 * has begun or ended since (the mark), nothing was entered through pages (page_cache_forget), and it is no older than
 * LIMIT_SERVE_MODEL_SECONDS. One that no longer is so may still be had, for as long again, while the new figures are being made: nobody waits for them. Bounded
 * in pages and bytes: what was not asked for longest goes. For several threads. */
#ifndef MOTCUA_SERVE_PAGE_CACHE_H
#define MOTCUA_SERVE_PAGE_CACHE_H

#include "serve/packed.h"
#include "serve/reply.h"

/* What the store held when the page was asked for. */
struct page_mark {
    int64_t run, end;
};
#define PAGE_MARK_SQL "SELECT (SELECT MAX(id) FROM run), (SELECT MAX(ended_at) FROM run)"

struct page_kept {
    struct reply head; /* without its body */
    struct packed *body;
    const char *pattern; /* of the route, for the log */
};

struct page_cache;

struct page_cache *page_cache_new(void); /* NULL: no memory */
void page_cache_free(struct page_cache *c);
/* key: address and rights. out->body is held by the caller. late: also one that is no longer good. */
bool page_cache_find(struct page_cache *c, const char *key, const struct page_mark *mark, int64_t now,
                     bool late, struct page_kept *out);
/* Keeps the page; holds its body. generation: page_cache_generation() before it was made. */
void page_cache_put(struct page_cache *c, const char *key, const struct page_mark *mark, int64_t now,
                    uint64_t generation, const struct page_kept *page);
uint64_t page_cache_generation(struct page_cache *c);
void page_cache_forget(struct page_cache *c); /* all, and what is being made now too */
/* For measures. */
void page_cache_tell(struct page_cache *c, int64_t *hits, int64_t *pages, int64_t *bytes);

#endif
