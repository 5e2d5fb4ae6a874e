/* A limit on the requests that a host gets in a minute from all sources together: one token bucket per host.
 * Requests get their turns in the order in which they were asked for. */
#ifndef MOTCUA_POLL_BUDGET_H
#define MOTCUA_POLL_BUDGET_H

#include <stdint.h>

#include "base/error.h"

struct budget;

MUST_CHECK struct budget *budget_new(void); /* NULL: no memory */
void budget_free(struct budget *b);         /* safe with NULL */
/* Takes one request to url's host from the budget; the caller sends the request after *wait_ms (0: at once). now is
 * progress_clock(). The bucket holds a minute's requests and fills evenly; the lowest of several rates for a host
 * counts. false and e: url is no address (ERROR_CONFIG), no memory or more than LIMIT_HOSTS hosts (ERROR_INTERNAL). */
MUST_CHECK bool budget_take(struct budget *b, const char *url, int requests_per_minute, int64_t now,
                            int64_t *wait_ms, struct error *e);

#endif
