/* The streams of a poll: how far the store has each of them, and which part of each the poll asks for. */
#ifndef MOTCUA_POLL_STREAM_H
#define MOTCUA_POLL_STREAM_H

#include "poll/poll.h"

/* Opens the driver, p->job, and sets where this poll begins to read each stream: at the place where a full reading was
 * broken off, at late changes, or at the start. full: every stream at its start. */
MUST_CHECK bool poll_streams_open(struct poll *p, bool full, struct error *e);
/* The number of the stream that is being read. */
size_t poll_stream_now(const struct poll *p);
/* Notes the stream of the next request, and begins its listing at the first one; NULL: the request is a login. */
void poll_stream_begin(struct poll *p, const char *stream);
/* Adds the tag of the stream's last reply to p->request, so that the portal need not send an unchanged reply again. */
void poll_condition_set(struct poll *p);
/* The cursor that the store keeps with this page, written to out; NULL: the store's cursor stays. */
const char *poll_cursor_after(const struct poll *p, const struct page *page, const struct portal_reply *reply,
                              char out[LIMIT_VALUE_BYTES]);

#endif
