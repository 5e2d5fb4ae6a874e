/* How many requests a host gets in a minute, from all sources that poll it together: a token bucket per host,
 * of which those who ask get their turn in the order in which they asked. */
#ifndef MOTCUA_POLL_BUDGET_H
#define MOTCUA_POLL_BUDGET_H

#include <stdint.h>

#include "base/error.h"

struct budget;

MUST_CHECK struct budget *budget_new(void); /* NULL: no memory */
void budget_free(struct budget *b);         /* safe with NULL */
/* Takes one request to url's host; *wait_ms: how long to wait before it is sent, 0: at once. now is
 * progress_clock(). The bucket holds a minute's requests and fills evenly; of several rates for one host the
 * lowest holds. */
MUST_CHECK bool budget_take(struct budget *b, const char *url, int requests_per_minute, int64_t now,
                            int64_t *wait_ms, struct error *e);

#endif
