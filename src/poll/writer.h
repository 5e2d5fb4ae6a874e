/* A thread writes pages into the store, so that the next page is fetched and decoded meanwhile. Few pages wait at a
 * time, because a poll has a fixed number of pages and fills a page again only after the writer gave the page back.
 *
 * Pages are written in the order of writer_put(). Where the store is far (store_is_far()), neighbouring pages of one
 * row are written as one transaction of up to LIMIT_STATEMENT_ROWS rows, so that transactions grow while the store
 * is the slowest part.
 *
 * The thread uses the store while it writes a page; other users of the store call writer_hold() first and
 * writer_release() afterwards. */
#ifndef MOTCUA_POLL_WRITER_H
#define MOTCUA_POLL_WRITER_H

#include "base/limit.h"
#include "store/store.h"

struct writer;

/* One page to be written. The struct and its pointers are borrowed from writer_put() until writer_take() gives it
 * back. */
struct writer_page {
    void *context; /* the caller's */
    const struct page *page;
    struct page_place place;
    /* Pages that share one `broken` are a row: after a page that fails, none of the row is written, so that no
     * cursor runs ahead of the stored rows. Only the thread may use *broken while it has a page of the row. */
    bool *broken;
    /* set when writer_take() gives the page back: */
    bool written;
    struct page_outcome outcome; /* the first of pages that were written as one has the outcome of all */
    struct error error;          /* of the page that failed; later pages of its row have ERROR_NONE */
    struct writer_page *next;    /* for the writer alone */
};

/* Starts the thread, which calls wake(context) when a page can be taken. The store must outlive the writer. NULL and e
 * (ERROR_INTERNAL): no memory, or no thread. */
MUST_CHECK struct writer *writer_open(struct store *s, void (*wake)(void *context), void *context,
                                      struct error *e);
/* Writes the pages that still wait, ends the thread and frees w; pages that nobody took stay the caller's. Safe with
 * NULL. */
void writer_close(struct writer *w);
/* Hands a page to the thread; never waits. */
void writer_put(struct writer *w, struct writer_page *page);
/* Takes back the first page that was written or given up; NULL: there is none. wait: waits for a page if the writer has
 * any. */
struct writer_page *writer_take(struct writer *w, bool wait);
/* Waits until the thread has written the pages in hand; the store is then the caller's until writer_release(). */
void writer_hold(struct writer *w);
void writer_release(struct writer *w);

#endif
