/* One poll of one source: a state machine between the source's driver, the network and the store. collect.c runs
 * many polls side by side. */
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
        char stream[LIMIT_NAME_BYTES], cursor[LIMIT_VALUE_BYTES]; /* texts of page.place */
        bool away;                                                /* the page is with the writer */
    } writings[LIMIT_WAITING_PAGES];                              /* writings[i] is of pages[i] */
    int filling; /* number of the page that is being filled; -1: no page is free */
    bool broken; /* a page of this poll could not be stored */
    bool keep;   /* later replies add to the page that is being filled */
};

struct poll_clock {
    int64_t wait_until, sent_at, started; /* progress_clock() */
    bool turn;                            /* the host's budget has given a turn to the request in hand */
};

/* The stream that is being read, and the sums of the streams before. */
struct poll_reading {
    char stream[LIMIT_NAME_BYTES];
    struct listing listing;
    struct listing_twice twice;          /* records that the stream's earlier reading brought twice */
    int sweeps;                          /* readings of the stream in this poll */
    moment since;                        /* only changes since then are asked for; MOMENT_NONE: all is read */
    int64_t got_before, expected_before; /* of finished listings of this run; expected -1: not known */
    bool figures;
    bool probe;         /* the request in hand only looks whether the listing goes on */
    bool raw;           /* the reply's header Content-Encoding was not true */
    bool refused;       /* the reply's status is worth a retry; the body is dropped */
    struct error fault; /* of the first listing that failed */
};

/* The full readings of the run, and the dossiers that they did not bring. */
struct poll_sweep {
    struct page *all; /* its `keys` are those of all dossiers of the run's full readings */
    bool whole;       /* every listing of dossiers was read whole, from its start or from further on */
    enum certainty certainty; /* the worst certainty of all listings */
    int64_t missing;          /* dossiers that a full reading no longer found */
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
    struct reply_tag tag; /* of the request in hand and of its reply; request 0: none */
    int64_t spared;       /* figures that the portal did not send again */
    int renewals;
    struct recording *replay;     /* NULL: the portal is asked */
    bool full;                    /* all is read, whatever the cursors say */
    struct stream_state *streams; /* the manifest's streams, as the store had them */
    struct poll_reading reading;
    struct poll_sweep sweep;
    struct run run; /* run.why counts the records that are not whole */
    char message[LIMIT_MESSAGE_BYTES];
    struct misgiving_list issues; /* of the pages */
    struct error error;
    bool failed;
};

struct poll_options {
    moment observed;
    bool full;                /* read every listing whole, from its start */
    bool trusted;             /* absent dossiers are missing, however many */
    struct recording *replay; /* asked instead of the portal; NULL: none. Borrowed until poll_close() */
};
/* Registers the source in the store, opens its driver and begins the run. The pointers are borrowed until
 * poll_close(), which the caller calls in any case. false: p->error tells the fault, and the poll is ended. */
MUST_CHECK bool poll_open(struct poll *p, const struct config_source *source, struct store *s,
                          struct fetch *f, struct writer *w, const struct poll_options *o);
/* Sends the next request if its time has come; now is progress_clock(). */
void poll_step(struct poll *p, int64_t now);
/* Takes a reply of this poll that has ended. */
void poll_reply(struct poll *p, const struct fetch_reply *reply);
/* Takes back a page of this poll that the writer has written or given up. */
void poll_written(struct poll *p, struct writer_page *page);
/* True if the poll has ended and the writer has none of its pages, so that the poll can be closed. */
bool poll_settled(const struct poll *p);
/* Ends the run, records the run in the store, and frees the poll's memory. The writer must have none of the poll's
 * pages. interrupted: the command was asked to stop. */
void poll_close(struct poll *p, bool interrupted);

#endif
