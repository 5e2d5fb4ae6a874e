/* Merged cells of a sheet that reach into rows below: the content of the first cell is meant for all of them, as with
 * rowspan in a page. A sheet names its merged cells only behind its last row. */
#ifndef MOTCUA_ADAPTERS_TABLE_MERGE_H
#define MOTCUA_ADAPTERS_TABLE_MERGE_H

#include <zip.h>

#include "adapters/table/sheet_row.h"

struct merges; /* the merged cells of a sheet, and the texts that are carried down while rows are read */

/* Looks through the bytes of a part for <mergeCell ref="B2:B9"/>, without parsing them. A part that cannot be
 * unpacked has no merged cells here; its fault is told where the rows are read. NULL and e: as merges_add(). */
MUST_CHECK struct merges *merges_find(zip_t *zip, const char *file, const char *part, struct error *e);
/* An empty list, for a format that names a merged cell where the cell begins. */
MUST_CHECK struct merges *merges_new(struct error *e);
/* Adds the cell at row and column, which reaches down to row `last`; rows must rise from call to call. false and e: no
 * memory, more than LIMIT_MERGES, or rows that no sheet has. */
MUST_CHECK bool merges_add(struct merges *m, size_t row, size_t last, size_t column, struct error *e);
/* Makes ready to fill the sheet's rows once more, from the first. */
void merges_rewind(struct merges *m);
void merges_free(struct merges *m); /* wipes; safe with NULL */
/* Fills the row's empty cells from merged cells that reach down to the row, and keeps those that reach further; rows
 * must rise from call to call. */
MUST_CHECK bool merges_fill(struct merges *m, struct sheet_row *row, struct error *e);

/* "BC12": column 54, row 12; a column past the last: LIMIT_SHEET_COLUMNS. false: the text is no such reference. *end,
 * which may be NULL: the end of the reference. */
bool cell_reference(const char *text, size_t *column, size_t *row, const char **end);

#endif
