/* One poll of one source: a state machine between its driver, the network and the store. collect.c runs many
 * side by side. */
#ifndef MOTCUA_POLL_POLL_H
#define MOTCUA_POLL_POLL_H

#include "poll/fetch.h"
#include "poll/listing.h"
#include "poll/recording.h"
#include "poll/request_hash.h"
#include "poll/retry.h"
#include "poll/writer.h"
#include "rows/cursor.h"
#include "store/store.h"

enum poll_state {
    POLL_READY,  /* may send its next request at `wait_until`, once a page is free for the reply */
    POLL_FLYING, /* a request is under way */
    POLL_ENDED
};

struct stream_state {
    struct cursor cursor;
    struct reply_tag tag;
};

/* One page is filled by the reply under way while others go into the store. */
struct poll_buffers {
    struct page *pages[LIMIT_WAITING_PAGES];
    struct poll_writing {
        struct writer_page page;
        char stream[LIMIT_NAME_BYTES], cursor[LIMIT_VALUE_BYTES]; /* of its place */
        bool away;                                                /* the page is with the writer */
    } writings[LIMIT_WAITING_PAGES];                              /* by page */
    int filling;                                                  /* -1: no page is free */
    bool broken;                                                  /* a page of this poll was not kept */
    bool keep; /* replies to come add to the page that is being filled */
};

struct poll_clock {
    int64_t wait_until, sent_at, started; /* progress_clock() */
    bool turn;                            /* its host's budget has room for the request in hand */
};

/* The stream that is being read, and what those before it brought. */
struct poll_reading {
    char stream[LIMIT_NAME_BYTES];
    struct listing listing;
    struct listing_twice twice;          /* what the reading of it before this one brought twice */
    int sweeps;                          /* readings of it in this poll */
    moment since;                        /* changes are asked for from then on; MOMENT_NONE: all is read */
    int64_t got_before, expected_before; /* of listings of this run that are done; expected -1: not known */
    bool figures;
    bool probe;         /* the reply in hand was asked for only to see whether there is more */
    bool raw;           /* its header Content-Encoding was not true */
    bool refused;       /* its status is worth a retry; its body is dropped */
    struct error fault; /* of the first listing that failed */
};

/* What a reading of all tells of dossiers that are missing. */
struct poll_sweep {
    struct page *all; /* its keys: of all dossiers that the run's readings of all brought */
    bool whole;       /* every listing of dossiers was read whole, from its start or from further on */
    enum certainty certainty; /* of all of them: the worst */
    int64_t missing;          /* dossiers that a reading of all no longer found */
};

struct poll {
    const struct config_source *source;
    struct store *store;
    struct fetch *fetch;
    struct manifest *manifest;
    const struct portal_driver *adapter;
    struct portal_job *job;
    struct portal_request request;
    struct writer *writer;
    struct poll_buffers buffers;
    enum poll_state state;
    struct poll_clock clock;
    struct retry retry;
    struct reply_tag tag; /* of the request in hand, and what its reply says; request 0: none */
    int64_t spared;       /* figures that the portal did not send again */
    int renewals;
    struct recording *replay;     /* or NULL */
    bool full;                    /* all is read, whatever was read before */
    struct stream_state *streams; /* of the manifest, as the store had them */
    struct poll_reading reading;
    struct poll_sweep sweep;
    struct run run; /* run.why: what is not whole */
    char message[LIMIT_MESSAGE_BYTES];
    struct misgiving_list issues; /* of its pages */
    struct error error;
    bool failed;
};

/* Opens the driver and begins the run. false: p->error, and the poll is ended. The store must know nothing of
 * the source before. */
struct poll_options {
    moment observed;
    bool full;                /* from the start, all of it */
    bool trusted;             /* take as missing what all of it does not bring, however many */
    struct recording *replay; /* asked instead of the portal; NULL: none. Borrowed */
};
MUST_CHECK bool poll_open(struct poll *p, const struct config_source *source, struct store *s,
                          struct fetch *f, struct writer *w, const struct poll_options *o);
/* Sends the next request if it is time; now is progress_clock(). */
void poll_step(struct poll *p, int64_t now);
/* Takes the reply that ended. */
void poll_reply(struct poll *p, const struct fetch_reply *reply);
/* Takes back a page that the writer is done with. */
void poll_written(struct poll *p, struct writer_page *page);
/* All that was asked for is here and in the store, or has failed: it can be closed. */
bool poll_settled(const struct poll *p);
/* Ends the run and records it; interrupted: asked to stop. None of its pages is with the writer. */
void poll_close(struct poll *p, bool interrupted);

#endif
