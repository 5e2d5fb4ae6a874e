/* A check of a portal with few requests: it tells the operator which settings are right, which are wrong, and the
 * remedy. The store is not changed. */
#ifndef MOTCUA_POLL_CHECK_H
#define MOTCUA_POLL_CHECK_H

#include "base/limit.h"
#include "config/config.h"
#include "store/store.h"

enum check_result { CHECK_GOOD, CHECK_WARNING, CHECK_BAD };

struct check_line {
    const char *what; /* the subject: config, address, connection, certificate, proxy, login, reply, records,
                         members, units, recording; N_() */
    enum check_result result;
    char found[LIMIT_MESSAGE_BYTES];
    char advice[LIMIT_MESSAGE_BYTES]; /* "": nothing is to be done */
};

struct check_report {
    struct check_line lines[LIMIT_CHECK_LINES];
    size_t count;
};

struct check_options {
    moment observed;
    const char *record; /* folder for a recording of the replies, or NULL */
    bool full;          /* read all pages of all listings, not the first pages alone */
};

/* Checks the source; the store s tells which units are known. out gets the lines in any case. true: no line is
 * CHECK_BAD. false: e is the fault that ended the check. */
MUST_CHECK bool check_source(const struct config_source *source, struct store *s,
                             const struct check_options *o, struct check_report *out, struct error *e);

#endif
