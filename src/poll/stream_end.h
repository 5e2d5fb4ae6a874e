/* A listing as its pages come, and its end: whether all of it is there, whether it must be read again, and what
 * the run says of it. */
#ifndef MOTCUA_POLL_STREAM_END_H
#define MOTCUA_POLL_STREAM_END_H

#include "poll/poll.h"

/* Counts a page. Where it brings nothing that was not there before, the listing is over: *reply says so then.
 * false and e: no memory. */
MUST_CHECK bool poll_page_see(struct poll *p, const struct page *page, struct portal_reply *reply,
                              struct error *e);
/* The last page was taken: the listing counts, or it is set up to be read once more. false and e: the poll
 * fails. */
MUST_CHECK bool poll_stream_end(struct poll *p, struct error *e);
/* A request of this listing failed: what came of it stays, the others go on. false and *late: the poll fails. */
MUST_CHECK bool poll_stream_fault(struct poll *p, const struct error *why, struct error *late);

#endif
