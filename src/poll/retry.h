/* Decides whether and when a request is tried again, by limits of one request and of a whole run. */
#ifndef MOTCUA_POLL_RETRY_H
#define MOTCUA_POLL_RETRY_H

#include "poll/fetch.h"

struct retry {
    int tries;         /* tries again of the request in hand; the poll sets 0 for each new request */
    int run_tries;     /* tries again of the run */
    int64_t waited_ms; /* waiting of the run */
    char reason[LIMIT_VALUE_BYTES]; /* why the last try again was needed; "": none was */
};

/* true: the caller sends the request again after *wait_ms, which grows with each try, has a random part, and is
 * never less than the portal's Retry-After. false: a limit is reached, and e tells the portal's answer, the limit,
 * and when a poll may try again. */
MUST_CHECK bool retry_again(struct retry *r, const struct config_source *source,
                            const struct fetch_reply *reply, const char *url, int64_t *wait_ms,
                            struct error *e);

#endif
