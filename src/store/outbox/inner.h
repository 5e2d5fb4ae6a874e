/* What the files of the store with an outbox share. */
#ifndef MOTCUA_STORE_OUTBOX_INNER_H
#define MOTCUA_STORE_OUTBOX_INNER_H

#include "store/driver.h"
#include "store/outbox/registry.h"

struct store_outbox {
    struct outbox *box;
    struct store *inner; /* NULL: not opened yet */
    char *url;           /* may hold a password */
    const char *name;    /* borrowed */
    bool away, told;     /* told: that it is away */
    bool busy;           /* another program was replaying when this one wanted to */
    struct error why;
    int64_t next_try;        /* progress_clock() */
    struct registry polled;  /* by the polls of this program */
    struct registry waiting; /* of the steps in the outbox: as their sources were then */
    struct page *page;       /* being replayed */
    int64_t replayed;        /* pages */
    int fill_told;           /* percent */
    bool noted;              /* in the store: what waited when it was last away */
};

/* --- link.c: the way to the store --- */
/* Errors that a step outlives in the outbox. */
bool outbox_worth_waiting(const struct error *e);
/* A try that began at `since` failed: the store is left alone for a while; told once. */
void outbox_away(struct store_outbox *x, const struct error *e, int64_t since);
/* Opens the store if it is time to; true: it may answer. */
MUST_CHECK bool outbox_reach(struct store_outbox *x);
void outbox_patience(struct store_outbox *x, int seconds);
MUST_CHECK bool outbox_source_there(struct store_outbox *x, struct registry_source *s, struct error *e);
/* Puts a step into the store, with its source and run where it does not have them. May be done twice without
 * harm: the store knows runs by their origin, rows by their key and content. */
MUST_CHECK bool outbox_deliver(struct store_outbox *x, enum outbox_kind kind, struct registry_source *s,
                               const struct run *run, const struct page_place *place, const struct page *page,
                               struct page_outcome *out, struct error *e);

/* --- note.c --- */
/* Leaves in the store (outbox_sample) what waits and what was set aside; nothing where the store is away, and
 * no error: it is told again after the next poll. */
void outbox_note(struct store_outbox *x);

/* --- replay.c --- */
/* Replays for at most so long, or until `stop` (may be NULL). *empty: nothing waits now. false: the outbox is
 * broken; that the store is away is no error. */
MUST_CHECK bool outbox_drain(struct store_outbox *x, int64_t milliseconds, bool (*stop)(void), bool *empty,
                             struct error *e);

#endif
