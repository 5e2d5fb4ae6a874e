/* The formats of replies, by the names that manifests give them in "driver". */
#ifndef MOTCUA_ADAPTERS_HTTP_FORMATS_H
#define MOTCUA_ADAPTERS_HTTP_FORMATS_H

#include "adapters/manifest/reader.h"

/* The format that a manifest names; NULL: there is no such driver. */
const struct reader_format *reader_format_find(const char *driver);
/* All names, separated by commas, for messages. */
void reader_format_names(char *out, size_t size);

#endif
