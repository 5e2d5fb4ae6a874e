/* Writing a table: as text for a terminal, as CSV, JSON or one HTML page. */
#ifndef MOTCUA_TABLE_WRITE_H
#define MOTCUA_TABLE_WRITE_H

#include <stdio.h>

#include "show/table.h"

enum table_format { TABLE_TEXT, TABLE_CSV, TABLE_JSON, TABLE_HTML };
bool table_format_read(const char *text, enum table_format *out); /* "table", "csv", "json", "html" */

/* colour: ANSI and bold; width: terminal columns, 0 unknown (no shortening). Text tables are aligned by
 * display width; in one too wide heads are wrapped and the widest texts end in "…". An unknown cell with a
 * note shows the note alone. Flushes out; ERROR_IO if it did not take everything. */
MUST_CHECK bool table_write(const struct table *t, enum table_format format, bool colour, int width,
                            FILE *out, struct error *e);

#endif
