/* Replies that are files with tables (a statistics page, an export), read by the streams of their manifest: the driver
 * "tabular" over HTTP; imported files are its other half. A reply is kept whole, in memory alone, up to LIMIT_HTML_BYTES: a
 * table's heading may be anywhere in it. The rows of all its tables that fit the stream go into the page; units that have
 * but a name get the code that is made of the name. A reply without a table that fits is ERROR_DATA, and so is one without
 * figures, unless the manifest says "empty": "list". */
#ifndef MOTCUA_ADAPTERS_TABLE_TABLE_REPLY_H
#define MOTCUA_ADAPTERS_TABLE_TABLE_REPLY_H

#include "adapters/manifest/reader.h"

/* The driver "tabular"; its logins are JSON. */
extern const struct reader_format reader_table;

#endif
