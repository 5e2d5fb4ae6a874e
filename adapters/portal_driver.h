/* The contract of a portal driver. A driver knows a format and nothing else: it says which request comes next
 * and turns the reply's bytes into plain rows (page.h). It does not open sockets, keep time, or know a store.
 *
 * The order of calls, for one poll of one source:
 *   open                                   once
 *   while next() == PORTAL_REQUEST:       the caller sends the request
 *       begin, body..., end                its reply, streamed; end gives the page
 *       (or again: the caller sends the same request once more, e.g. after renew)
 *       (or leave: this listing failed, or brings nothing new: on to the next one)
 *   close                                  always
 * A driver that needs a session returns the login as its first request; end() then gives reply.rows false and the page
 * is empty. */
#ifndef MOTCUA_ADAPTERS_PORTAL_DRIVER_H
#define MOTCUA_ADAPTERS_PORTAL_DRIVER_H

#include "base/buffer.h"
#include "base/error.h"
#include "config/config.h"
#include "rows/page.h"

struct manifest;
struct plan;

struct portal_request {
    int64_t
        now_ms; /* in, when next() is called: the caller's clock, by which sessions are renewed; 0: none */
    const char *method;          /* GET or POST; borrowed until the next call of next() */
    const char *url;             /* whole address */
    const char *body;            /* NULL for GET */
    const char *headers[32];     /* "Name: value", NULL-terminated list */
    const char *user, *password; /* Basic, or NULL */
    const char *etag, *modified; /* answer only if it is another one by now; "" or NULL: whatever it is */
    const char *stream;          /* the manifest's stream this belongs to */
    bool whole;  /* the first page of figures: if all of the listing is in it and it is what it was, it need
                    not be read again */
    bool afresh; /* this time it must be */
    bool probe;  /* by what is known all of the listing has come: a refusal is its end, and no fault */
    const char *period_kind; /* of such figures, or NULL */
    moment period_from;
    int pause_ms; /* manners: wait at least so long after the previous request of this source */
};

enum portal_next { PORTAL_REQUEST, PORTAL_DONE, PORTAL_FAILED };

struct portal_reply {
    bool rows;          /* false: the reply was a login, which has nothing to store */
    const char *cursor; /* goes into the store with the page; "" when the stream's sweep is over; borrowed
                           until next() */
    bool stream_done;   /* the listing ended with this page */
    bool more;   /* the page is not over: replies to come add to it, it is not to be emptied before them */
    bool again;  /* nothing taken (the session had run out): ask next() again */
    bool afresh; /* with again: what was spared in this poll is needed after all, and comes again */
    const char *period_kind; /* of figures, or NULL */
    moment period_from;
};

struct portal_job;

struct portal_driver {
    /* observed: the moment whose figures are asked for. Manifest and source are borrowed until close(). NULL and e:
     * ERROR_CONFIG (the source lacks what the manifest needs) or no memory. */
    struct portal_job *(*open)(const struct manifest *m, const struct config_source *source, moment observed,
                               struct error *e);
    /* Resume a stream from a cursor: before the first next(), or later with "" to read it again from its
     * start. */
    bool (*resume)(struct portal_job *job, const char *stream, const char *cursor, struct error *e);
    /* Of a stream that can be asked so (manifest_stream_changes): from its start, what was changed at `since`
     * or later, and perhaps more. Until the stream is resumed. */
    bool (*changes)(struct portal_job *job, const char *stream, moment since, struct error *e);
    enum portal_next (*next)(struct portal_job *job, struct portal_request *out, struct error *e);
    bool (*begin)(struct portal_job *job, long status, const char *content_type, struct page *page,
                  struct error *e);
    bool (*body)(struct portal_job *job, const char *bytes, size_t n, struct error *e);
    bool (*end)(struct portal_job *job, struct portal_reply *out, struct error *e);
    /* In place of begin, body and end: the listing is what it was, all of it. */
    void (*unchanged)(struct portal_job *job);
    /* The listing that is being read is over, whatever was to come of it; next() goes on with another one. */
    void (*leave)(struct portal_job *job);
    void (*close)(struct portal_job *job); /* safe with NULL */
    /* The allow-list of the reply that has just ended, before the first reply that of the next one, for check; NULL: of
     * such replies it is decided value by value what may be kept. */
    const struct plan *(*plan)(const struct portal_job *job);
};

extern const struct portal_driver portal_http;

/* By the name that the manifest `where` writes in "driver". NULL and e (ERROR_CONFIG): there is no such driver. */
const struct portal_driver *portal_driver_find(const char *name, const char *where, struct error *e);

#endif
