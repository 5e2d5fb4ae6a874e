/* OpenDocument spreadsheets as sheets (OASIS ODF 1.3, part 3): the part content.xml of a ZIP, or one file of XML
 * (.fods). The XML is read while it comes; the reader goes through it once more for each sheet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/table/merge.h"
#include "adapters/table/sheet_xml.h"
#include "base/key_set.h"
#include "base/text.h"

struct ods {
    char *file;
    zip_t *zip; /* NULL: the file is one XML file */
    struct sheet_list list;
    struct key_set unseen; /* styles of hidden sheets */
    struct xml_part *part;
    struct merges *merges;
    size_t line;
    struct sheet_row again; /* a row that the file repeats: */
    size_t times;           /* how many copies of the row are still to come */
    size_t repeated;        /* how often the row that is being read stands there */
    struct buffer value;
};

static bool ods_suits(const char *head, size_t n)
{
    static const char type[] = "application/vnd.oasis.opendocument.spreadsheet";
    bool packed = n >= 4 && memcmp(head, "PK\x03\x04", 4) == 0,
         marked = memmem(head, n, type, sizeof type - 1) != NULL;
    /* Another program that packs the file anew compresses the type itself: only the type's name still comes first. */
    bool first = packed && n > 38 && memcmp(head + 30, "mimetype", 8) == 0 && (head[8] || head[9]);
    return first || (marked && (packed || (memmem(head, n, "<?xml", 5) != NULL &&
                                           memmem(head, n, "office:document", 15) != NULL)));
}

static void ods_close(void *handle)
{
    struct ods *x = handle;
    sheet_list_free(&x->list);
    key_set_clear(&x->unseen);
    xml_part_close(x->part);
    merges_free(x->merges);
    sheet_row_free(&x->again);
    cell_text_free(&x->value);
    if (x->zip)
        zip_discard(x->zip);
    free(x->file);
    free(x);
}

static struct xml_part *content_open(const struct ods *x, struct error *e)
{
    return x->zip ? xml_part_open(x->zip, x->file, "content.xml", e) : xml_file_open(x->file, e);
}

/* --- the list of sheets --- */

/* <style:style style:name="ta2"><style:table-properties table:display="false"/>: *style is the name of the open
 * style. */
static bool style_element(struct ods *x, struct xml_part *p, const char *name, char style[LIMIT_NAME_BYTES],
                          struct error *e)
{
    const char *told;
    if (strcmp(name, "style") == 0) {
        told = xml_part_attribute(p, "name");
        snprintf(style, LIMIT_NAME_BYTES, "%s", told ? told : "");
    } else if (strcmp(name, "table-properties") == 0 && *style) {
        told = xml_part_attribute(p, "display");
        if (told && strcmp(told, "false") == 0 && !key_set_add(&x->unseen, style, strlen(style)))
            return error_memory(e, x->file);
    }
    return true;
}

static bool sheet_element(struct ods *x, struct xml_part *p, struct error *e)
{
    char style[LIMIT_NAME_BYTES];
    const char *told = xml_part_attribute(p, "style-name");
    snprintf(style, sizeof style, "%s", told ? told : "");
    bool hidden = *style && key_set_has(&x->unseen, style, strlen(style));
    return sheet_list_add(&x->list, xml_part_attribute(p, "name"), hidden, x->file, e);
}

static bool outline_read(struct ods *x, struct error *e)
{
    struct xml_part *p = content_open(x, e);
    enum xml_event event = p ? XML_TEXT : XML_FAILED;
    char style[LIMIT_NAME_BYTES] = "";
    size_t depth = 0; /* depth of tables: a table within a cell is no sheet */
    while (event != XML_FAILED && event != XML_OVER) {
        event = xml_part_next(p, e);
        bool table = (event == XML_BEGIN || event == XML_FINISH) && strcmp(xml_part_name(p), "table") == 0;
        if (table && event == XML_FINISH)
            depth -= depth > 0;
        if ((table && event == XML_BEGIN && depth++ == 0 && !sheet_element(x, p, e)) ||
            (event == XML_BEGIN && !table && !style_element(x, p, xml_part_name(p), style, e)))
            event = XML_FAILED;
    }
    xml_part_close(p);
    return event == XML_OVER;
}

static bool is_locked(zip_t *zip)
{
    char bytes[16384];
    struct part_bytes *p = part_bytes_open(zip, "META-INF/manifest.xml");
    zip_int64_t n = p ? part_bytes_read(p, bytes, sizeof bytes) : 0;
    part_bytes_close(p);
    return n > 0 && memmem(bytes, (size_t)n, "encryption-data", 15) != NULL;
}

static bool archive_open(struct ods *x, struct error *e)
{
    FILE *f = fopen(x->file, "rbe");
    char head[4] = "";
    bool packed = f && fread(head, 1, sizeof head, f) == sizeof head && memcmp(head, "PK\x03\x04", 4) == 0;
    if (f)
        fclose(f);
    if (!packed)
        return outline_read(x, e);
    x->zip = zip_open(x->file, ZIP_RDONLY, NULL);
    if (!x->zip)
        return error_set(e, ERROR_DATA, x->file, _("Copy or export the file again."),
                         _("the file is damaged: it is no whole ZIP archive"));
    if (is_locked(x->zip))
        return error_set(e, ERROR_DATA, x->file, _("Open it and save it without a password."),
                         _("a workbook with a password"));
    return outline_read(x, e);
}

static void *ods_open(const char *file, struct error *e)
{
    struct ods *x = calloc(1, sizeof *x);
    if (x)
        x->file = strdup(file);
    if (!x || !x->file) {
        free(x);
        error_memory(e, file);
        return NULL;
    }
    buffer_init(&x->value, LIMIT_RECORD_BYTES);
    sheet_row_init(&x->again);
    if (archive_open(x, e))
        return x;
    ods_close(x);
    return NULL;
}

static size_t ods_tables(const void *handle)
{
    return ((const struct ods *)handle)->list.count;
}

static const char *ods_name(const void *handle, size_t table)
{
    return ((const struct ods *)handle)->list.sheets[table].name;
}

static bool ods_hidden(const void *handle, size_t table)
{
    return ((const struct ods *)handle)->list.sheets[table].hidden;
}

/* Dates come as text, with days and hours, so that no serial date is counted. */
static bool ods_from_1904(const void *handle)
{
    (void)handle;
    return false;
}

static bool ods_select(void *handle, size_t table, struct error *e)
{
    struct ods *x = handle;
    size_t at = 0, depth = 0;
    xml_part_close(x->part);
    merges_free(x->merges);
    x->line = x->times = 0;
    x->merges = merges_new(e);
    x->part = content_open(x, e);
    while (x->part && x->merges) {
        enum xml_event event = xml_part_next(x->part, e);
        if (event == XML_FAILED)
            return false;
        if (event == XML_OVER)
            return true;
        if (event == XML_TEXT || strcmp(xml_part_name(x->part), "table") != 0)
            continue;
        if (event == XML_FINISH)
            depth -= depth > 0;
        else if (depth++ == 0 && at++ == table)
            return true;
    }
    return false;
}

/* --- cells --- */

static size_t number_attribute(struct ods *x, const char *name, size_t otherwise)
{
    const char *text = xml_part_attribute(x->part, name);
    unsigned long number = text ? strtoul(text, NULL, 10) : 0;
    return number ? number : otherwise;
}

/* What the attributes of a cell say of its value. */
struct ods_value {
    bool number, written; /* written: value holds the attributes' value, not the cell's text */
    bool formula, typed;
    size_t columns, rows; /* how often the cell is repeated; how many rows it spans */
};

/* Reads numbers and dates from the attributes: the text is formatted by the user's settings. */
static bool value_begin(struct ods *x, struct ods_value *v, struct error *e)
{
    char type[32];
    const char *told = xml_part_attribute(x->part, "value-type");
    snprintf(type, sizeof type, "%s", told ? told : "");
    *v = (struct ods_value){.typed = *type != '\0',
                            .columns = number_attribute(x, "number-columns-repeated", 1),
                            .rows = number_attribute(x, "number-rows-spanned", 1),
                            .formula = xml_part_attribute(x->part, "formula") != NULL};
    buffer_reset(&x->value);
    bool date = strcmp(type, "date") == 0;
    v->number =
        strcmp(type, "float") == 0 || strcmp(type, "percentage") == 0 || strcmp(type, "currency") == 0;
    told = date        ? xml_part_attribute(x->part, "date-value")
           : v->number ? xml_part_attribute(x->part, "value")
                       : NULL;
    v->written = told != NULL;
    return !told || cell_text_add(&x->value, told, strlen(told), e);
}

/* Reads the cell's paragraphs up to its end, with a blank between them; notes and inner tables are left out. */
static bool text_read(struct ods *x, const char *cell, struct ods_value *v, struct error *e)
{
    size_t aside = 0;
    for (;;) {
        enum xml_event event = xml_part_next(x->part, e);
        if (event == XML_FAILED || event == XML_OVER)
            return false;
        bool ok = true;
        if (event == XML_TEXT) {
            const char *text = xml_part_text(x->part);
            ok = aside || v->written || cell_text_add(&x->value, text, strlen(text), e);
        } else {
            const char *name = xml_part_name(x->part);
            bool apart =
                strcmp(name, "annotation") == 0 || strcmp(name, "table") == 0 || strcmp(name, "shapes") == 0;
            bool gap = strcmp(name, "p") == 0 || strcmp(name, "s") == 0 || strcmp(name, "line-break") == 0 ||
                       strcmp(name, "tab") == 0;
            if (event == XML_FINISH && !aside && strcmp(name, cell) == 0)
                return true;
            if (apart)
                aside = event == XML_BEGIN ? aside + 1 : aside - (aside > 0);
            ok = !gap || aside || v->written || event == XML_FINISH || !x->value.used ||
                 cell_text_add(&x->value, " ", 1, e);
        }
        if (!ok)
            return false;
    }
}

static bool cell_put(struct ods *x, struct sheet_row *row, size_t column, const struct ods_value *v,
                     struct error *e)
{
    const char *text = buffer_string(&x->value);
    bool error = v->formula && (*text == '#' || strncmp(text, "Err:", 4) == 0);
    if (v->formula && !v->typed && !*text)
        return sheet_row_fault(row, column, CELL_FORMULA, e);
    if (error)
        return sheet_row_fault(row, column, CELL_ERROR, e);
    return sheet_row_put(row, column, text, x->value.used, v->number, e);
}

static bool cell_read(void *format, struct sheet_row *row, size_t *next, struct error *e)
{
    struct ods *x = format;
    char name[24];
    struct ods_value v;
    snprintf(name, sizeof name, "%s", xml_part_name(x->part));
    bool covered = strcmp(name, "covered-table-cell") == 0;
    if (!value_begin(x, &v, e))
        return false;
    size_t column = *next;
    *next = column + v.columns;
    if (*next > LIMIT_SHEET_COLUMNS) /* repeated empty cells fill the sheet up to its last column */
        *next = LIMIT_SHEET_COLUMNS;
    if (!text_read(x, name, &v, e))
        return false;
    bool ok = true, filled = !covered && (x->value.used || v.formula);
    for (size_t i = column; ok && filled && i < *next; i++)
        ok = cell_put(x, row, i, &v, e);
    if (filled && column == LIMIT_SHEET_COLUMNS)
        ok = cell_put(x, row, column, &v, e); /* sheet_row_put() tells that there are too many columns */
    return ok && (v.rows == 1 || covered || !filled ||
                  merges_add(x->merges, x->line, x->line + v.rows - 1, column, e));
}

/* --- rows --- */

static bool row_keep(struct ods *x, const struct sheet_row *row, struct error *e)
{
    sheet_row_begin(&x->again, row->line);
    if (row->bytes.used && !buffer_append(&x->again.bytes, row->bytes.data, row->bytes.used))
        return error_memory(e, x->file);
    memcpy(x->again.cells, row->cells, row->count * sizeof *row->cells);
    x->again.count = row->count;
    return true;
}

static enum sheet_result row_again(struct ods *x, struct sheet_row *row, struct error *e)
{
    x->times--;
    sheet_row_begin(row, ++x->line);
    if (x->again.bytes.used && !buffer_append(&row->bytes, x->again.bytes.data, x->again.bytes.used))
        return error_memory(e, x->file) ? SHEET_ROW : SHEET_FAILED;
    memcpy(row->cells, x->again.cells, x->again.count * sizeof *row->cells);
    row->count = x->again.count;
    return SHEET_ROW;
}

static void row_begin(void *format, struct sheet_row *row)
{
    struct ods *x = format;
    x->repeated = number_attribute(x, "number-rows-repeated", 1);
    sheet_row_begin(row, ++x->line);
}

static bool row_end(void *format, struct sheet_row *row, struct error *e)
{
    struct ods *x = format;
    size_t more = x->repeated - 1;
    if (more && row->count == 0) /* repeated blank rows fill the sheet up to its end */
        x->line += more;
    else if (more && !row_keep(x, row, e))
        return false;
    else
        x->times = more < LIMIT_COUNT_ROWS ? more : LIMIT_COUNT_ROWS;
    return merges_fill(x->merges, row, e);
}

static enum sheet_result ods_next(void *handle, struct sheet_row *row, struct error *e)
{
    static const struct sheet_xml elements = {.sheet = "table",
                                              .row = "table-row",
                                              .cell = "table-cell",
                                              .covered = "covered-table-cell",
                                              .begin = row_begin,
                                              .read = cell_read,
                                              .end = row_end};
    struct ods *x = handle;
    if (x->times)
        return row_again(x, row, e);
    sheet_row_begin(row, x->line);
    return sheet_xml_next(&elements, x, x->part, row, e);
}

const struct sheet_format sheet_ods = {.suits = ods_suits,
                                       .open = ods_open,
                                       .close = ods_close,
                                       .tables = ods_tables,
                                       .name = ods_name,
                                       .hidden = ods_hidden,
                                       .select = ods_select,
                                       .next = ods_next,
                                       .from_1904 = ods_from_1904,
                                       .costly = true};
