/* How a workbook shows whole numbers: formats of zeros ("0000000000", "H57.01-221101-"0000) give a code its leading
 * zeros and its letters, so that the cell's number alone is not the code that people see (ECMA-376 part 1, 18.8.30). */
#ifndef MOTCUA_ADAPTERS_TABLE_NUMBER_LOOK_H
#define MOTCUA_ADAPTERS_TABLE_NUMBER_LOOK_H

#include "adapters/table/xml_part.h"

struct number_looks;

/* Reads a package's styles. NULL and e->code ERROR_NONE: no style shows numbers so. NULL and e: no memory, or no sound
 * part. */
MUST_CHECK struct number_looks *number_looks_read(struct xml_part *styles, struct error *e);
void number_looks_free(struct number_looks *l); /* safe with NULL */
/* Writes the number (n digits) as the style shows it. false: the style shows it as it stands, or it is no such
 * number; out is then not written. */
bool number_looks_show(const struct number_looks *l, const char *style, const char *digits, size_t n,
                       char *out, size_t size);

#endif
