/* Replies that are files with tables (a statistics page, an export): the driver "tabular" over HTTP, read by the same
 * manifests as imported files. A reply is kept whole, in memory alone, up to LIMIT_HTML_BYTES, for a table's heading
 * may be anywhere in it. The rows of all its tables that fit the stream go into the page; a unit without a code gets
 * a code made of its name. A reply without a table that fits is ERROR_DATA, and so is a reply without figures, unless
 * the manifest says "empty": "list". */
#ifndef MOTCUA_ADAPTERS_TABLE_TABLE_REPLY_H
#define MOTCUA_ADAPTERS_TABLE_TABLE_REPLY_H

#include "adapters/manifest/reader.h"

/* The format of the driver "tabular"; replies to its logins are JSON. */
extern const struct reader_format reader_table;

#endif
