/* Finds the codes of units by their names: the code of a unit of the store, or a code made of the name. */
#ifndef MOTCUA_IMPORT_UNIT_NAMES_H
#define MOTCUA_IMPORT_UNIT_NAMES_H

#include "count/unit.h"

struct unit_names;

/* Loads all units of the store as it stands. Where an ended unit and a standing unit have one name, the unit that
 * stands at the moment is meant. The caller frees. NULL and e: the store failed, or no memory. */
MUST_CHECK struct unit_names *unit_names_load(struct store *s, moment at, struct error *e);
void unit_names_free(struct unit_names *n); /* safe with NULL */
/* True: the store has a unit of that code */
bool unit_names_known(const struct unit_names *n, const char *code);
/* the store knows more than the unit's code */
bool unit_names_named(const struct unit_names *n, const char *code);
/* The code of the only unit of that name (unit_key.h), else a code made of the name: "UBND xã Mẫu 02" -> "xa-mau-02",
 * which no other name gets. A name without any diacritics, or without its kind, is taken for the only unit that it
 * fits; a district or province in the name must be the unit's own, where that is known. "": several units have the
 * name, and nothing tells which is meant. Borrowed until the next call; NULL: no memory. */
const char *unit_names_code(struct unit_names *n, const char *name);
/* After unit_names_code(): a name without diacritics, of this run, by which the same unit may have been meant, though
 * a code of its own was made for it; NULL: there is none. Borrowed until unit_names_free(). */
const char *unit_names_doubt(const struct unit_names *n);

#endif
