/* XLSX as a sheet: a ZIP of XML parts, each unpacked and read as it comes; only the shared strings are held.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "adapters/table/shared_strings.h"
#include "adapters/table/sheet_format.h"
#include "base/text.h"

#define WORKBOOK  "xl/workbook.xml"
#define RELATIONS "xl/_rels/workbook.xml.rels"

struct workbook_sheet {
    char *name, *relation, *part;
};

struct xlsx {
    char *file;
    zip_t *zip;
    struct workbook_sheet sheets[LIMIT_SHEETS];
    size_t sheet_count;
    char *strings_part;
    struct shared_strings strings;
    bool from_1904;
    struct xml_part *part; /* the sheet that is being read */
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
    for (size_t i = 0; i < x->sheet_count; i++) {
        free(x->sheets[i].name);
        free(x->sheets[i].relation);
        free(x->sheets[i].part);
    }
    xml_part_close(x->part);
    shared_strings_free(&x->strings);
    if (x->value.data)
        explicit_bzero(x->value.data, x->value.size);
    buffer_free(&x->value);
    if (x->zip)
        zip_discard(x->zip);
    free(x->strings_part);
    free(x->file);
    free(x);
}

/* --- the workbook --- */

static bool is_yes(const char *text)
{
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static char *copy(const char *text)
{
    return strdup(text ? text : "");
}

/* <workbookPr date1904="1"/>, <sheet name="..." state="hidden" r:id="rId1"/> */
static bool workbook_element(struct xlsx *x, struct xml_part *p, struct error *e)
{
    const char *name = xml_part_name(p);
    if (strcmp(name, "workbookPr") == 0)
        x->from_1904 = is_yes(xml_part_attribute(p, "date1904"));
    if (strcmp(name, "sheet") != 0)
        return true;
    const char *state = xml_part_attribute(p, "state");
    if (state && strcmp(state, "visible") != 0)
        return true;
    if (x->sheet_count == LIMIT_SHEETS)
        return error_set(e, ERROR_DATA, x->file, _("Delete the sheets that are not needed."),
                         _("more than %d sheets"), LIMIT_SHEETS);
    struct workbook_sheet *sheet = &x->sheets[x->sheet_count++];
    sheet->name = copy(xml_part_attribute(p, "name"));
    sheet->relation = copy(xml_part_attribute(p, "id"));
    return (sheet->name && sheet->relation) || error_memory(e, x->file);
}

/* "worksheets/sheet1.xml" is seen from xl/, "/xl/worksheets/sheet1.xml" from the top. */
static char *part_path(const char *target)
{
    char *path = NULL;
    if (*target == '/')
        return strdup(target + 1);
    return asprintf(&path, "xl/%s", target) < 0 ? NULL : path;
}

/* <Relationship Id="rId1" Type=".../worksheet" Target="worksheets/sheet1.xml"/> */
static bool relation_element(struct xlsx *x, struct xml_part *p, struct error *e)
{
    static const char strings[] = "/sharedStrings";
    const char *target = xml_part_attribute(p, "Target");
    char *path = target ? part_path(target) : NULL, *id = copy(xml_part_attribute(p, "Id"));
    bool ok = (path || !target) && id;
    const char *type = xml_part_attribute(p, "Type");
    size_t n = type ? strlen(type) : 0, k = sizeof strings - 1;
    for (size_t i = 0; ok && path && i < x->sheet_count; i++)
        if (!x->sheets[i].part && strcmp(x->sheets[i].relation, id) == 0) {
            x->sheets[i].part = path;
            path = NULL;
        }
    if (path && !x->strings_part && n >= k && strcmp(type + n - k, strings) == 0) {
        x->strings_part = path;
        path = NULL;
    }
    free(path);
    free(id);
    return ok || error_memory(e, x->file);
}

/* Shows each element of a part. */
static bool part_each(struct xlsx *x, const char *part,
                      bool (*see)(struct xlsx *, struct xml_part *, struct error *), struct error *e)
{
    struct xml_part *p = xml_part_open(x->zip, x->file, part, e);
    enum xml_event event = p ? XML_TEXT : XML_FAILED;
    while (event != XML_FAILED && event != XML_OVER) {
        event = xml_part_next(p, e);
        if (event == XML_BEGIN && !see(x, p, e))
            event = XML_FAILED;
    }
    xml_part_close(p);
    return event == XML_OVER;
}

static bool strings_read(struct xlsx *x, struct error *e)
{
    if (!x->strings_part || !xml_part_there(x->zip, x->strings_part))
        return true;
    struct xml_part *p = xml_part_open(x->zip, x->file, x->strings_part, e);
    bool ok = p && shared_strings_read(&x->strings, p, x->file, e);
    xml_part_close(p);
    return ok;
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
    if (!xml_part_there(x->zip, WORKBOOK))
        return error_set(e, ERROR_DATA, x->file, _("Open it and save it as .xlsx."),
                         _("a ZIP archive, but no XLSX workbook"));
    return part_each(x, WORKBOOK, workbook_element, e) && part_each(x, RELATIONS, relation_element, e) &&
           strings_read(x, e);
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
    return ((const struct xlsx *)handle)->sheet_count;
}

static const char *xlsx_name(const void *handle, size_t table)
{
    return ((const struct xlsx *)handle)->sheets[table].name;
}

static bool xlsx_from_1904(const void *handle)
{
    return ((const struct xlsx *)handle)->from_1904;
}

static bool xlsx_select(void *handle, size_t table, struct error *e)
{
    struct xlsx *x = handle;
    xml_part_close(x->part);
    x->part = NULL;
    x->line = 0;
    if (!x->sheets[table].part)
        return error_set(e, ERROR_DATA, x->file, _("Save the workbook again as .xlsx."),
                         _("the sheet '%.100s' is named, but not there"), x->sheets[table].name);
    x->part = xml_part_open(x->zip, x->file, x->sheets[table].part, e);
    return x->part != NULL;
}

/* --- cells --- */

/* "BC12": 54; past the last column of any spreadsheet: LIMIT_SHEET_COLUMNS. No letters: `next`. */
static size_t column_of(const char *reference, size_t next)
{
    size_t column = 0;
    if (!reference || *reference < 'A' || *reference > 'Z')
        return next;
    for (; *reference >= 'A' && *reference <= 'Z'; reference++) {
        column = column * 26 + (size_t)(*reference - 'A') + 1;
        if (column > LIMIT_SHEET_COLUMNS)
            return LIMIT_SHEET_COLUMNS;
    }
    return column - 1;
}

enum cell_type { TYPE_NUMBER, TYPE_SHARED, TYPE_TEXT };

static enum cell_type type_of(const char *type)
{
    if (!type || strcmp(type, "n") == 0)
        return TYPE_NUMBER;
    return strcmp(type, "s") == 0 ? TYPE_SHARED : TYPE_TEXT;
}

/* The text between <c> and </c>: of <v>, or of <t> within <is>; not of formulas and reading aids. */
static bool value_read(struct xlsx *x, struct error *e)
{
    int aside = 0;
    buffer_reset(&x->value);
    for (;;) {
        enum xml_event event = xml_part_next(x->part, e);
        if (event == XML_FAILED || event == XML_OVER)
            return false;
        if (event == XML_TEXT) {
            if (!aside && !buffer_text(&x->value, xml_part_text(x->part)))
                return error_set(e, ERROR_DATA, "", _("Look at this row: it is no table row."),
                                 _("the row is too long"));
            continue;
        }
        const char *name = xml_part_name(x->part);
        if (strcmp(name, "f") == 0 || strcmp(name, "rPh") == 0)
            aside += event == XML_BEGIN ? 1 : -1;
        else if (event == XML_FINISH && strcmp(name, "c") == 0)
            return true;
    }
}

static bool cell_read(struct xlsx *x, struct sheet_row *row, size_t *next, struct error *e)
{
    size_t column = column_of(xml_part_attribute(x->part, "r"), *next);
    enum cell_type type = type_of(xml_part_attribute(x->part, "t"));
    *next = column + 1;
    if (!value_read(x, e))
        return false;
    const char *text = buffer_string(&x->value);
    size_t n = x->value.used;
    if (type == TYPE_SHARED && n) {
        char *end;
        unsigned long index = strtoul(text, &end, 10);
        text = *end ? NULL : shared_strings_get(&x->strings, index, &n);
        if (!text)
            return error_set(e, ERROR_DATA, "", _("Save the workbook again as .xlsx."),
                             _("a cell names a shared string that is not there"));
    }
    return sheet_row_put(row, column, text, n, type == TYPE_NUMBER, e);
}

static enum sheet_result row_read(struct xlsx *x, struct sheet_row *row, struct error *e)
{
    size_t next = 0;
    const char *line = xml_part_attribute(x->part, "r");
    unsigned long said = line ? strtoul(line, NULL, 10) : 0;
    x->line = said > x->line ? said : x->line + 1;
    sheet_row_begin(row, x->line);
    for (;;) {
        enum xml_event event = xml_part_next(x->part, e);
        if (event == XML_FAILED || event == XML_OVER)
            return SHEET_FAILED;
        if (event == XML_TEXT)
            continue;
        const char *name = xml_part_name(x->part);
        if (event == XML_FINISH && strcmp(name, "row") == 0)
            return SHEET_ROW;
        if (event == XML_BEGIN && strcmp(name, "c") == 0 && !cell_read(x, row, &next, e))
            return SHEET_FAILED;
    }
}

static enum sheet_result xlsx_next(void *handle, struct sheet_row *row, struct error *e)
{
    struct xlsx *x = handle;
    sheet_row_begin(row, x->line);
    for (;;) {
        enum xml_event event = xml_part_next(x->part, e);
        if (event == XML_FAILED)
            return SHEET_FAILED;
        if (event == XML_OVER)
            return SHEET_END;
        if (event == XML_BEGIN && strcmp(xml_part_name(x->part), "row") == 0)
            return row_read(x, row, e);
    }
}

const struct sheet_format sheet_xlsx = {.suits = xlsx_suits,
                                        .open = xlsx_open,
                                        .close = xlsx_close,
                                        .tables = xlsx_tables,
                                        .name = xlsx_name,
                                        .select = xlsx_select,
                                        .next = xlsx_next,
                                        .from_1904 = xlsx_from_1904};
