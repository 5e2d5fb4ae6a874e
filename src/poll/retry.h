/* Whether another try is worth it, and when: per request, and over a whole run. */
#ifndef MOTCUA_POLL_RETRY_H
#define MOTCUA_POLL_RETRY_H

#include "poll/fetch.h"

struct retry {
    int tries;                      /* of the request in hand, after the first; set to 0 with each new one */
    int run_tries;                  /* of the run */
    int64_t waited_ms;              /* of the run */
    char reason[LIMIT_VALUE_BYTES]; /* of the last try again; "": none */
};

/* *wait_ms: when to send the request again, longer after each try, with a random part, and never before the
 * portal's Retry-After. false: enough; e says why, what the portal said, and when to come back. */
MUST_CHECK bool retry_again(struct retry *r, const struct config_source *source,
                            const struct fetch_reply *reply, const char *url, int64_t *wait_ms,
                            struct error *e);

#endif
