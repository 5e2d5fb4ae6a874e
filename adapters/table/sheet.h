/* A file with tables, read row by row: CSV, XLSX, ODS, XML Spreadsheet 2003, an HTML page or a web archive. The first
 * bytes tell the format, whatever the letters are in (text_file.h, legacy_text.h). A sheet knows rows and cells;
 * tabular.h knows what the cells mean. */
#ifndef MOTCUA_ADAPTERS_TABLE_SHEET_H
#define MOTCUA_ADAPTERS_TABLE_SHEET_H

#include "adapters/table/sheet_block.h"
#include "adapters/table/sheet_format.h"

struct sheet;

/* NULL and e (ERROR_DATA, where = file): the file is not there, of a kind that cannot be read, broken, or too large. */
MUST_CHECK struct sheet *sheet_open(const char *file, struct error *e);
/* The same, with the charset that an HTTP header declared for the file, or NULL. */
MUST_CHECK struct sheet *sheet_open_as(const char *file, const char *charset, struct error *e);
void sheet_close(struct sheet *s); /* safe with NULL */
/* Sets who judges what a heading is. From this call on each block of a table counts as a table (sheet_block.h), and
 * the number of tables grows while rows are read. */
void sheet_judge(struct sheet *s, heading_judge *judge, void *context);
size_t sheet_tables(const struct sheet *s);
const char *sheet_table_name(const struct sheet *s, size_t table); /* "" for a table without a name */
/* Is the table hidden from people? Its rows can be read all the same. */
bool sheet_table_hidden(const struct sheet *s, size_t table);
/* Goes to the place before a table's first row. */
MUST_CHECK bool sheet_select(struct sheet *s, size_t table, struct error *e);
/* Reads the next row of the selected table: cells in UTF-8, without blanks around them. */
MUST_CHECK enum sheet_result sheet_next(struct sheet *s, struct sheet_row *row, struct error *e);
bool sheet_from_1904(const struct sheet *s); /* serial dates count from 1904, not from 1900 */
/* True if a row goes on beyond the `width` columns with titles, in a format where order alone tells cells apart. A
 * cell with a bare separator ("01/11/2022, 08:30") has moved all cells behind it into other columns. */
bool sheet_row_moved(const struct sheet *s, const struct sheet_row *row, size_t width);
/* Text above a table but not in it: headings and captions of a page, a line each; "" where there is none. Borrowed. */
const char *sheet_table_title(const struct sheet *s, size_t table);
/* Text below the last table of a page, a line each; "" where there is none. Borrowed. */
const char *sheet_table_after(const struct sheet *s, size_t table);
/* The old font whose letters the selected table is in, for messages ("TCVN3 (ABC)"); NULL: the table is in Unicode. */
const char *sheet_letters(const struct sheet *s);

#endif
