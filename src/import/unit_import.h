/* Units from CSV files: code,name,kind,parent,valid_from,valid_to,successor in any order, of which only code
 * is required; or what units go by elsewhere: code,unit,name,valid_to. */
#ifndef MOTCUA_IMPORT_UNIT_IMPORT_H
#define MOTCUA_IMPORT_UNIT_IMPORT_H

#include "store/store.h"

/* All rows or none. An empty cell leaves what is known. *count: units written. */
MUST_CHECK bool unit_import(struct store *s, const char *file, size_t *count, struct error *e);
/* Each row says which unit, known to the store, a code of another system stands for; with valid_to: which one
 * has followed it since that day (unit.h). A name makes rows of tables that have no codes find it. All rows
 * or none. */
MUST_CHECK bool unit_map_import(struct store *s, const char *file, size_t *count, struct error *e);
/* One such row. */
MUST_CHECK bool unit_map(struct store *s, const char *code, const char *unit, struct error *e);

#endif
