/* Merged cells of a sheet that reach into rows below: what stands in the first of them is meant for all, as
 * with rowspan in a page. A sheet names its merged cells only behind its last row. */
#ifndef MOTCUA_ADAPTERS_TABLE_MERGE_H
#define MOTCUA_ADAPTERS_TABLE_MERGE_H

#include <zip.h>

#include "adapters/table/sheet_row.h"

struct merges; /* those of one sheet, and what is carried down while its rows are read */

/* Looks through the bytes of a part for <mergeCell ref="B2:B9"/>, without parsing them; what cannot be unpacked
 * has no merged cells here, and is told where its rows are read. NULL and e: no memory, more than
 * LIMIT_MERGES. */
MUST_CHECK struct merges *merges_find(zip_t *zip, const char *file, const char *part, struct error *e);
/* None yet; for a format that names them where they begin. */
MUST_CHECK struct merges *merges_new(struct error *e);
/* The cell at row and column reaches down to row `last`; rows rise. */
MUST_CHECK bool merges_add(struct merges *m, size_t row, size_t last, size_t column, struct error *e);
void merges_free(struct merges *m); /* wipes; safe with NULL */
/* Fills the row's empty cells with what reaches down to them, and keeps what reaches further; rows rise. */
MUST_CHECK bool merges_fill(struct merges *m, struct sheet_row *row, struct error *e);

/* "BC12": column 54, row 12; past the last column: LIMIT_SHEET_COLUMNS. false: no such reference. Where the
 * reference ends goes into *end, which may be NULL. */
bool cell_reference(const char *text, size_t *column, size_t *row, const char **end);

#endif
