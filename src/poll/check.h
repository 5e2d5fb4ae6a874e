/* One polite look at a portal: what is right, what a newcomer must set right, and how. Nothing is stored. */
#ifndef MOTCUA_POLL_CHECK_H
#define MOTCUA_POLL_CHECK_H

#include "base/limit.h"
#include "config/config.h"
#include "store/store.h"

enum check_result { CHECK_GOOD, CHECK_WARNING, CHECK_BAD };

struct check_line {
    const char *what; /* config, address, connection, certificate, proxy, login, reply, records,
                         members, units, recording; N_() */
    enum check_result result;
    char found[LIMIT_MESSAGE_BYTES];
    char advice[LIMIT_MESSAGE_BYTES]; /* "" where nothing is to be done */
};

struct check_report {
    struct check_line lines[LIMIT_CHECK_LINES];
    size_t count;
};

struct check_options {
    moment observed;
    const char *record; /* folder, or NULL */
    bool full;          /* all pages of all listings, not the first one alone */
};

/* s tells which units are known. true: nothing is bad. false: *e is what stands in the way; out has the lines
 * in both cases. */
MUST_CHECK bool check_source(const struct config_source *source, struct store *s,
                             const struct check_options *o, struct check_report *out, struct error *e);

#endif
