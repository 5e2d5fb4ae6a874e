/* CSV as a sheet: one table without a name. */
#include <stdlib.h>
#include <string.h>

#include "adapters/table/sheet_format.h"
#include "base/csv.h"

struct csv_sheet {
    char *file;
    struct csv *csv;
};

static bool csv_suits(const char *head, size_t n)
{
    (void)head;
    (void)n;
    return true;
}

static void csv_sheet_close(void *handle)
{
    struct csv_sheet *s = handle;
    csv_close(s->csv);
    free(s->file);
    free(s);
}

static bool csv_select(void *handle, size_t table, struct error *e)
{
    struct csv_sheet *s = handle;
    (void)table;
    csv_close(s->csv);
    s->csv = csv_open(s->file, e);
    return s->csv != NULL;
}

static void *csv_sheet_open(const char *file, struct error *e)
{
    struct csv_sheet *s = calloc(1, sizeof *s);
    if (s)
        s->file = strdup(file);
    if (!s || !s->file) {
        free(s);
        error_memory(e, file);
        return NULL;
    }
    if (csv_select(s, 0, e))
        return s;
    csv_sheet_close(s);
    return NULL;
}

static size_t csv_tables(const void *handle)
{
    (void)handle;
    return 1;
}

static const char *csv_name(const void *handle, size_t table)
{
    (void)handle;
    (void)table;
    return "";
}

static enum sheet_result csv_sheet_next(void *handle, struct sheet_row *row, struct error *e)
{
    struct csv_sheet *s = handle;
    sheet_row_begin(row, csv_line(s->csv));
    if (!csv_next(s->csv))
        return csv_ended(s->csv, e) ? SHEET_END : SHEET_FAILED;
    sheet_row_begin(row, csv_line(s->csv));
    for (size_t i = 0; i < csv_fields(s->csv); i++) {
        const char *field = csv_field(s->csv, i);
        if (!sheet_row_put(row, i, field, strlen(field), false, e))
            return SHEET_FAILED;
    }
    return SHEET_ROW;
}

static bool csv_from_1904(const void *handle)
{
    (void)handle;
    return false;
}

const struct sheet_format sheet_csv = {.suits = csv_suits,
                                       .open = csv_sheet_open,
                                       .close = csv_sheet_close,
                                       .tables = csv_tables,
                                       .name = csv_name,
                                       .select = csv_select,
                                       .next = csv_sheet_next,
                                       .from_1904 = csv_from_1904,
                                       .in_sequence = true};
