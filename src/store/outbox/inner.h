/* Shared by the files of the store with an outbox alone. */
#ifndef MOTCUA_STORE_OUTBOX_INNER_H
#define MOTCUA_STORE_OUTBOX_INNER_H

#include "store/driver.h"
#include "store/outbox/registry.h"

struct store_outbox {
    struct outbox *box;
    struct store *inner;     /* the PostgreSQL store; NULL: not opened yet */
    char *url;               /* may hold a password */
    const char *name;        /* borrowed */
    bool away, told;         /* told: stderr has told that the store is away */
    bool busy;               /* another program was replaying when this one tried to */
    struct error why;        /* the error of the last try while the store is away */
    int64_t next_try;        /* moment of the next try, by progress_clock() */
    struct registry polled;  /* sources and runs of this program's polls */
    struct registry waiting; /* sources and runs of the outbox's steps, as they were then */
    struct page *page;       /* the page that is being replayed */
    int64_t replayed;        /* pages replayed so far */
    int fill_told;           /* percent of the last warning of a filling outbox */
    bool noted;              /* the store knows how much waited when it was last away */
};

/* --- link.c: the way to the store --- */
/* True for errors after which a step is kept in the outbox: the store is away, or asks to try later. */
bool outbox_worth_waiting(const struct error *e);
/* Notes that a try that began at `since` failed: the store is left alone for a while, and stderr tells so once. */
void outbox_away(struct store_outbox *x, const struct error *e, int64_t since);
/* Opens the store if the time of the next try has come. true: the store may answer. */
MUST_CHECK bool outbox_reach(struct store_outbox *x);
/* Sets how many seconds one statement of a write to the store may take. */
void outbox_patience(struct store_outbox *x, int seconds);
/* Registers the source in the store, where s->id is 0. */
MUST_CHECK bool outbox_source_there(struct store_outbox *x, struct registry_source *s, struct error *e);
/* Puts a step into the store, and first the step's source and run where the store lacks them. A step may be put
 * twice without harm, because the store knows runs by their origin and rows by key and content. */
MUST_CHECK bool outbox_deliver(struct store_outbox *x, enum outbox_kind kind, struct registry_source *s,
                               const struct run *run, const struct page_place *place, const struct page *page,
                               struct page_outcome *out, struct error *e);

/* --- note.c --- */
/* Keeps in the store (outbox_sample) how many pages wait and are set aside. A store that is away, or fails, is told
 * after the next poll. */
void outbox_note(struct store_outbox *x);

/* --- replay.c --- */
/* Replays steps for at most so many milliseconds, or until `stop` (may be NULL) returns true. *empty: no step waits
 * now. false and e: the outbox failed; a store that is away is no error. */
MUST_CHECK bool outbox_drain(struct store_outbox *x, int64_t milliseconds, bool (*stop)(void), bool *empty,
                             struct error *e);

#endif
