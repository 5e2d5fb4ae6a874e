/* The streams of a poll: what the store has of each, what it is to keep of it, and what of it is asked for.
 */
#ifndef MOTCUA_POLL_STREAM_H
#define MOTCUA_POLL_STREAM_H

#include "poll/poll.h"

/* Opens the driver, p->job, with every stream where this poll begins to read it: where a reading of all was
 * broken off, at what changed lately, or at its start. full: all from the start. */
MUST_CHECK bool poll_streams_open(struct poll *p, bool full, struct error *e);
/* The number of the stream that is being read. */
size_t poll_stream_now(const struct poll *p);
/* A request of this stream comes next; NULL: a login's. */
void poll_stream_begin(struct poll *p, const char *stream);
/* Adds to p->request that the reply need not be sent where it is the one that the store has. */
void poll_condition_set(struct poll *p);
/* What the store is to keep with this page: written to out; NULL: what it has. */
const char *poll_cursor_after(const struct poll *p, const struct page *page, const struct portal_reply *reply,
                              char out[LIMIT_VALUE_BYTES]);

#endif
