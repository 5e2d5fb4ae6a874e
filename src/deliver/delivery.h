/* The log of deliveries has a row for each letter: a report of one cut-off with one content for one place.
 *
 *   waiting ─ claimed ─ sending ─ sent
 *      ^        │          ├──── refused
 *      └────────┴──────────┴──── unsure
 *
 * A run claims the row first, and only the holder of the claim may change the row, in one statement, so that of two
 * programs at once only one delivers. `sending` is committed when all of the letter but the final dot was sent. Before
 * that the server has nothing, and a letter whose program was killed is tried again. A killed program that leaves
 * `sending` may have delivered the letter or not: the next run marks the letter unsure, reports it to people, and does
 * not send it again unasked. A claim ends with its process (on the same machine), or after
 * LIMIT_DELIVERY_LEASE_SECONDS. The log keeps no addresses: the key holds a digest of the address, and people see a
 * masked address. */
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
    /* 32 hex digits, the same for the same report, cut-off, content and place */
    char key[DELIVERY_KEY_BYTES];
    /* report: "friday" ...; content: a unit's code, "" for all units. Borrowed */
    const char *report, *content;
    moment cut;
    char place[LIMIT_VALUE_BYTES]; /* masked address or folder, for people */
    enum delivery_state state;
    moment changed;
    int64_t tries;
    char owner[HOLDER_BYTES], reply[LIMIT_MESSAGE_BYTES];
};

/* Sets d->key and d->place from the report, cut-off, content and an address, which is a mail address or a folder's
 * path. */
MUST_CHECK bool delivery_name(struct delivery *d, const char *address, struct error *e);
/* Enters a new letter into the log, claims a letter that is to be delivered (*mine true), and fills d with the letter's
 * state. owner is holder_name() of this run. again true also claims a letter that was refused or is unsure. */
MUST_CHECK bool delivery_claim(struct store *s, struct delivery *d, const char *owner, bool again, bool *mine,
                               struct error *e);
/* Marks the letter `sending`; to be called before the dot is sent. ERROR_TEMPORARY: another run has taken the claim. */
MUST_CHECK bool delivery_sending(struct store *s, const struct delivery *d, struct error *e);
/* Writes d->state and d->reply into the log after the attempt, if this run still holds the claim; else writes nothing
 * and returns true. */
MUST_CHECK bool delivery_end(struct store *s, const struct delivery *d, struct error *e);

#endif
