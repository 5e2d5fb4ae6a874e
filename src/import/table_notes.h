/* The tables of a file that were not read, each with the reason, and cells of those that were read whose value the file
 * does not hold. Nothing that came is left unread without a word. */
#ifndef MOTCUA_IMPORT_TABLE_NOTES_H
#define MOTCUA_IMPORT_TABLE_NOTES_H

#include <stdint.h>

#include "adapters/table/tabular.h"

struct table_notes;

struct table_notes *table_notes_new(void); /* NULL: no memory */
void table_notes_free(struct table_notes *n);
/* A table that was not read: hidden, empty, or the nearest stream lacks columns. at: its place, from 0. */
MUST_CHECK bool table_notes_add(struct table_notes *n, const char *name, size_t at, bool hidden,
                                const struct tabular_miss *miss);
/* A table that was read to its end. */
void table_notes_read(struct table_notes *n, const struct tabular *t);
/* Tells all of them on stderr. */
void table_notes_print(const struct table_notes *n, const char *file);
/* Tables with dossiers or counts, by half of the columns that such a one needs, that could not be read. */
/* Records that lists of dossiers say that they have and have not; *told: of the first such list. */
int64_t table_notes_short(const struct table_notes *n);
int64_t table_notes_lost(const struct table_notes *n);
/* Cells without a value: formulas and errors. */
int64_t table_notes_cells(const struct table_notes *n);

#endif
