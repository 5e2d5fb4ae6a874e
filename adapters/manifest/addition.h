/* What a user's manifest adds to the shipped manifest that it extends, without repeating it: titles of columns, and
 * words of fields. `motcua import --column` and `--word` write such a manifest.
 *
 *   "extends": "tabular",
 *   "add": {"columns": {"channel": ["Hình thức tiếp nhận hồ sơ"]}, "words": {"level": {"Còn lại": 2}}} */
#ifndef MOTCUA_ADAPTERS_MANIFEST_ADDITION_H
#define MOTCUA_ADAPTERS_MANIFEST_ADDITION_H

#include <jansson.h>

#include "base/error.h"

/* Works the member "add" of a whole document into the document's columns and streams, and removes "add". An added
 * title goes before the column's other titles and is taken from every other column; a column may also be named by one
 * of its titles ("Hình thức nộp"), and a value by a word that means it ("Toàn trình"). false and e (ERROR_CONFIG):
 * the file, the unknown name, the names that are known. */
MUST_CHECK bool manifest_addition_apply(const char *file, json_t *document, struct error *e);

#endif
