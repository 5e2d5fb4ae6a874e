/* The doorkeeper answers the two questions before a kept page is sent: who asks, and what the store holds now. The
 * doorkeeper serves several threads, has its own connection to the store and writes nothing, so that no answer waits
 * for a page that is being made. */
#ifndef MOTCUA_SERVE_DOORKEEPER_H
#define MOTCUA_SERVE_DOORKEEPER_H

#include "serve/account.h"
#include "serve/page_cache.h"

struct doorkeeper;

struct doorkeeper *doorkeeper_new(void); /* NULL: no memory */
void doorkeeper_free(struct doorkeeper *d);
/* Sets the store's address, as the config has it; the store is opened at the next question. */
void doorkeeper_store_set(struct doorkeeper *d, const char *store);

struct doorkeeper_answer {
    bool known; /* the token belongs to a login */
    struct account account;
    char csrf[TOKEN_BYTES]; /* token of the login's forms; "" where nobody is logged in */
    struct page_mark mark;
};
/* token: the login's cookie, or NULL. False: the doorkeeper has no answer, because the store is away or the login's use
 * must be written down; the page thread then makes the page. */
bool doorkeeper_ask(struct doorkeeper *d, const char *token, struct doorkeeper_answer *out);

#endif
