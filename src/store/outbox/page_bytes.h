/* A page as bytes, for the outbox. Every kind of row is written with the names of its columns, so that a
 * program with more fields reads what an older one wrote; a checksum tells damage. */
#ifndef MOTCUA_STORE_OUTBOX_PAGE_BYTES_H
#define MOTCUA_STORE_OUTBOX_PAGE_BYTES_H

#include "base/buffer.h"
#include "store/store.h"

/* Appends the page and its place, but for source and run. false and e (ERROR_INTERNAL): no memory, or over
 * out's maximum. */
MUST_CHECK bool outbox_page_write(const struct page_place *place, const struct page *page, struct buffer *out,
                                  struct error *e);
/* Reads them back into a page that was reset; all text lies in its memory. place->source and ->run are left
 * alone. false and e (ERROR_DATA) on bytes that outbox_page_write did not make. where: for the message. */
MUST_CHECK bool outbox_page_read(const char *bytes, size_t n, struct page *page, struct page_place *place,
                                 const char *where, struct error *e);

#endif
