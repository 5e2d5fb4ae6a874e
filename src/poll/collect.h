/* Polling: asks each source's driver what to request, fetches side by side, hands pages to the store. */
#ifndef MOTCUA_POLL_COLLECT_H
#define MOTCUA_POLL_COLLECT_H

#include "base/stop.h"
#include "config/config.h"
#include "poll/recording.h"
#include "store/store.h"

struct collect_options {
    const char *const *names; /* sources to poll; NULL or count 0: all */
    size_t name_count;
    bool full;       /* forget the cursors: from the start, all of it */
    bool trusted;    /* what all of it does not bring is missing, however much it is */
    moment observed; /* MOMENT_NONE: now */
    bool progress;   /* a live line per source on stderr */
    struct recording
        *replay; /* the replies of the one source that is named; NULL: ask the portal. Borrowed */
};

/* Polls. Every source gets its run recorded, whatever happens to the others. Returns false and e unless all
 * ended complete: the gravest source's error, in the order internal, io, config, usage, data, unavailable,
 * temporary (a partial or interrupted poll too). Prints one summary line per source on stderr, with its error
 * and hint. */
MUST_CHECK bool collect(const struct config *c, struct store *s, const struct collect_options *o,
                        struct error *e);

#endif
