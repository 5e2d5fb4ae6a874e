/* The one thread that makes pages. Those that read requests hand over what is not kept ready, and go on; so a page that takes long
 * holds up nobody who gets another. The model is its own, under a lock that others take for a moment: to read the config anew,
 * to ask for a right before a file comes. */
#ifndef MOTCUA_SERVE_PAGE_THREAD_H
#define MOTCUA_SERVE_PAGE_THREAD_H

#include "serve/page_cache.h"
#include "serve/route.h"

struct page_thread;

/* A request on its way. Made by whoever reads it; while it is with the thread nobody else touches it. */
struct page_errand {
    struct visit visit;
    struct reply reply;
    struct packed *body; /* what is sent; NULL: no memory */
    char key[LIMIT_SERVE_KEY_BYTES + 2 * LIMIT_NAME_BYTES +
             LIMIT_VALUE_BYTES]; /* ""; or under what it is kept */
    struct page_mark mark;
    bool packs; /* the browser takes gzip */
    void *context;
    struct page_errand *next;
};

/* done: called by the thread with each errand's context when it is answered. NULL and e: no thread. */
MUST_CHECK struct page_thread *page_thread_start(struct serving *serving, void (*done)(void *context),
                                                 struct error *e);
void page_thread_add(struct page_thread *t, struct page_errand *errand);
/* Would a page for this mark have to wait: is the thread at another, or are the figures not made yet? */
bool page_thread_is_late(struct page_thread *t, const struct page_mark *mark);
/* Asks it to make the figures for what the store holds now, before somebody waits for them. */
void page_thread_refresh(struct page_thread *t);
/* For how many seconds the thread has been at one page; 0: at none. */
int64_t page_thread_seconds(struct page_thread *t);
/* Nothing is made between the two. */
void page_thread_lock(struct page_thread *t);
bool page_thread_try(struct page_thread *t); /* false: it is being used */
void page_thread_unlock(struct page_thread *t);
/* Ends the thread after the page in hand; what waits, and what is added from now on, is answered with 503. Safe with NULL. */
void page_thread_stop(struct page_thread *t);
void page_thread_free(
    struct page_thread *t); /* after page_thread_stop(), when nobody adds any more; safe with NULL */

/* What route_answer() and all after it does, by whoever may: the reply's body goes into errand->body. */
void page_errand_answer(struct page_errand *errand);

#endif
