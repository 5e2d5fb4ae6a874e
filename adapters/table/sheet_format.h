/* What a format of tables in files must do: CSV, XLSX, ODS, XML Spreadsheet 2003, HTML. sheet.c lists the formats;
 * each format is a file. The functions are those of sheet.h, for one opened file. */
#ifndef MOTCUA_ADAPTERS_TABLE_SHEET_FORMAT_H
#define MOTCUA_ADAPTERS_TABLE_SHEET_FORMAT_H

#include "adapters/table/sheet_row.h"

enum sheet_result { SHEET_ROW, SHEET_END, SHEET_FAILED };

struct sheet_format {
    bool (*suits)(const char *head, size_t n); /* the first bytes of the file */
    void *(*open)(const char *file, struct error *e);
    void (*close)(void *handle);
    size_t (*tables)(const void *handle);
    const char *(*name)(const void *handle, size_t table);
    bool (*hidden)(const void *handle, size_t table); /* NULL: the format hides no table */
    /* text above a table; NULL: the format has none */
    const char *(*title)(const void *handle, size_t table);
    /* text below a table; NULL: the format has none */
    const char *(*after)(const void *handle, size_t table);
    bool (*select)(void *handle, size_t table, struct error *e);
    enum sheet_result (*next)(void *handle, struct sheet_row *row, struct error *e);
    bool (*from_1904)(const void *handle);
    bool costly;      /* a row costs more to parse than to keep (sheet_tape.h) */
    bool in_sequence; /* order alone tells cells apart: one separator too many moves all cells behind it */
};
extern const struct sheet_format sheet_csv, sheet_xlsx, sheet_ods, sheet_xml2003, sheet_html;

#endif
