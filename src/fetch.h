/* Fetching over HTTP: one libcurl multi handle for all sources, so that a slow portal never delays another.
 */
#ifndef MOTCUA_FETCH_H
#define MOTCUA_FETCH_H

#include "adapter.h"

struct fetch;
struct fetch_call;

enum fetch_result {
    FETCH_OK,      /* a whole reply came, whatever its status */
    FETCH_RETRY,   /* nothing usable: connection, timeout, cut-off body; worth another try */
    FETCH_STOPPED, /* the reader's body() or begin() said no; error is its */
    FETCH_FAILED   /* not worth another try (TLS, bad address, body too long) */
};

struct fetch_reply {
    void *context; /* as given */
    enum fetch_result result;
    long status;
    long retry_after_ms; /* -1: not said */
    int64_t bytes;
    struct error error;
};

/* Where the bytes go. begin is called once, when the status line and headers are known. */
struct fetch_reader {
    void *context;
    bool (*begin)(void *context, long status, const char *content_type, struct error *e);
    bool (*body)(void *context, const char *bytes, size_t n, struct error *e);
};

MUST_CHECK struct fetch *fetch_open(struct error *e);
void fetch_close(struct fetch *f); /* ends what is under way; safe with NULL */
/* Starts a request; everything is copied. Cookies are kept per `cookies` slot (an opaque pointer, the source)
 * for the life of f. */
MUST_CHECK bool fetch_start(struct fetch *f, const struct config_source *source,
                            const struct adapter_request *request, const struct fetch_reader *reader,
                            struct error *e);
/* Drops the request of this source that is under way, if any; its reader hears nothing more. */
void fetch_cancel(struct fetch *f, const struct config_source *source);
/* Waits at most wait_ms for something to happen; fills *out and returns true when a reply ended. */
bool fetch_next(struct fetch *f, long wait_ms, struct fetch_reply *out);
void fetch_wake(void *fetch); /* ends the waiting of fetch_next, from any thread */

#endif
