/* Polling: each source's driver names the requests, the replies are fetched side by side, their pages go to the
 * store. */
#ifndef MOTCUA_POLL_COLLECT_H
#define MOTCUA_POLL_COLLECT_H

#include "base/stop.h"
#include "config/config.h"
#include "poll/recording.h"
#include "store/store.h"

struct collect_options {
    const char *const *names; /* sources to poll; count 0: all that are not folders */
    size_t name_count;
    bool full;       /* read every listing whole, from its start */
    bool trusted;    /* believe that absent dossiers are gone, however many */
    moment observed; /* MOMENT_NONE: now */
    bool progress;   /* a live line per source on stderr */
    struct recording
        *replay; /* recorded replies of the one source that is named; NULL: ask the portal. Borrowed */
};

/* Polls the sources. Every source's run is recorded, whatever happens to the others. Prints one summary line per
 * source on stderr, with its error and hint. true: all runs ended complete. false: e is the error of the gravest
 * source, in the order internal, io, config, usage, data, unavailable, temporary (a partial or interrupted poll has
 * one, too). */
MUST_CHECK bool collect(const struct config *c, struct store *s, const struct collect_options *o,
                        struct error *e);

#endif
