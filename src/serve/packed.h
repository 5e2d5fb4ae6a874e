/* A reply's body that is kept ready, plain and packed by gzip. The secret in the body (the token of its forms) is cut
 * out, put in again for each reader, and never compressed. So the length of the reply tells nothing of the secret,
 * whatever text an attacker gets into the page (BREACH), and one packing serves all readers. Holders are counted, so
 * several threads may hold a body. */
#ifndef MOTCUA_SERVE_PACKED_H
#define MOTCUA_SERVE_PACKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "serve/token.h"

struct packed;

/* Makes a body with one holder. secret has TOKEN_BYTES - 1 letters, or is ""; gzip true also packs the body. NULL: no
 * memory. */
struct packed *packed_new(const char *body, size_t n, const char *secret, bool gzip);
struct packed *packed_hold(struct packed *p);
void packed_drop(struct packed *p); /* the last holder frees the body; safe with NULL */
bool packed_has_gzip(const struct packed *p);
size_t packed_bytes(const struct packed *p); /* memory that the body takes */
/* Returns a digest of the bytes that the reader with this secret gets. */
uint64_t packed_digest(const struct packed *p, const char *secret);
/* Returns the whole body with this secret, packed where gzip is true and packed_has_gzip(); the caller frees the bytes.
 * NULL: no memory. */
char *packed_write(const struct packed *p, const char *secret, bool gzip, size_t *n);

#endif
