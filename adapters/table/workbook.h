/* What an OOXML package says of itself: which part is the workbook, its sheets in their order and their parts, the
 * part with the shared strings, and the date from which serial dates count. Names and targets follow OPC (ECMA-376
 * part 2): relationships name the workbook, else content types do; targets are relative to the part that names them.
 * Transitional and strict packages are read alike. */
#ifndef MOTCUA_ADAPTERS_TABLE_WORKBOOK_H
#define MOTCUA_ADAPTERS_TABLE_WORKBOOK_H

#include <zip.h>

#include "base/error.h"
#include "base/limit.h"

struct workbook_sheet {
    char *name, *relation, *part; /* part NULL: the workbook names a sheet that is not there; owned */
    bool hidden;
    bool chart; /* the sheet is a chart and has no cells */
};

struct workbook {
    struct workbook_sheet sheets[LIMIT_SHEETS];
    size_t sheet_count;
    char *part;         /* the workbook's own part; owned */
    char *strings_part; /* NULL: none; owned */
    char *styles_part;  /* NULL: none; owned */
    bool from_1904;
};

/* Fills a zeroed workbook; false and e (ERROR_DATA): the package is no workbook, or a broken one. */
MUST_CHECK bool workbook_read(struct workbook *w, zip_t *zip, const char *file, struct error *e);
void workbook_free(struct workbook *w); /* safe on a zeroed struct */
/* "../media/a.xml" as seen from "xl/workbook.xml"; malloc'd, the caller frees; NULL: no memory. */
char *part_resolve(const char *from, const char *target);

#endif
