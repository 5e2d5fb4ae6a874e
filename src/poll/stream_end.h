/* The pages of a listing, and its end: whether the listing is whole, whether it must be read again, and the run's
 * words for that. */
#ifndef MOTCUA_POLL_STREAM_END_H
#define MOTCUA_POLL_STREAM_END_H

#include "poll/poll.h"

/* Counts a page. A page that brings nothing new ends the listing: *reply->stream_done is then set. false and e: no
 * memory. */
MUST_CHECK bool poll_page_see(struct poll *p, const struct page *page, struct portal_reply *reply,
                              struct error *e);
/* After the last page: adds the listing to the run, or begins to read the listing once more. false and e: the poll
 * fails. */
MUST_CHECK bool poll_stream_end(struct poll *p, struct error *e);
/* After a request of the listing failed because of *why: the records that came are kept, and the other listings go
 * on. false and *late: the poll fails. */
MUST_CHECK bool poll_stream_fault(struct poll *p, const struct error *why, struct error *late);

#endif
