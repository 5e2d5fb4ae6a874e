/* Writes a table as text for a terminal, as CSV, JSON or one HTML page. */
#ifndef MOTCUA_TABLE_WRITE_H
#define MOTCUA_TABLE_WRITE_H

#include <stdio.h>

#include "base/format.h"
#include "show/table.h"

/* The look that the writer of a table is asked for. */
struct table_look {
    enum format format; /* one of FORMATS_OF_TABLES */
    bool colour;        /* for a terminal: writes ANSI colours and bold */
    int width;          /* of the terminal, in columns; 0: unknown, so nothing is wrapped */
    char separator;     /* between fields of CSV; '\0' is a comma */
    bool bom;           /* CSV begins with a byte order mark, by which a spreadsheet knows UTF-8 */
    bool decimal_comma; /* CSV has numbers as a Vietnamese spreadsheet reads numbers */
};

/* Writes the table and flushes out. Text tables are aligned by display width; a table wider than the terminal gets its
 * heads and widest texts wrapped, and nothing is cut. An unknown cell with a note shows the note alone. ERROR_IO: out
 * did not take every byte; ERROR_INTERNAL: no memory, now or while the table was filled. */
MUST_CHECK bool table_write(const struct table *t, const struct table_look *look, FILE *out, struct error *e);
/* The same as a text of *size bytes; malloc'd, the caller frees. NULL and e (ERROR_INTERNAL): no memory. */
MUST_CHECK char *table_written(const struct table *t, const struct table_look *look, size_t *size,
                               struct error *e);

#endif
