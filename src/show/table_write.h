/* Writing a table: as text for a terminal, as CSV, JSON or one HTML page. */
#ifndef MOTCUA_TABLE_WRITE_H
#define MOTCUA_TABLE_WRITE_H

#include <stdio.h>

#include "base/format.h"
#include "show/table.h"

/* How a table is written. */
struct table_look {
    enum format format; /* one of FORMATS_OF_TABLES */
    bool colour;        /* of a terminal: ANSI and bold */
    int width;          /* of a terminal, in columns; 0: unknown, nothing is wrapped */
    char separator;     /* of CSV; '\0' is a comma */
    bool bom;           /* CSV begins with a byte order mark, by which a spreadsheet knows UTF-8 */
    bool decimal_comma; /* of CSV: numbers as a Vietnamese spreadsheet reads them */
};

/* Text tables are aligned by display width; in one too wide heads and the widest texts are wrapped; nothing is cut. An
 * unknown cell with a note shows the note alone. Flushes out; ERROR_IO if it did not take everything. */
MUST_CHECK bool table_write(const struct table *t, const struct table_look *look, FILE *out, struct error *e);

#endif
