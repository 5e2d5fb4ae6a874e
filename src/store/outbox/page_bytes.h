/* A page as bytes, for the outbox. Every kind of row is written with the names of its columns, so that a program
 * with more fields reads the pages of an older one; a checksum shows damage. */
#ifndef MOTCUA_STORE_OUTBOX_PAGE_BYTES_H
#define MOTCUA_STORE_OUTBOX_PAGE_BYTES_H

#include "base/buffer.h"
#include "store/store.h"

/* Appends to out the page and its place, but for the place's source and run. false and e (ERROR_INTERNAL): no
 * memory, or the bytes exceed out's maximum. */
MUST_CHECK bool outbox_page_write(const struct page_place *place, const struct page *page, struct buffer *out,
                                  struct error *e);
/* Reads such bytes into a page that was reset; all texts, those of *place too, lie in the page's memory.
 * place->source and place->run are left alone. false and e (ERROR_DATA): outbox_page_write() did not make these
 * bytes. where: for the message. */
MUST_CHECK bool outbox_page_read(const char *bytes, size_t n, struct page *page, struct page_place *place,
                                 const char *where, struct error *e);

#endif
