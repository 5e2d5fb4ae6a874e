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
    int64_t now_ms; /* in: the caller's clock in milliseconds, by which sessions are renewed; 0: no clock */
    const char *method;          /* GET or POST; borrowed until the next call of next() */
    const char *url;             /* whole address; borrowed like method */
    const char *body;            /* NULL for GET */
    const char *headers[32];     /* "Name: value", NULL-terminated list */
    const char *user, *password; /* Basic, or NULL */
    /* validators: the portal may answer 304 if they still hold; "" or NULL: the whole reply is wanted */
    const char *etag, *modified;
    const char *stream; /* the manifest's stream that the request belongs to; NULL for a login */
    /* the first page of figures: if the page holds the whole listing and is as it was, unchanged() may be called for
     * the page */
    bool whole;
    bool afresh; /* unchanged() must not be called: this page is needed in any case */
    bool probe;  /* all that is known of the listing has come: a refusal is the listing's end, and no fault */
    const char *period_kind; /* month, quarter or year of the figures asked for; NULL: none */
    moment period_from;
    int pause_ms; /* manners: milliseconds to wait after the previous request of this source */
};

enum portal_next { PORTAL_REQUEST, PORTAL_DONE, PORTAL_FAILED };

struct portal_reply {
    bool rows; /* false: a login, or again or more is true: there is nothing to store */
    /* goes into the store with the page; "" when the stream's listing is over; borrowed until the next call of
     * next() */
    const char *cursor;
    bool stream_done; /* the listing ended with this page */
    bool more;  /* the page is not over: further replies add to it, and the caller must not empty it before */
    bool again; /* nothing was taken (the session had run out): the caller asks next() again */
    /* with again: pages that were spared in this poll are needed after all, and are asked for again */
    bool afresh;
    const char *period_kind; /* month, quarter or year of the page's figures; NULL: none */
    moment period_from;
};

struct portal_job;

struct portal_driver {
    /* observed: the moment whose figures are asked for. Manifest and source are borrowed until close(). NULL and e:
     * ERROR_CONFIG (the source lacks what the manifest needs, or the manifest asks a portal nothing), or no memory. */
    struct portal_job *(*open)(const struct manifest *m, const struct config_source *source, moment observed,
                               struct error *e);
    /* Continues a stream from a cursor: before the first next(), or later with "" to read the stream again from its
     * start. A stream that teaches units begins at its start whatever the cursor says. false and e: no such stream. */
    bool (*resume)(struct portal_job *job, const char *stream, const char *cursor, struct error *e);
    /* Asks a stream that can be asked so (manifest_stream_changes) from its start for dossiers changed at `since`
     * or later; the portal may give more. Holds until the stream is resumed. false and e: the stream cannot be
     * asked so. */
    bool (*changes)(struct portal_job *job, const char *stream, moment since, struct error *e);
    /* Fills the next request. PORTAL_DONE: all streams are over. PORTAL_FAILED and e: a request cannot be made, or
     * the listing has more than LIMIT_SWEEP_PAGES pages. */
    enum portal_next (*next)(struct portal_job *job, struct portal_request *out, struct error *e);
    /* Begins a reply, whose rows go into the page. The page is borrowed until an end() that gives more as false. */
    bool (*begin)(struct portal_job *job, long status, const char *content_type, struct page *page,
                  struct error *e);
    bool (*body)(struct portal_job *job, const char *bytes, size_t n, struct error *e);
    /* The reply is over. false and e: the portal refused, or the reply is no data of the format. */
    bool (*end)(struct portal_job *job, struct portal_reply *out, struct error *e);
    /* Call this in place of begin, body and end: the whole listing is as it was. */
    void (*unchanged)(struct portal_job *job);
    /* Ends the listing that is being read, whatever is missing of it; next() goes on with another stream. */
    void (*leave)(struct portal_job *job);
    void (*close)(struct portal_job *job); /* safe with NULL */
    /* For check: the allow-list of the reply that ended last, before any end that of the reply to come. NULL: the
     * format has no allow-list of a whole reply, so that its replies cannot be blanked and recorded. */
    const struct plan *(*plan)(const struct portal_job *job);
};

extern const struct portal_driver portal_http;

/* Finds the driver that a manifest names in "driver"; `where` stands for the manifest in messages. NULL and e
 * (ERROR_CONFIG): there is no such driver. */
const struct portal_driver *portal_driver_find(const char *name, const char *where, struct error *e);

#endif
