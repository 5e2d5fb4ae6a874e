/* The text of a cell of the row that is being read. */
#include "adapters/table/tabular_inner.h"
#include "base/plain_text.h"

/* "" where the cell is empty, or holds a dash or a NULL that says so. */
const char *tabular_text(const struct tabular *t, size_t column, const struct sheet_cell **cell)
{
    if (column >= t->row.count || t->row.cells[column].length == 0)
        return "";
    *cell = &t->row.cells[column];
    const char *text = t->row.bytes.data + (*cell)->at;
    return plain_nothing(text, (*cell)->length) ? "" : text;
}

const char *tabular_text_at(const struct tabular *t, size_t column)
{
    const struct sheet_cell *cell = NULL;
    return column == HEADING_NONE ? "" : tabular_text(t, column, &cell);
}
