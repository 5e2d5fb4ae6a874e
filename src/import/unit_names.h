/* Codes of units by their names: those that the store knows, or one made from the name. */
#ifndef MOTCUA_IMPORT_UNIT_NAMES_H
#define MOTCUA_IMPORT_UNIT_NAMES_H

#include "count/unit.h"

struct unit_names;

/* All units of the store as it stands; of two of one name, where one has ended, the one that stands at the
 * moment is meant. NULL and e. */
MUST_CHECK struct unit_names *unit_names_load(struct store *s, moment at, struct error *e);
void unit_names_free(struct unit_names *n); /* safe with NULL */
bool unit_names_known(const struct unit_names *n, const char *code);
bool unit_names_named(const struct unit_names *n, const char *code); /* and more than its code */
/* The code of the one unit of that name (unit_key.h), else one made of the name: "UBND xã Mẫu 02" ->
 * "xa-mau-02", which no other name has. A name without any diacritics, or without its kind, is taken for the
 * one unit that it fits; a district or province that the name tells must be the unit's own, where that is
 * known. "": several units have the name, and which is meant cannot be told. Borrowed until the next call;
 * NULL: no memory. */
const char *unit_names_code(struct unit_names *n, const char *name);

#endif
