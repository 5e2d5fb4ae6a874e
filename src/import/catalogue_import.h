/* Imports names of procedures and fields from a CSV file. Columns, in any order: code and name (Mã TTHC, Tên TTHC)
 * are required; kind (procedure, sector; procedure where the file has no such column), sector (Lĩnh vực), level (Mức
 * độ: 1 to 4, "Toàn trình", "Một phần"), valid_from, valid_to as 2025-07-01. */
#ifndef MOTCUA_IMPORT_CATALOGUE_IMPORT_H
#define MOTCUA_IMPORT_CATALOGUE_IMPORT_H

#include "store/catalogue.h"

/* Writes all rows of the file or none; these names go before what portals say. *count: names written. */
MUST_CHECK bool catalogue_file_import(struct store *s, const char *file, size_t *count, struct error *e);

#endif
