/* Reading CSV: RFC 4180 with a BOM allowed, `,` `;` or tab told from the header line, quoted newlines. The
 * file is held whole. */
#ifndef MOTCUA_CSV_H
#define MOTCUA_CSV_H

#include <stddef.h>

#include "error.h"

struct csv;

/* NULL and e: not there, too large, a quote that never closes (with its line). */
MUST_CHECK struct csv *csv_open(const char *file, struct error *e);
void csv_close(struct csv *c); /* safe with NULL */
/* Reads the next record; fields are borrowed until the next call. False at the end. */
bool csv_next(struct csv *c);
size_t csv_fields(const struct csv *c);
const char *csv_field(const struct csv *c, size_t i); /* "" beyond the last */
size_t csv_line(const struct csv *c);                 /* where the record began, from 1 */

#endif
