/* The text of a cell of the row that is being read, and the values that are made of it. */
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

void tabular_node_take(struct tabular *t, const struct member_node *node, size_t start, bool number)
{
    size_t n = t->bytes.used - start;
    const char *text = buffer_string(&t->bytes) + start;
    if (node->slot >= 0)
        t->cells[node->slot] = (struct member_cell){n > LIMIT_VALUE_BYTES ? MEMBER_LONG
                                                    : number              ? MEMBER_NUMBER
                                                                          : MEMBER_TEXT,
                                                    (uint32_t)start, (uint32_t)n};
    for (size_t i = 0; i < t->plan->test_count; i++)
        if (node->tests >> i & 1 && rule_test_holds(&t->plan->tests[i], text, n))
            t->record.hits |= UINT64_C(1) << i;
}
