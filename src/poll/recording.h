/* Recorded replies of one source: a folder with a file for each and an index.json. Written by check --record,
 * read by collect --replay. */
#ifndef MOTCUA_POLL_RECORDING_H
#define MOTCUA_POLL_RECORDING_H

#include "base/buffer.h"
#include "base/moment.h"

struct recording;

struct recorded_reply {
    const char *stream; /* NULL: a login */
    long status;
    const char *type; /* Content-Type */
};

/* A new one; the folder is made, and must not hold one yet. NULL and e. */
MUST_CHECK struct recording *recording_new(const char *folder, const char *manifest, moment observed,
                                           struct error *e);
MUST_CHECK bool recording_add(struct recording *r, const struct recorded_reply *about,
                              const struct buffer *body, struct error *e);
MUST_CHECK bool recording_save(const struct recording *r, struct error *e); /* the index */

/* One that is there. NULL and e (ERROR_CONFIG). */
MUST_CHECK struct recording *recording_open(const char *folder, struct error *e);
moment recording_observed(const struct recording *r);
/* The next reply of a stream, or of the logins (the last one again and again), in the order that they came.
 * false and e: ERROR_TEMPORARY where no more were recorded. Texts of *about live as long as r. */
MUST_CHECK bool recording_next(struct recording *r, const char *stream, struct recorded_reply *about,
                               struct buffer *body, struct error *e);

void recording_close(struct recording *r); /* safe with NULL */

#endif
