/* Notes the tables of a file that were not read, each with the reason, and the cells of the read tables whose value
 * the file does not hold. So nothing is left unread without a word. */
#ifndef MOTCUA_IMPORT_TABLE_NOTES_H
#define MOTCUA_IMPORT_TABLE_NOTES_H

#include <stdint.h>

#include "adapters/table/tabular.h"

struct table_notes;

struct table_notes *table_notes_new(void); /* NULL: no memory */
void table_notes_free(struct table_notes *n);
/* Notes a table that was not read: it is hidden, empty, or lacks columns that the nearest stream needs. at: its place
 * in the file, from 0. false: no memory. */
MUST_CHECK bool table_notes_add(struct table_notes *n, const char *name, size_t at, bool hidden,
                                const struct tabular_miss *miss);
/* Notes a table that was read under the heading of the table before. false: no memory. */
MUST_CHECK bool table_notes_continue(struct table_notes *n, const char *name, size_t at);
/* Notes the sums, faults and totals of a table that was read to its end. */
void table_notes_read(struct table_notes *n, const struct tabular *t);
/* Prints all notes on stderr. */
void table_notes_print(const struct table_notes *n, const char *file);
/* How many records lists of dossiers say that they have, beyond those that they have; 0: none is short. A total that
 * all lists of the file make up together counts as met. */
int64_t table_notes_short(const struct table_notes *n);
/* How many tables look like dossiers or counts, for they have half of the columns that such a table needs, but could
 * not be read. */
int64_t table_notes_lost(const struct table_notes *n);
/* How many cells have no value: formulas and errors. */
int64_t table_notes_cells(const struct table_notes *n);

#endif
