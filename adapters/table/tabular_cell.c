/* What stands in a cell of the row that is read. */
#include <string.h>

#include "adapters/table/tabular_inner.h"

/* "" where there is nothing, or a dash that says so. */
const char *tabular_text(const struct tabular *t, size_t column, const struct sheet_cell **cell)
{
    static const char *const nothing[] = {"-", "--", "–", "—", "…", "..."};
    if (column >= t->row.count || t->row.cells[column].length == 0)
        return "";
    *cell = &t->row.cells[column];
    const char *text = t->row.bytes.data + (*cell)->at;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (strcmp(text, nothing[i]) == 0)
            return "";
    return text;
}

const char *tabular_text_at(const struct tabular *t, size_t column)
{
    const struct sheet_cell *cell = NULL;
    return column == HEADING_NONE ? "" : tabular_text(t, column, &cell);
}
