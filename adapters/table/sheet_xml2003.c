/* XML Spreadsheet 2003 as sheets: one file of XML, often named .xls. The XML is read while it comes; the reader goes
 * through the file once more for each sheet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/table/merge.h"
#include "adapters/table/sheet_xml.h"
#include "base/text.h"

struct xml2003 {
    char *file;
    struct sheet_list list;
    bool from_1904;
    struct xml_part *part;
    struct merges *merges;
    size_t line;
    struct buffer value;
};

static bool xml2003_suits(const char *head, size_t n)
{
    return memmem(head, n, "urn:schemas-microsoft-com:office:spreadsheet", 44) != NULL &&
           memmem(head, n, "<?xml", 5) != NULL && memmem(head, n, "<html", 5) == NULL;
}

static void xml2003_close(void *handle)
{
    struct xml2003 *x = handle;
    sheet_list_free(&x->list);
    xml_part_close(x->part);
    merges_free(x->merges);
    cell_text_free(&x->value);
    free(x->file);
    free(x);
}

/* <Worksheet ss:Name="S">, <Visible>SheetHidden</Visible> within; <Date1904/> */
static bool outline_element(struct xml2003 *x, struct xml_part *p, const char *name, struct error *e)
{
    x->from_1904 |= strcmp(name, "Date1904") == 0;
    return strcmp(name, "Worksheet") != 0 ||
           sheet_list_add(&x->list, xml_part_attribute(p, "Name"), false, x->file, e);
}

static bool outline_read(struct xml2003 *x, struct error *e)
{
    struct xml_part *p = xml_file_open(x->file, e);
    enum xml_event event = p ? XML_TEXT : XML_FAILED;
    bool visible = false;
    while (event != XML_FAILED && event != XML_OVER) {
        event = xml_part_next(p, e);
        if (event == XML_BEGIN && !outline_element(x, p, xml_part_name(p), e))
            event = XML_FAILED;
        else if (event == XML_BEGIN || event == XML_FINISH)
            visible = event == XML_BEGIN && strcmp(xml_part_name(p), "Visible") == 0;
        else if (event == XML_TEXT && visible && x->list.count)
            x->list.sheets[x->list.count - 1].hidden = strstr(xml_part_text(p), "Hidden") != NULL;
    }
    xml_part_close(p);
    return event == XML_OVER;
}

static void *xml2003_open(const char *file, struct error *e)
{
    struct xml2003 *x = calloc(1, sizeof *x);
    if (x)
        x->file = strdup(file);
    if (!x || !x->file) {
        free(x);
        error_memory(e, file);
        return NULL;
    }
    buffer_init(&x->value, LIMIT_RECORD_BYTES);
    if (outline_read(x, e))
        return x;
    xml2003_close(x);
    return NULL;
}

static size_t xml2003_tables(const void *handle)
{
    return ((const struct xml2003 *)handle)->list.count;
}

static const char *xml2003_name(const void *handle, size_t table)
{
    return ((const struct xml2003 *)handle)->list.sheets[table].name;
}

static bool xml2003_hidden(const void *handle, size_t table)
{
    return ((const struct xml2003 *)handle)->list.sheets[table].hidden;
}

static bool xml2003_from_1904(const void *handle)
{
    return ((const struct xml2003 *)handle)->from_1904;
}

static bool xml2003_select(void *handle, size_t table, struct error *e)
{
    struct xml2003 *x = handle;
    size_t at = 0;
    xml_part_close(x->part);
    merges_free(x->merges);
    x->line = 0;
    x->merges = merges_new(e);
    x->part = xml_file_open(x->file, e);
    while (x->part && x->merges) {
        enum xml_event event = xml_part_next(x->part, e);
        if (event == XML_FAILED)
            return false;
        if (event == XML_OVER ||
            (event == XML_BEGIN && strcmp(xml_part_name(x->part), "Worksheet") == 0 && at++ == table))
            return true;
    }
    return false;
}

/* --- rows --- */

static size_t number_attribute(struct xml2003 *x, const char *name)
{
    const char *text = xml_part_attribute(x->part, name);
    return text ? strtoul(text, NULL, 10) : 0;
}

/* Reads the text of <Data> up to </Cell>, comments apart; *error: the data's type is Error. */
static bool data_read(struct xml2003 *x, bool *number, bool *error, struct error *e)
{
    int data = 0, aside = 0;
    buffer_reset(&x->value);
    *number = *error = false;
    for (;;) {
        enum xml_event event = xml_part_next(x->part, e);
        if (event == XML_FAILED || event == XML_OVER)
            return false;
        if (event == XML_TEXT) {
            const char *text = xml_part_text(x->part);
            if (data && !aside && !cell_text_add(&x->value, text, strlen(text), e))
                return false;
            continue;
        }
        const char *name = xml_part_name(x->part);
        int step = event == XML_BEGIN ? 1 : -1;
        if (strcmp(name, "Comment") == 0 || strcmp(name, "Sup") == 0 || strcmp(name, "Sub") == 0 ||
            strcmp(name, "S") == 0)
            aside += step;
        if (strcmp(name, "Data") == 0) {
            const char *type = event == XML_BEGIN ? xml_part_attribute(x->part, "Type") : NULL;
            data += step;
            *number |= !aside && type && strcmp(type, "Number") == 0;
            *error |= !aside && type && strcmp(type, "Error") == 0;
        }
        if (event == XML_FINISH && strcmp(name, "Cell") == 0)
            return true;
    }
}

static bool cell_read(void *format, struct sheet_row *row, size_t *next, struct error *e)
{
    struct xml2003 *x = format;
    size_t index = number_attribute(x, "Index"), across = number_attribute(x, "MergeAcross"),
           down = number_attribute(x, "MergeDown");
    bool formula = xml_part_attribute(x->part, "Formula") != NULL, number, error;
    size_t column = index ? index - 1 : *next;
    if (column > LIMIT_SHEET_COLUMNS || across > LIMIT_SHEET_COLUMNS)
        column = LIMIT_SHEET_COLUMNS;
    *next = column + 1 + across;
    if (!data_read(x, &number, &error, e))
        return false;
    if (error || (formula && !x->value.used))
        return sheet_row_fault(row, column, error ? CELL_ERROR : CELL_FORMULA, e);
    return sheet_row_put(row, column, buffer_string(&x->value), x->value.used, number, e) &&
           (!down || merges_add(x->merges, x->line, x->line + down, column, e));
}

static void row_begin(void *format, struct sheet_row *row)
{
    struct xml2003 *x = format;
    size_t index = number_attribute(x, "Index");
    x->line = index > x->line ? index : x->line + 1;
    sheet_row_begin(row, x->line);
}

static bool row_end(void *format, struct sheet_row *row, struct error *e)
{
    return merges_fill(((struct xml2003 *)format)->merges, row, e);
}

static enum sheet_result xml2003_next(void *handle, struct sheet_row *row, struct error *e)
{
    static const struct sheet_xml elements = {.sheet = "Worksheet",
                                              .row = "Row",
                                              .cell = "Cell",
                                              .begin = row_begin,
                                              .read = cell_read,
                                              .end = row_end};
    struct xml2003 *x = handle;
    sheet_row_begin(row, x->line);
    return sheet_xml_next(&elements, x, x->part, row, e);
}

const struct sheet_format sheet_xml2003 = {.suits = xml2003_suits,
                                           .open = xml2003_open,
                                           .close = xml2003_close,
                                           .tables = xml2003_tables,
                                           .name = xml2003_name,
                                           .hidden = xml2003_hidden,
                                           .select = xml2003_select,
                                           .next = xml2003_next,
                                           .from_1904 = xml2003_from_1904,
                                           .costly = true};
