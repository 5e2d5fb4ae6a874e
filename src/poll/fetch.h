/* Fetching over HTTP: one libcurl multi handle for all sources, so that a slow portal never delays another.
 */
#ifndef MOTCUA_POLL_FETCH_H
#define MOTCUA_POLL_FETCH_H

#include "adapters/portal_driver.h"
#include "base/limit.h"
#include "base/moment.h"

struct fetch;
struct fetch_call;

enum fetch_result {
    FETCH_OK,        /* a whole reply came, whatever its status */
    FETCH_UNCHANGED, /* the portal has nothing newer than what was asked about (304; 412 to a POST) */
    FETCH_RETRY,     /* no usable reply (connection, timeout, cut-off body): another try may bring one */
    FETCH_STOPPED,   /* body() or begin() of the reader returned false; error is that of the reader */
    FETCH_FAILED     /* another try would fail again (TLS, bad address, body too long) */
};

struct fetch_reply {
    void *context; /* as given */
    enum fetch_result result;
    long status;
    int64_t retry_after; /* seconds from now on, LIMIT_RETRY_AFTER_SECONDS at most; -1: not said */
    int64_t bytes;       /* of the body, unpacked */
    bool raw;            /* the body was not what its header Content-Encoding says: it was taken as it came */
    char etag[LIMIT_VALIDATOR_BYTES], modified[LIMIT_VALIDATOR_BYTES]; /* as the portal said; "": not */
    struct error error;
    const char
        *step; /* of FETCH_RETRY and FETCH_FAILED: address, connection, certificate, proxy, reply; N_() */
};

/* The server that answered last, as `motcua check` tells of it. */
struct fetch_peer {
    char address[64]; /* IP; "": there was no connection */
    int http;         /* 10, 11, 20 */
    bool tls;         /* and if so: */
    moment not_after; /* end of its certificate; MOMENT_NONE: not known */
    char issuer[LIMIT_VALUE_BYTES];
};

/* Where the bytes of a reply go. begin() is called once, when the status line and headers are known. */
struct fetch_reader {
    void *context;
    bool (*begin)(void *context, long status, const char *content_type, struct error *e);
    bool (*body)(void *context, const char *bytes, size_t n, struct error *e);
};

MUST_CHECK struct fetch *fetch_open(struct error *e);
void fetch_close(struct fetch *f); /* ends what is under way; safe with NULL */
/* Starts a request; everything but the source is copied. Each source has its own cookies, for the life of f. */
MUST_CHECK bool fetch_start(struct fetch *f, const struct config_source *source,
                            const struct portal_request *request, const struct fetch_reader *reader,
                            struct error *e);
/* Asks for room in the host's budget of requests for one more of this source; *wait_ms: when to start it. */
MUST_CHECK bool fetch_turn(struct fetch *f, const struct config_source *source, const char *url, int64_t now,
                           int64_t *wait_ms, struct error *e);
/* Drops the request of this source that is under way, if any; its reader hears nothing more. */
void fetch_cancel(struct fetch *f, const struct config_source *source);
/* From now on certificates are kept for fetch_peer(). */
void fetch_look(struct fetch *f);
/* Who answered this source's last request. */
void fetch_peer(const struct fetch *f, const struct config_source *source, struct fetch_peer *out);
/* Waits at most wait_ms for something to happen; fills *out and returns true when a reply ended. */
bool fetch_next(struct fetch *f, long wait_ms, struct fetch_reply *out);
void fetch_wake(void *fetch); /* ends the waiting of fetch_next, from any thread */

#endif
