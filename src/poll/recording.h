/* Recorded replies of one source: a folder with a file for each reply and an index.json. check --record writes a
 * recording, collect --replay reads one. */
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

/* Begins a recording and makes the folder. NULL and e: the folder holds a recording (ERROR_USAGE), cannot be made
 * (ERROR_IO), or no memory. */
MUST_CHECK struct recording *recording_new(const char *folder, const char *manifest, moment observed,
                                           struct error *e);
/* Writes one reply to a file of its own. false and e: LIMIT_RECORDED replies (ERROR_DATA), the file cannot be
 * written. */
MUST_CHECK bool recording_add(struct recording *r, const struct recorded_reply *about,
                              const struct buffer *body, struct error *e);
/* Writes index.json, without which the folder is no recording. */
MUST_CHECK bool recording_save(const struct recording *r, struct error *e);

/* Opens an existing recording. NULL and e (ERROR_CONFIG): the index is missing or not understood. */
MUST_CHECK struct recording *recording_open(const char *folder, struct error *e);
moment recording_observed(const struct recording *r);
/* Appends to body the next reply of a stream, in the order of the recording; stream NULL: the next login, and the
 * last login again and again. Texts of *about live as long as r. false and e: ERROR_TEMPORARY where no more replies
 * were recorded, ERROR_IO, ERROR_DATA where body is too small. */
MUST_CHECK bool recording_next(struct recording *r, const char *stream, struct recorded_reply *about,
                               struct buffer *body, struct error *e);

void recording_close(struct recording *r); /* safe with NULL */

#endif
