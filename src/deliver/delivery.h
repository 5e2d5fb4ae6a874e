/* The log of what was delivered: a row for each letter, that is, a report of one cut-off with one content to one place.
 *
 *   waiting ─ claimed ─ sending ─ sent
 *      ^        │          ├──── refused
 *      └────────┴──────────┴──── unsure
 *
 * Who delivers claims the row first; each change is allowed to the holder of the claim alone, in one statement, so that of
 * two programs at once one delivers. `sending` is committed after all of the letter but its last dot was sent: before it the
 * server has nothing, and a letter whose program was killed is tried anew. A killed program that leaves `sending` may have
 * delivered or not: the next run calls that letter unsure, tells it, and does not send it by itself. A claim ends with its
 * process (on the same machine), or after LIMIT_DELIVERY_LEASE_SECONDS. Addresses are not kept: a digest of them is in the
 * key, and a masked one is for people. */
#ifndef MOTCUA_DELIVERY_H
#define MOTCUA_DELIVERY_H

#include "base/holder.h"
#include "base/limit.h"
#include "store/store.h"

enum delivery_state {
    DELIVERY_WAITING,
    DELIVERY_CLAIMED,
    DELIVERY_SENDING,
    DELIVERY_SENT,
    DELIVERY_REFUSED,
    DELIVERY_UNSURE,
    DELIVERY_STATES
};

enum { DELIVERY_KEY_BYTES = 33 };

struct delivery {
    char key[DELIVERY_KEY_BYTES]; /* 32 hex digits: the same for the same cut-off, content and place */
    const char *report, *content; /* "friday"; a unit's code, or "" for the whole. Borrowed */
    moment cut;
    char place[LIMIT_VALUE_BYTES]; /* for people */
    enum delivery_state state;
    moment changed;
    int64_t tries;
    char owner[HOLDER_BYTES], reply[LIMIT_MESSAGE_BYTES];
};

/* Sets key and place; address: of mail, or a folder's path. */
MUST_CHECK bool delivery_name(struct delivery *d, const char *address, struct error *e);
/* owner: holder_name() of this run. Enters the letter where it is new, and claims it where it is to be delivered: *mine. again: also one that was refused or
 * is unsure. d then tells how it stands. */
MUST_CHECK bool delivery_claim(struct store *s, struct delivery *d, const char *owner, bool again, bool *mine,
                               struct error *e);
/* Before the dot. ERROR_TEMPORARY: the claim was lost to another run. */
MUST_CHECK bool delivery_sending(struct store *s, const struct delivery *d, struct error *e);
/* After it, with d->state and d->reply as they are to be kept. */
MUST_CHECK bool delivery_end(struct store *s, const struct delivery *d, struct error *e);

#endif
