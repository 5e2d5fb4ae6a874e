/* XLSX as sheets: a ZIP of XML parts, each unpacked and read while it comes; only the shared strings are kept in
 * memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "adapters/table/merge.h"
#include "adapters/table/number_look.h"
#include "adapters/table/rich_text.h"
#include "adapters/table/shared_strings.h"
#include "adapters/table/sheet_xml.h"
#include "adapters/table/workbook.h"
#include "base/text.h"

struct xlsx {
    char *file;
    zip_t *zip;
    struct workbook book;
    struct shared_strings strings;
    struct number_looks *looks; /* NULL: every number is shown as it stands */
    struct xml_part *part;      /* the sheet that is being read; NULL: it has no cells */
    struct merges *merges;
    size_t merged; /* the sheet that they are of */
    size_t line;
    struct buffer value; /* of the cell that is being read */
};

static bool xlsx_suits(const char *head, size_t n)
{
    return n >= 4 && memcmp(head, "PK\x03\x04", 4) == 0;
}

static void xlsx_close(void *handle)
{
    struct xlsx *x = handle;
    xml_part_close(x->part);
    merges_free(x->merges);
    shared_strings_free(&x->strings);
    number_looks_free(x->looks);
    cell_text_free(&x->value);
    if (x->zip)
        zip_discard(x->zip);
    workbook_free(&x->book);
    free(x->file);
    free(x);
}

/* --- the workbook --- */

static bool strings_read(struct xlsx *x, struct error *e)
{
    if (!x->book.strings_part || !xml_part_there(x->zip, x->book.strings_part))
        return true;
    struct xml_part *p = xml_part_open(x->zip, x->file, x->book.strings_part, e);
    bool ok = p && shared_strings_read(&x->strings, p, x->file, e);
    xml_part_close(p);
    return ok;
}

static bool looks_read(struct xlsx *x, struct error *e)
{
    struct error fault = {0};
    if (!x->book.styles_part || !xml_part_there(x->zip, x->book.styles_part))
        return true;
    struct xml_part *p = xml_part_open(x->zip, x->file, x->book.styles_part, e);
    if (!p)
        return false;
    x->looks = number_looks_read(p, &fault);
    xml_part_close(p);
    if (e && fault.code != ERROR_NONE)
        *e = fault;
    return fault.code == ERROR_NONE;
}

static bool archive_open(struct xlsx *x, struct error *e)
{
    struct stat s;
    if (stat(x->file, &s) == 0 && s.st_size > LIMIT_CSV_BYTES)
        return error_set(e, ERROR_DATA, x->file, _("Split it into smaller files."),
                         _("the file is too large"));
    x->zip = zip_open(x->file, ZIP_RDONLY, NULL);
    if (!x->zip)
        return error_set(e, ERROR_DATA, x->file, _("Copy or export the file again."),
                         _("the file is damaged: it is no whole ZIP archive"));
    return workbook_read(&x->book, x->zip, x->file, e) && strings_read(x, e) && looks_read(x, e);
}

static void *xlsx_open(const char *file, struct error *e)
{
    struct xlsx *x = calloc(1, sizeof *x);
    if (x)
        x->file = strdup(file);
    if (!x || !x->file) {
        free(x);
        error_memory(e, file);
        return NULL;
    }
    buffer_init(&x->value, LIMIT_RECORD_BYTES);
    if (archive_open(x, e))
        return x;
    xlsx_close(x);
    return NULL;
}

static size_t xlsx_tables(const void *handle)
{
    return ((const struct xlsx *)handle)->book.sheet_count;
}

static const char *xlsx_name(const void *handle, size_t table)
{
    return ((const struct xlsx *)handle)->book.sheets[table].name;
}

static bool xlsx_from_1904(const void *handle)
{
    return ((const struct xlsx *)handle)->book.from_1904;
}

static bool xlsx_hidden(const void *handle, size_t table)
{
    return ((const struct xlsx *)handle)->book.sheets[table].hidden;
}

static bool xlsx_select(void *handle, size_t table, struct error *e)
{
    struct xlsx *x = handle;
    const struct workbook_sheet *sheet = &x->book.sheets[table];
    xml_part_close(x->part);
    x->part = NULL;
    x->line = 0;
    if (sheet->chart)
        return true;
    if (!sheet->part)
        return error_set(e, ERROR_DATA, x->file, _("Save the workbook again as .xlsx."),
                         _("the sheet '%.100s' is named, but not there"), sheet->name);
    if (x->merges && x->merged == table) { /* a sheet is read twice: once to judge its columns */
        merges_rewind(x->merges);
    } else {
        merges_free(x->merges);
        x->merges = merges_find(x->zip, x->file, sheet->part, e);
        x->merged = table;
    }
    x->part = x->merges ? xml_part_open(x->zip, x->file, sheet->part, e) : NULL;
    return x->part != NULL;
}

/* --- cells --- */

enum cell_type { TYPE_NUMBER, TYPE_SHARED, TYPE_INLINE, TYPE_ERROR, TYPE_TEXT };

static enum cell_type type_of(const char *type)
{
    static const struct {
        const char *name;
        enum cell_type type;
    } types[] = {{"n", TYPE_NUMBER}, {"s", TYPE_SHARED}, {"inlineStr", TYPE_INLINE}, {"e", TYPE_ERROR}};
    if (!type)
        return TYPE_NUMBER;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i].name) == 0)
            return types[i].type;
    return TYPE_TEXT;
}

/* A cell without a reference stands to the right of the cell before. */
static size_t column_of(const char *reference, size_t next)
{
    size_t column, row;
    return reference && cell_reference(reference, &column, &row, NULL) ? column : next;
}

/* Spreadsheets write a control character as _xHHHH_ (ECMA-376 part 1, 22.9.2.19). Decodes them in place: a line end
 * becomes a blank, other controls are removed. */
static size_t escapes_read(char *text, size_t n)
{
    size_t to = 0;
    for (size_t i = 0; i < n; i++) {
        bool escape = n - i >= 7 && text[i] == '_' && text[i + 1] == 'x' &&
                      strspn(text + i + 2, "0123456789abcdefABCDEF") == 4 && text[i + 6] == '_';
        unsigned long code = escape ? strtoul(text + i + 2, NULL, 16) : 0x80;
        if (code >= 0x80) {
            text[to++] = text[i];
            continue;
        }
        i += 6;
        if (code == '\t' || code == '\n' || code == '\r' || code >= ' ')
            text[to++] = (char)(code >= ' ' ? code : ' ');
    }
    text[to] = '\0';
    return to;
}

/* Reads the text between <c> and </c>: of <v>, or of <t> within <is>, without formulas and reading aids. */
static bool value_read(struct xlsx *x, bool *formula, struct error *e)
{
    int aside = 0;
    struct rich_text rich = {0};
    *formula = false;
    buffer_reset(&x->value);
    for (;;) {
        enum xml_event event = xml_part_next(x->part, e);
        if (event == XML_FAILED || event == XML_OVER)
            return false;
        if (event == XML_TEXT) {
            const char *text = xml_part_text(x->part);
            if (!aside && !rich.aside && !cell_text_add(&x->value, text, strlen(text), e))
                return false;
            continue;
        }
        const char *name = xml_part_name(x->part);
        rich_text_see(&rich, x->part, event, name);
        *formula |= strcmp(name, "f") == 0;
        if (strcmp(name, "f") == 0 || strcmp(name, "rPh") == 0)
            aside += event == XML_BEGIN ? 1 : -1;
        else if (event == XML_FINISH && strcmp(name, "c") == 0)
            return true;
    }
}

/* The shared string whose number stands in the cell. */
static const char *shared_text(const struct xlsx *x, size_t *n, struct error *e)
{
    char *end;
    const char *number = buffer_string(&x->value);
    unsigned long index = strtoul(number, &end, 10);
    const char *text = *end || *number == '-' ? NULL : shared_strings_get(&x->strings, index, n);
    if (!text)
        error_set(e, ERROR_DATA, "", _("Save the workbook again as .xlsx."),
                  _("a cell names a shared string that is not there"));
    return text;
}

static const char *attribute_or(struct xml_part *p, const char *name, const char *absent)
{
    const char *value = xml_part_attribute(p, name);
    return value ? value : absent;
}

static bool cell_read(void *format, struct sheet_row *row, size_t *next, struct error *e)
{
    struct xlsx *x = format;
    size_t column = column_of(xml_part_attribute(x->part, "r"), *next);
    enum cell_type type = type_of(xml_part_attribute(x->part, "t"));
    char style[16] = "", shown[LIMIT_SHAPE_BYTES * 2];
    bool formula;
    if (x->looks && type == TYPE_NUMBER)
        snprintf(style, sizeof style, "%s", attribute_or(x->part, "s", "0"));
    *next = column + 1;
    if (!value_read(x, &formula, e))
        return false;
    size_t n = x->value.used;
    if (n == 0)
        return !formula || sheet_row_fault(row, column, CELL_FORMULA, e);
    if (type == TYPE_ERROR)
        return sheet_row_fault(row, column, CELL_ERROR, e);
    if (type == TYPE_SHARED) {
        const char *shared = shared_text(x, &n, e);
        buffer_reset(&x->value);
        if (!shared)
            return false;
        if (!cell_text_add(&x->value, shared, n, e))
            return false;
    }
    if (*style && number_looks_show(x->looks, style, buffer_string(&x->value), n, shown, sizeof shown))
        return sheet_row_put(row, column, shown, strlen(shown), false, e);
    if (type == TYPE_SHARED || type == TYPE_INLINE)
        n = n ? escapes_read(x->value.data, n) : 0;
    return sheet_row_put(row, column, buffer_string(&x->value), n, type == TYPE_NUMBER, e);
}

static void row_begin(void *format, struct sheet_row *row)
{
    struct xlsx *x = format;
    const char *line = xml_part_attribute(x->part, "r");
    unsigned long said = line ? strtoul(line, NULL, 10) : 0;
    x->line = said > x->line ? said : x->line + 1;
    sheet_row_begin(row, x->line);
}

static bool row_end(void *format, struct sheet_row *row, struct error *e)
{
    return merges_fill(((struct xlsx *)format)->merges, row, e);
}

static enum sheet_result xlsx_next(void *handle, struct sheet_row *row, struct error *e)
{
    static const struct sheet_xml elements = {
        .row = "row", .cell = "c", .begin = row_begin, .read = cell_read, .end = row_end};
    struct xlsx *x = handle;
    sheet_row_begin(row, x->line);
    return x->part ? sheet_xml_next(&elements, x, x->part, row, e) : SHEET_END;
}

const struct sheet_format sheet_xlsx = {.suits = xlsx_suits,
                                        .open = xlsx_open,
                                        .close = xlsx_close,
                                        .tables = xlsx_tables,
                                        .name = xlsx_name,
                                        .hidden = xlsx_hidden,
                                        .select = xlsx_select,
                                        .next = xlsx_next,
                                        .from_1904 = xlsx_from_1904,
                                        .costly = true};
