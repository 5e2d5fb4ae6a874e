/* One thread makes all pages. The threads that read requests hand over each request whose page is not kept ready, and
 * go on, so that a slow page holds up no reader of a kept page. The page thread owns the model; others take the model's
 * lock for a moment, to read the config again or to check a right before a file arrives. */
#ifndef MOTCUA_SERVE_PAGE_THREAD_H
#define MOTCUA_SERVE_PAGE_THREAD_H

#include "serve/page_cache.h"
#include "serve/route.h"

struct page_thread;

/* A request on its way. The thread that reads the request makes and frees the errand; while the page thread has the
 * errand, no other thread touches it. */
struct page_errand {
    struct visit visit;
    struct reply reply;
    struct packed *body; /* body of the reply; NULL: no memory */
    char key[LIMIT_SERVE_KEY_BYTES + 2 * LIMIT_NAME_BYTES +
             LIMIT_VALUE_BYTES]; /* key of the page in the cache; "": the page is not kept */
    struct page_mark mark;
    bool packs; /* the browser takes gzip */
    void *context;
    struct page_errand *next;
};

/* The thread calls done with an errand's context when the errand is answered. serving is borrowed. NULL and e: no
 * memory or no thread. */
MUST_CHECK struct page_thread *page_thread_start(struct serving *serving, void (*done)(void *context),
                                                 struct error *e);
void page_thread_add(struct page_thread *t, struct page_errand *errand);
/* True if a page for this mark would have to wait, because the thread makes another page or the figures are not made
 * yet. */
bool page_thread_is_late(struct page_thread *t, const struct page_mark *mark);
/* Asks the thread to make the figures for the store of now, before a reader waits for them. */
void page_thread_refresh(struct page_thread *t);
/* Returns for how many seconds the thread has been making one page; 0: it makes no page. */
int64_t page_thread_seconds(struct page_thread *t);
/* No page and no figure is made between lock and unlock. */
void page_thread_lock(struct page_thread *t);
bool page_thread_try(struct page_thread *t); /* false: the model is in use, and is not locked */
void page_thread_unlock(struct page_thread *t);
/* Ends the thread after the page in hand; waiting errands, and errands that are added from now on, are answered with
 * 503. Safe with NULL. */
void page_thread_stop(struct page_thread *t);
void page_thread_free(
    struct page_thread *t); /* after page_thread_stop(), when no thread adds errands; safe with NULL */

/* Answers an errand by route_answer(), moves the reply's body into errand->body, and keeps the page in the cache where
 * its route allows. The caller must hold the model's lock. */
void page_errand_answer(struct page_errand *errand);

#endif
