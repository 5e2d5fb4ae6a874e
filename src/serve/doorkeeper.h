/* Who asks, and what the store holds now: the two questions before a page that is kept ready is given away. It has a connection to
 * the store of its own, for several threads, and writes nothing; so it never waits for a page that is being made. */
#ifndef MOTCUA_SERVE_DOORKEEPER_H
#define MOTCUA_SERVE_DOORKEEPER_H

#include "serve/account.h"
#include "serve/page_cache.h"

struct doorkeeper;

struct doorkeeper *doorkeeper_new(void); /* NULL: no memory */
void doorkeeper_free(struct doorkeeper *d);
/* Another store from now on, as its config says. */
void doorkeeper_store_set(struct doorkeeper *d, const char *store);

struct doorkeeper_answer {
    bool known; /* somebody is logged in */
    struct account account;
    char csrf[TOKEN_BYTES]; /* "" where nobody is */
    struct page_mark mark;
};
/* false: it cannot tell (the store is away; a login whose last use is to be noted): the page is to be made in the usual way. */
bool doorkeeper_ask(struct doorkeeper *d, const char *token, struct doorkeeper_answer *out);

#endif
