/* A reply's body, kept ready to be sent: plain, and packed by gzip. A secret of SECRET bytes that stands in it (the token of forms)
 * is cut out and put in anew for each reader, and is never compressed: so what a reader makes the page say tells nothing of
 * the secret by its length (BREACH), and one packing serves all. Counted: may be held by several threads. */
#ifndef MOTCUA_SERVE_PACKED_H
#define MOTCUA_SERVE_PACKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "serve/token.h"

struct packed;

/* secret: TOKEN_BYTES - 1 letters, or "" for none. gzip: pack it too. NULL: no memory. */
struct packed *packed_new(const char *body, size_t n, const char *secret, bool gzip);
struct packed *packed_hold(struct packed *p);
void packed_drop(struct packed *p); /* safe with NULL */
bool packed_has_gzip(const struct packed *p);
size_t packed_bytes(const struct packed *p); /* what it takes of memory */
/* A digest of what the reader with this secret gets. */
uint64_t packed_digest(const struct packed *p, const char *secret);
/* The whole body, malloc'd; NULL: no memory. */
char *packed_write(const struct packed *p, const char *secret, bool gzip, size_t *n);

#endif
