/* Pages on their way into the store, on a thread of their own: the next page is fetched and decoded while one
 * is written. Few pages wait at a time: a poll has only so many, and each comes back before it is filled
 * again.
 *
 * Pages are written in the order of writer_put. Those of one row that have come to wait behind each other go
 * into a store that is far as one: where the store is what all wait for, its transactions grow, up to
 * LIMIT_STATEMENT_ROWS.
 *
 * The thread uses the store while it writes; whoever else does so meanwhile stands between writer_hold and
 * writer_release. */
#ifndef MOTCUA_POLL_WRITER_H
#define MOTCUA_POLL_WRITER_H

#include "base/limit.h"
#include "store/store.h"

struct writer;

/* One page. All is borrowed from writer_put until writer_take gives it back. */
struct writer_page {
    void *context; /* the caller's */
    const struct page *page;
    struct page_place place;
    /* Pages that share one are a row: after the first that fails none is written, so that no cursor runs
     * ahead of what is kept. The thread's alone while one of the pages is with it. */
    bool *broken;
    /* when it comes back */
    bool written;
    struct page_outcome outcome; /* of pages that were written as one, the first has that of all */
    struct error error;          /* of a page that failed; a later one of its row has the code ERROR_NONE */
    struct writer_page *next;    /* the writer's */
};

/* wake: called on the writer's thread when a page can be taken. The store outlives the writer. */
MUST_CHECK struct writer *writer_open(struct store *s, void (*wake)(void *context), void *context,
                                      struct error *e);
/* Writes what it was given, then ends. Pages that were not taken back are not. Safe with NULL. */
void writer_close(struct writer *w);
/* Never waits. */
void writer_put(struct writer *w, struct writer_page *page);
/* One that is done with, in their order; NULL: none is. wait: for one, if the writer has any. */
struct writer_page *writer_take(struct writer *w, bool wait);
/* Waits for the page in hand; the store is then the caller's. */
void writer_hold(struct writer *w);
void writer_release(struct writer *w);

#endif
