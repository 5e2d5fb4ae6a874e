/* A reader of CSV (RFC 4180, UTF-8, with or without a BOM). Lines end in LF, CR LF or CR; quoted fields may hold line
 * ends. The separator is `,` `;` `|` `^` `~` or tab, guessed from the first lines, or any byte that a first line "sep=;" names.
 * The reader holds one record at a time. */
#ifndef MOTCUA_BASE_CSV_H
#define MOTCUA_BASE_CSV_H

#include <stddef.h>

#include "base/error.h"

struct csv;

/* NULL and e (ERROR_DATA): the file cannot be opened, is UTF-16, or its first bytes are binary. csv_ended() tells of a
 * file over LIMIT_CSV_BYTES. */
MUST_CHECK struct csv *csv_open(const char *file, struct error *e);
void csv_close(struct csv *c); /* wipes the bytes that were read; safe with NULL */
/* Reads the next record; its fields are borrowed until the next call. False at the end of the file and at a fault. */
bool csv_next(struct csv *c);
/* After csv_next() returned false: true at the end of the file; false and e (where = file and line) for a quote that
 * never closes, a record that is too long or has too many fields, binary data, a file that is too large or cannot be
 * read to its end. */
MUST_CHECK bool csv_ended(const struct csv *c, struct error *e);
size_t csv_fields(const struct csv *c);
const char *csv_field(const struct csv *c, size_t i); /* "" behind the last field */
size_t csv_line(const struct csv *c); /* number of the line in which the record began, from 1 */

#endif
