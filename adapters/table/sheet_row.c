#include "adapters/table/sheet_row.h"

#include <string.h>
#include <utf8proc.h>

#include "base/text.h"

void sheet_row_init(struct sheet_row *row)
{
    row->count = row->line = 0;
    buffer_init(&row->bytes, LIMIT_RECORD_BYTES);
}

void sheet_row_free(struct sheet_row *row)
{
    if (row->bytes.data)
        explicit_bzero(row->bytes.data, row->bytes.size);
    buffer_free(&row->bytes);
    row->count = 0;
}

void sheet_row_begin(struct sheet_row *row, size_t line)
{
    row->count = 0;
    row->line = line;
    buffer_reset(&row->bytes);
}

/* Cuts blanks off, and the no-break space that portals put into empty cells. */
static const char *trim(const char *text, size_t *n)
{
    static const char hard[] = "\xC2\xA0";
    for (;;) {
        size_t cut = *n && strchr(" \t\r\n", *text) && *text ? 1 : 0;
        if (!cut && *n >= 2 && memcmp(text, hard, 2) == 0)
            cut = 2;
        if (!cut)
            break;
        text += cut;
        *n -= cut;
    }
    for (;;) {
        size_t cut = *n && strchr(" \t\r\n", text[*n - 1]) && text[*n - 1] ? 1 : 0;
        if (!cut && *n >= 2 && memcmp(text + *n - 2, hard, 2) == 0)
            cut = 2;
        if (!cut)
            return text;
        *n -= cut;
    }
}

bool sheet_is_utf8(const char *text, size_t n)
{
    for (size_t at = 0; at < n;) {
        utf8proc_int32_t letter;
        utf8proc_ssize_t bytes =
            (signed char)text[at] > 0
                ? 1
                : utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(n - at), &letter);
        if (bytes <= 0 || text[at] == '\0')
            return false;
        at += (size_t)bytes;
    }
    return true;
}

/* Makes the row reach to a column; the cells between are empty. */
static bool row_reach(struct sheet_row *row, size_t column, struct error *e)
{
    if (column >= LIMIT_SHEET_COLUMNS)
        return error_set(e, ERROR_DATA, "", _("Delete what stands to the right of the table."),
                         _("more than %d columns"), LIMIT_SHEET_COLUMNS);
    while (row->count <= column)
        row->cells[row->count++] = (struct sheet_cell){.at = row->bytes.used};
    return true;
}

bool sheet_row_fault(struct sheet_row *row, size_t column, enum cell_fault fault, struct error *e)
{
    if (!row_reach(row, column, e))
        return false;
    row->cells[column] = (struct sheet_cell){.at = row->bytes.used, .fault = fault};
    return buffer_append(&row->bytes, "", 1) || error_memory(e, "");
}

/* Makes a blank of a line end in a cell, with the same number of bytes. */
static bool line_append(struct buffer *b, const char *text, size_t n)
{
    size_t start = b->used;
    if (!buffer_append(b, text, n))
        return false;
    for (char *at = b->data + start; at < b->data + b->used; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' ';
    return true;
}

bool sheet_row_put(struct sheet_row *row, size_t column, const char *text, size_t n, bool number,
                   struct error *e)
{
    text = trim(text, &n);
    if (n == 0)
        return true;
    if (column >= LIMIT_SHEET_COLUMNS)
        return row_reach(row, column, e);
    if (!sheet_is_utf8(text, n))
        return error_set(e, ERROR_DATA, "",
                         _("Save it as \"CSV UTF-8\"; older files are often in Windows-1258 or TCVN3."),
                         _("the text is not UTF-8"));
    if (!row_reach(row, column, e))
        return false;
    bool spoilt = memchr(text, 0xEF, n) && memmem(text, n, "\xEF\xBF\xBD", 3) != NULL;
    row->cells[column] = (struct sheet_cell){row->bytes.used, n, number, spoilt ? CELL_SPOILT : CELL_SOUND};
    return (line_append(&row->bytes, text, n) && buffer_append(&row->bytes, "", 1)) ||
           error_set(e, ERROR_DATA, "", _("Look at this row: it is no table row."), _("the row is too long"));
}
