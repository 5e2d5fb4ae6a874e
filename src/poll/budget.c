#include "poll/budget.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "poll/address.h"

enum { MINUTE_MS = 60000 };

struct host_budget {
    char host[LIMIT_ADDRESS_BYTES];
    int rate;      /* requests a minute */
    int64_t level; /* requests times MINUTE_MS: a millisecond adds `rate`; below zero: promised */
    int64_t at;    /* the moment of `level`, by progress_clock() */
};

struct budget {
    struct host_budget *hosts;
    size_t count;
};

struct budget *budget_new(void)
{
    return calloc(1, sizeof(struct budget));
}

void budget_free(struct budget *b)
{
    if (!b)
        return;
    free(b->hosts);
    free(b);
}

static struct host_budget *host_find(struct budget *b, const char *host, int rate, int64_t now,
                                     struct error *e)
{
    for (size_t i = 0; i < b->count; i++)
        if (strcmp(b->hosts[i].host, host) == 0)
            return &b->hosts[i];
    struct host_budget *more =
        b->count < LIMIT_HOSTS ? realloc(b->hosts, (b->count + 1) * sizeof *more) : NULL;
    if (!more) {
        error_memory(e, host);
        return NULL;
    }
    b->hosts = more;
    more += b->count++;
    *more = (struct host_budget){.rate = rate, .level = (int64_t)rate * MINUTE_MS, .at = now};
    memcpy(more->host, host, strlen(host) + 1);
    return more;
}

bool budget_take(struct budget *b, const char *url, int requests_per_minute, int64_t now, int64_t *wait_ms,
                 struct error *e)
{
    char host[LIMIT_ADDRESS_BYTES];
    if (!address_of(url, host))
        return error_set(e, ERROR_CONFIG, "base_url", _("Correct base_url."), _("not an address"));
    struct host_budget *h = host_find(b, host, requests_per_minute, now, e);
    if (!h)
        return false;
    if (requests_per_minute < h->rate)
        h->rate = requests_per_minute;
    int64_t full = (int64_t)h->rate * MINUTE_MS;
    h->level += now > h->at ? (now - h->at) * h->rate : 0;
    h->level = h->level > full ? full : h->level;
    h->at = now;
    h->level -= MINUTE_MS;
    *wait_ms = h->level >= 0 ? 0 : (-h->level + h->rate - 1) / h->rate;
    return true;
}
