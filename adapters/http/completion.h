/* A page of dossiers completed by a second look-up: which keys are asked for next, and what the reply says of
 * them. Of several records of one dossier any yes counts; one that was asked for and is not in the reply has
 * none of what was looked for: no fee, no payment. */
#ifndef MOTCUA_ADAPTERS_HTTP_COMPLETION_H
#define MOTCUA_ADAPTERS_HTTP_COMPLETION_H

#include "adapters/manifest/manifest.h"
#include "base/buffer.h"
#include "rows/page.h"

/* Dossiers [at, at + count) of a page are the ones under way. */
struct completing {
    size_t at, count;
};

/* The next ones; false: all are done, or there is none. */
bool completion_next(const struct completion *c, const struct page *page, struct completing *now);
/* Their keys with commas between. false: the buffer is full, or no memory. */
MUST_CHECK bool completion_keys(const struct page *page, const struct completing *now, struct buffer *out);
/* What the reply, decoded into `said`, tells of them. A record of it that could not be read leaves what it
 * may have said unknown for all that were asked for, and is a reject of the page. false and e: the page is
 * full. */
MUST_CHECK bool completion_take(const struct completion *c, const struct page *said,
                                const struct completing *now, struct page *page, struct error *e);

#endif
