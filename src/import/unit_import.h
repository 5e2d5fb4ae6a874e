/* Imports units from CSV files: code,name,kind,parent,valid_from,valid_to,successor in any order, of which only code
 * is required; or the names of units in other systems: code,unit,name,valid_to. */
#ifndef MOTCUA_IMPORT_UNIT_IMPORT_H
#define MOTCUA_IMPORT_UNIT_IMPORT_H

#include "store/store.h"

/* Writes all rows of the file or none. An empty cell leaves what the store knows. *count: units written. */
MUST_CHECK bool unit_import(struct store *s, const char *file, size_t *count, struct error *e);
/* Each row says which unit, known to the store, a code of another system stands for; with valid_to: which unit has
 * followed that code since that day (unit.h). A name lets rows of tables without codes find the unit. All rows are
 * written or none. *count: rows written. */
MUST_CHECK bool unit_map_import(struct store *s, const char *file, size_t *count, struct error *e);
/* Writes one such row. false and e (ERROR_DATA): no such unit, or the unit would stand for itself. */
MUST_CHECK bool unit_map(struct store *s, const char *code, const char *unit, struct error *e);

#endif
