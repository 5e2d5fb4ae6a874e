/* Units from a CSV file: code,name,kind,parent,valid_from,valid_to,successor in any order; only code is
 * required. */
#ifndef MOTCUA_UNIT_IMPORT_H
#define MOTCUA_UNIT_IMPORT_H

#include "store.h"

/* All rows or none. An empty cell leaves what is known. *count: units written. */
MUST_CHECK bool unit_import(struct store *s, const char *file, size_t *count, struct error *e);

#endif
