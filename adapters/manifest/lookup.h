/* What earlier replies of a poll taught: by which code a unit goes that later ones name only by its identity.
 */
#ifndef MOTCUA_ADAPTERS_MANIFEST_LOOKUP_H
#define MOTCUA_ADAPTERS_MANIFEST_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct lookup;

MUST_CHECK struct lookup *lookup_new(void); /* NULL: no memory */
void lookup_free(struct lookup *l);         /* safe with NULL */
/* Keeps the pair, copied; a key that is there gets the new text. false: no memory, or LIMIT_UNITS pairs. */
MUST_CHECK bool lookup_put(struct lookup *l, const char *key, size_t key_length, const char *text);
/* NULL: never learnt. Borrowed until the key is put again. l may be NULL: nothing was learnt. */
const char *lookup_get(const struct lookup *l, const char *key, size_t key_length);

#endif
