#include "adapters/table/sheet_xml.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool is_cell(const struct sheet_xml *x, const char *name)
{
    return strcmp(name, x->cell) == 0 || (x->covered && strcmp(name, x->covered) == 0);
}

static enum sheet_result row_read(const struct sheet_xml *x, void *format, struct xml_part *part,
                                  struct sheet_row *row, struct error *e)
{
    size_t next = 0;
    x->begin(format, row);
    for (;;) {
        enum xml_event event = xml_part_next(part, e);
        if (event == XML_FAILED || event == XML_OVER)
            return SHEET_FAILED;
        if (event == XML_TEXT)
            continue;
        const char *name = xml_part_name(part);
        if (event == XML_FINISH && strcmp(name, x->row) == 0)
            return x->end(format, row, e) ? SHEET_ROW : SHEET_FAILED;
        if (event == XML_BEGIN && is_cell(x, name) && !x->read(format, row, &next, e))
            return SHEET_FAILED;
    }
}

enum sheet_result sheet_xml_next(const struct sheet_xml *x, void *format, struct xml_part *part,
                                 struct sheet_row *row, struct error *e)
{
    for (;;) {
        enum xml_event event = xml_part_next(part, e);
        if (event == XML_FAILED)
            return SHEET_FAILED;
        if (event == XML_OVER ||
            (event == XML_FINISH && x->sheet && strcmp(xml_part_name(part), x->sheet) == 0))
            return SHEET_END;
        if (event == XML_BEGIN && strcmp(xml_part_name(part), x->row) == 0)
            return row_read(x, format, part, row, e);
    }
}

bool sheet_list_add(struct sheet_list *l, const char *name, bool hidden, const char *file, struct error *e)
{
    if (l->count == LIMIT_SHEETS)
        return error_set(e, ERROR_DATA, file, _("Delete the sheets that are not needed."),
                         _("more than %d sheets"), LIMIT_SHEETS);
    l->sheets[l->count].name = strdup(name ? name : "");
    l->sheets[l->count].hidden = hidden;
    return l->sheets[l->count++].name != NULL || error_memory(e, file);
}

void sheet_list_free(struct sheet_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->sheets[i].name);
    l->count = 0;
}

bool cell_text_add(struct buffer *text, const char *more, size_t n, struct error *e)
{
    return buffer_append(text, more, n) ||
           error_set(e, ERROR_DATA, "", _("Look at this row: it is no table row."), _("the row is too long"));
}

void cell_text_free(struct buffer *text)
{
    if (text->data)
        explicit_bzero(text->data, text->size);
    buffer_free(text);
}
