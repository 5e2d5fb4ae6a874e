/* Fetching over HTTP: one libcurl multi handle for all sources, so that a slow portal never delays another. */
#ifndef MOTCUA_POLL_FETCH_H
#define MOTCUA_POLL_FETCH_H

#include "adapters/portal_driver.h"
#include "base/limit.h"
#include "base/moment.h"

struct fetch;
struct fetch_call;

enum fetch_result {
    FETCH_OK,        /* a whole reply came, whatever its status */
    FETCH_UNCHANGED, /* the portal has nothing newer than the reply of the request's tag (304; 412 to a POST) */
    FETCH_RETRY,     /* no usable reply (connection, timeout, cut-off body): another try may bring one */
    FETCH_STOPPED,   /* body() or begin() of the reader returned false; `error` is the reader's */
    FETCH_FAILED     /* another try would fail again (TLS, bad address, body too long) */
};

struct fetch_reply {
    void *context; /* of the reader */
    enum fetch_result result;
    long status;
    int64_t retry_after; /* seconds from now, LIMIT_RETRY_AFTER_SECONDS at most; -1: not said */
    int64_t bytes;       /* of the unpacked body */
    bool raw;            /* the header Content-Encoding was not true: the body was read as it came */
    char etag[LIMIT_VALIDATOR_BYTES], modified[LIMIT_VALIDATOR_BYTES]; /* of the reply; "": none */
    struct error error;
    const char
        *step; /* place of FETCH_RETRY, FETCH_FAILED: address, connection, certificate, proxy, reply; N_() */
};

/* The server that answered last, for `motcua check`. */
struct fetch_peer {
    char address[64]; /* IP; "": no connection was made */
    int http;         /* 10, 11, 20 */
    bool tls;         /* the next two are known with TLS alone */
    moment not_after; /* end of the server's certificate; MOMENT_NONE: not known */
    char issuer[LIMIT_VALUE_BYTES];
};

/* Takes the bytes of a reply. begin() is called once, when the status line and the headers are known; false of either
 * function ends the request with FETCH_STOPPED. */
struct fetch_reader {
    void *context;
    bool (*begin)(void *context, long status, const char *content_type, struct error *e);
    bool (*body)(void *context, const char *bytes, size_t n, struct error *e);
};

/* NULL and e: no memory. The caller frees the result with fetch_close(). */
MUST_CHECK struct fetch *fetch_open(struct error *e);
void fetch_close(struct fetch *f); /* ends requests that are under way; safe with NULL */
/* Starts a request; a source has at most one under way. The source is borrowed for the life of f, request and reader
 * are copied. Each source has its own cookies, for the life of f. false and e: no memory. */
MUST_CHECK bool fetch_start(struct fetch *f, const struct config_source *source,
                            const struct portal_request *request, const struct fetch_reader *reader,
                            struct error *e);
/* Takes one request of this source from the budget of url's host (budget_take()); the caller starts the request after
 * *wait_ms. */
MUST_CHECK bool fetch_turn(struct fetch *f, const struct config_source *source, const char *url, int64_t now,
                           int64_t *wait_ms, struct error *e);
/* Drops the request of this source that is under way, if any; its reader hears nothing more. */
void fetch_cancel(struct fetch *f, const struct config_source *source);
/* Makes later requests keep the server's certificate for fetch_peer(). */
void fetch_look(struct fetch *f);
/* Fills out with the server that answered this source's last request. */
void fetch_peer(const struct fetch *f, const struct config_source *source, struct fetch_peer *out);
/* Waits at most wait_ms milliseconds. true: a reply ended, and *out describes the reply; false: none has ended. */
bool fetch_next(struct fetch *f, long wait_ms, struct fetch_reply *out);
void fetch_wake(void *fetch); /* ends the waiting of fetch_next(); callable from any thread */

#endif
