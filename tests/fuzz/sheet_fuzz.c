/* Files with tables (CSV, XLSX, XML Spreadsheet, HTML, MHTML): within the stated sizes, and the same rows when a table is
 * read again. */
#include "adapters/table/sheet.h"
#include "base/buffer.h"
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

static bool table_read(struct sheet *s, size_t table, struct buffer *out)
{
    static struct sheet_row row;
    struct error e = {0};
    enum sheet_result result = SHEET_FAILED;
    sheet_row_init(&row);
    buffer_reset(out);
    if (sheet_select(s, table, &e))
        while ((result = sheet_next(s, &row, &e)) == SHEET_ROW)
            for (size_t i = 0; i < row.count; i++) {
                const struct sheet_cell *c = &row.cells[i];
                HOLDS(c->at + c->length <= row.bytes.used || !c->length);
                buffer_append(out, c->length ? row.bytes.data + c->at : "", c->length);
                buffer_append(out, c->number ? "\1" : "\2", 1);
            }
    sheet_row_free(&row);
    fuzz_told(result == SHEET_END, &e);
    return result == SHEET_END;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error e = {0};
    struct sheet *s = sheet_open(fuzz_file(data, size), &e);
    struct buffer one, two;
    fuzz_told(s, &e);
    if (!s)
        return 0;
    buffer_init(&one, 1 << 26);
    buffer_init(&two, 1 << 26);
    for (size_t i = 0; i < sheet_tables(s) && i < 16; i++) {
        HOLDS(sheet_table_name(s, i) && sheet_table_title(s, i));
        if (!table_read(s, i, &one))
            break;
        HOLDS(table_read(s, i, &two) && one.used == two.used &&
              (!one.used || memcmp(one.data, two.data, one.used) == 0));
    }
    buffer_free(&one);
    buffer_free(&two);
    sheet_close(s);
    return 0;
}
