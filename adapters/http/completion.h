/* Completes a page of dossiers by a second look-up: which keys are asked for next, and what the reply says of them.
 * Of several records of one dossier any yes counts; a dossier that was asked for and is not in the reply has none of
 * what was looked for: no fee, no payment. */
#ifndef MOTCUA_ADAPTERS_HTTP_COMPLETION_H
#define MOTCUA_ADAPTERS_HTTP_COMPLETION_H

#include "adapters/manifest/manifest.h"
#include "base/buffer.h"
#include "rows/page.h"

/* Dossiers [at, at + count) of a page are being looked up. */
struct completing {
    size_t at, count;
};

/* Steps to the next dossiers; false: all dossiers are done, or the page has none. */
bool completion_next(const struct completion *c, const struct page *page, struct completing *now);
/* Writes their keys with commas between into `out`, which is emptied first. false: the buffer is full, or no memory. */
MUST_CHECK bool completion_keys(const struct page *page, const struct completing *now, struct buffer *out);
/* Takes what the reply, decoded into `said`, tells of the dossiers. If a record of the reply could not be read, every
 * dossier that was asked for stays unknown, and the page gets the reject under the first dossier's key. false and e
 * (ERROR_DATA): the page is full. */
MUST_CHECK bool completion_take(const struct completion *c, const struct page *said,
                                const struct completing *now, struct page *page, struct error *e);

#endif
