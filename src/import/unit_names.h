/* Codes of units by their names: those that the store knows, or one made from the name. */
#ifndef MOTCUA_IMPORT_UNIT_NAMES_H
#define MOTCUA_IMPORT_UNIT_NAMES_H

#include "count/unit.h"

struct unit_names;

/* All units of the store as it stands. NULL and e. */
MUST_CHECK struct unit_names *unit_names_load(struct store *s, struct error *e);
void unit_names_free(struct unit_names *n); /* safe with NULL */
bool unit_names_known(const struct unit_names *n, const char *code);
/* The code of the one unit of that name (case, diacritics and "UBND" aside), else one made of the name:
 * "UBND xã Mẫu 02" -> "xa-mau-02". A name that several units have gets a code of its own too: which of them
 * is meant cannot be told. Borrowed; NULL: no memory. */
const char *unit_names_code(struct unit_names *n, const char *name);

#endif
