/* A file with tables in it, read row by row: CSV, XLSX, XML Spreadsheet 2003, an HTML page or a web archive, told
 * from its first bytes, in whatever letters (text_file.h, legacy_text.h), behind one interface. A sheet knows rows and cells; what they mean is the business of tabular.h. */
#ifndef MOTCUA_ADAPTERS_TABLE_SHEET_H
#define MOTCUA_ADAPTERS_TABLE_SHEET_H

#include "adapters/table/sheet_block.h"
#include "adapters/table/sheet_format.h"

struct sheet;

/* NULL and e (ERROR_DATA, where = file): not there, of a kind that cannot be read, broken, too large. */
MUST_CHECK struct sheet *sheet_open(const char *file, struct error *e);
/* The same with the charset that came with it (an HTTP header), or NULL. */
MUST_CHECK struct sheet *sheet_open_as(const char *file, const char *charset, struct error *e);
void sheet_close(struct sheet *s); /* safe with NULL */
/* Who says what a heading is. From then on each block of a table is a table by itself (sheet_block.h); their number
 * grows while they are read. */
void sheet_judge(struct sheet *s, heading_judge *judge, void *context);
size_t sheet_tables(const struct sheet *s);
const char *sheet_table_name(const struct sheet *s, size_t table); /* "" where it has none */
bool sheet_table_hidden(const struct sheet *s,
                        size_t table); /* people do not see it; it is there all the same */
/* Goes to the first row of a table. */
MUST_CHECK bool sheet_select(struct sheet *s, size_t table, struct error *e);
/* The next row of it: cells in UTF-8, without blanks around them. */
MUST_CHECK enum sheet_result sheet_next(struct sheet *s, struct sheet_row *row, struct error *e);
bool sheet_from_1904(const struct sheet *s); /* serial dates count from 1904, not from 1900 */
/* Does a row go on beyond the `width` columns that have titles, where cells are told by their order alone? A cell that
 * holds a bare separator ("01/11/2022, 08:30") then moved all behind it into the columns of others. */
bool sheet_row_moved(const struct sheet *s, const struct sheet_row *row, size_t width);
/* What stands above a table without being in it: headings and captions of a page, a line each; "". */
const char *sheet_table_title(const struct sheet *s, size_t table);
/* What stands below the last table of a page, a line each; "". */
const char *sheet_table_after(const struct sheet *s, size_t table);
/* The old font whose letters the selected table is in, for people ("TCVN3 (ABC)"); NULL: it is in Unicode. */
const char *sheet_letters(const struct sheet *s);

#endif
