/* What formats whose sheets are XML share: the way from row to row and from cell to cell, the list of sheets, and the text of the
 * cell that is being read. */
#ifndef MOTCUA_ADAPTERS_TABLE_SHEET_XML_H
#define MOTCUA_ADAPTERS_TABLE_SHEET_XML_H

#include "adapters/table/sheet_format.h"
#include "adapters/table/xml_part.h"

/* How a format names its elements, and what it does at them; `format` is the format's opened file. */
struct sheet_xml {
    const char *sheet; /* the element that ends a sheet; NULL: the part's end does */
    const char *row, *cell;
    const char *covered; /* another element for a cell; NULL: there is none */
    /* Begins the row whose element is open: finds its line. */
    void (*begin)(void *format, struct sheet_row *row);
    /* Reads the cell whose element is open, up to its end; *next: the column of a cell that names none. */
    bool (*read)(void *format, struct sheet_row *row, size_t *next, struct error *e);
    /* Ends the row: fills it from merged cells. */
    bool (*end)(void *format, struct sheet_row *row, struct error *e);
};

/* The next row of the sheet that `part` stands in; SHEET_FAILED and e: the part cannot be read, or a row. */
MUST_CHECK enum sheet_result sheet_xml_next(const struct sheet_xml *x, void *format, struct xml_part *part,
                                            struct sheet_row *row, struct error *e);

/* The sheets of a file in their order, with whether a sheet is hidden. */
struct sheet_list {
    struct {
        char *name; /* owned */
        bool hidden;
    } sheets[LIMIT_SHEETS];
    size_t count;
};

/* Adds a sheet; name NULL: "". false and e: more than LIMIT_SHEETS, or no memory. */
MUST_CHECK bool sheet_list_add(struct sheet_list *l, const char *name, bool hidden, const char *file,
                               struct error *e);
void sheet_list_free(struct sheet_list *l);

/* Appends to the text of a cell; false and e: the cell is longer than LIMIT_RECORD_BYTES. */
MUST_CHECK bool cell_text_add(struct buffer *text, const char *more, size_t n, struct error *e);
void cell_text_free(struct buffer *text); /* wipes */

#endif
