/* Reading CSV as it comes: RFC 4180 with a BOM allowed, lines that end in LF, CR LF or CR, quoted line ends; `,` `;`
 * `|` or tab, told by a first line "sep=;" or from the first lines. One record is held at a time. */
#ifndef MOTCUA_BASE_CSV_H
#define MOTCUA_BASE_CSV_H

#include <stddef.h>

#include "base/error.h"

struct csv;

/* NULL and e: not there, too large, UTF-16. */
MUST_CHECK struct csv *csv_open(const char *file, struct error *e);
void csv_close(struct csv *c); /* wipes what was read; safe with NULL */
/* Reads the next record; fields are borrowed until the next call. False at the end and at a fault. */
bool csv_next(struct csv *c);
/* After csv_next() said no: true at the end of the file; false and e (where = file and line) for a quote that
 * never closes, a record that is too long or has too many fields, binary data, a file that cannot be read. */
MUST_CHECK bool csv_ended(const struct csv *c, struct error *e);
size_t csv_fields(const struct csv *c);
const char *csv_field(const struct csv *c, size_t i); /* "" beyond the last */
size_t csv_line(const struct csv *c);                 /* where the record began, from 1 */

#endif
