/* A file with tables in it, read row by row: CSV, XLSX or an HTML page, told from its first bytes, behind one
 * interface. A sheet knows rows and cells; what they mean is the business of tabular.h. */
#ifndef MOTCUA_ADAPTERS_TABLE_SHEET_H
#define MOTCUA_ADAPTERS_TABLE_SHEET_H

#include "base/buffer.h"
#include "base/limit.h"

struct sheet_cell {
    size_t at, length; /* in the row's bytes */
    bool number;       /* the file itself says that it is one */
};

struct sheet_row {
    struct sheet_cell cells[LIMIT_SHEET_COLUMNS];
    size_t count; /* cells; those between that hold nothing have length 0 */
    size_t line;  /* where it stands in the file, from 1 */
    struct buffer bytes;
};

void sheet_row_init(struct sheet_row *row);
void sheet_row_free(struct sheet_row *row); /* wipes: a row may hold what must not be kept */

enum sheet_result { SHEET_ROW, SHEET_END, SHEET_FAILED };

struct sheet;

/* NULL and e (ERROR_DATA, where = file): not there, of a kind that cannot be read, broken, too large. */
MUST_CHECK struct sheet *sheet_open(const char *file, struct error *e);
void sheet_close(struct sheet *s); /* safe with NULL */
size_t sheet_tables(const struct sheet *s);
const char *sheet_table_name(const struct sheet *s, size_t table); /* "" where it has none */
/* Goes to the first row of a table. */
MUST_CHECK bool sheet_select(struct sheet *s, size_t table, struct error *e);
/* The next row of it: cells in UTF-8, without blanks around them. */
MUST_CHECK enum sheet_result sheet_next(struct sheet *s, struct sheet_row *row, struct error *e);
bool sheet_from_1904(const struct sheet *s); /* serial dates count from 1904, not from 1900 */

/* --- for the formats */
struct sheet_format {
    bool (*suits)(const char *head, size_t n); /* the first bytes of the file */
    void *(*open)(const char *file, struct error *e);
    void (*close)(void *handle);
    size_t (*tables)(const void *handle);
    const char *(*name)(const void *handle, size_t table);
    bool (*select)(void *handle, size_t table, struct error *e);
    enum sheet_result (*next)(void *handle, struct sheet_row *row, struct error *e);
    bool (*from_1904)(const void *handle);
};
extern const struct sheet_format sheet_csv, sheet_xlsx, sheet_html;

bool sheet_is_utf8(const char *text, size_t n); /* and without a NUL */
void sheet_row_begin(struct sheet_row *row, size_t line);
/* Puts text at a column, nothing where it is blank. ERROR_DATA without a place: not UTF-8, too many
 * columns, the row too long. */
MUST_CHECK bool sheet_row_put(struct sheet_row *row, size_t column, const char *text, size_t n, bool number,
                              struct error *e);

#endif
