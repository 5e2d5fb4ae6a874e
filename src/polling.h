/* One poll of one source: a state machine between its driver, the network and the store. collect.c runs many
 * side by side. */
#ifndef MOTCUA_POLLING_H
#define MOTCUA_POLLING_H

#include "fetch.h"
#include "recording.h"
#include "seen.h"
#include "writer.h"

enum poll_state {
    POLL_READY,  /* may send its next request at `wait_until`, once a page is free for the reply */
    POLL_FLYING, /* a request is under way */
    POLL_ENDED
};

struct poll {
    const struct config_source *source;
    struct store *store;
    struct fetch *fetch;
    struct manifest *manifest;
    const struct adapter *adapter;
    struct adapter_job *job;
    struct adapter_request request;
    struct writer *writer;
    struct page
        *pages[LIMIT_WAITING_PAGES]; /* one is filled by the reply under way while others go into the store */
    struct poll_writing {
        struct writer_page page;
        char stream[LIMIT_NAME_BYTES], cursor[LIMIT_VALUE_BYTES]; /* of its place */
        bool away;                                                /* the page is with the writer */
    } writings[LIMIT_WAITING_PAGES];                              /* by page */
    int filling;                                                  /* -1: no page is free */
    bool broken;                                                  /* a page of this poll was not kept */
    enum poll_state state;
    int64_t wait_until, sent_at, started; /* progress_clock() */
    int retries, renewals, sweeps;
    struct recording *replay; /* asked instead of the portal; NULL: none. Borrowed */
    bool full, refused;       /* refused: the reply's status is worth a retry, its body is dropped */
    struct seen seen;         /* of the listing being read */
    int64_t skipped;          /* records before the cursor that a resumed listing began at */
    int64_t rejected, total;  /* of the listing being read; total -1: not known */
    int64_t got_before, expected_before; /* of listings of this run that are done */
    char stream[LIMIT_NAME_BYTES];
    struct run run;
    char message[LIMIT_MESSAGE_BYTES];
    struct error error;
    bool failed, partial, figures;
};

/* Opens the driver and begins the run. false: p->error, and the poll is ended. The store must know nothing of
 * the source before. */
MUST_CHECK bool poll_open(struct poll *p, const struct config_source *source, struct store *s,
                          struct fetch *f, struct writer *w, moment observed, bool full);
/* Sends the next request if it is time; now is progress_clock(). */
void poll_step(struct poll *p, int64_t now);
/* Takes the reply that ended. */
void poll_reply(struct poll *p, const struct fetch_reply *reply);
/* Takes back a page that the writer is done with. */
void poll_written(struct poll *p, struct writer_page *page);
/* All that was asked for is here and in the store, or has failed: it can be closed. */
bool poll_settled(const struct poll *p);
/* Ends the run and records it; interrupted: asked to stop. None of its pages is with the writer.
    interrupted: asked to stop. */
void poll_close(struct poll *p, bool interrupted);

#endif
