/* Remembers what earlier replies of a poll taught: the code of a unit that later replies name only by the portal's
 * identity. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_LOOKUP_H
#define MOTCUA_ADAPTERS_MANIFEST_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct lookup;

MUST_CHECK struct lookup *lookup_new(void); /* NULL: no memory */
void lookup_free(struct lookup *l);         /* safe with NULL */
/* Keeps a copy of the pair; a key that is known gets the new text. false: no memory, or LIMIT_UNITS pairs are kept. */
MUST_CHECK bool lookup_put(struct lookup *l, const char *key, size_t key_length, const char *text);
/* The text of a key; NULL: never learnt. Borrowed until the key is put again. l may be NULL: nothing was learnt. */
const char *lookup_get(const struct lookup *l, const char *key, size_t key_length);

#endif
