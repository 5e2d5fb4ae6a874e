/* A reply that is a file with tables (a statistics page, an export), read by the streams of its manifest; the
 * other half of the driver "tabular", whose first is imported files. A reply is kept whole, in memory alone,
 * up to LIMIT_HTML_BYTES: a table's heading may be anywhere in it. */
#ifndef MOTCUA_ADAPTERS_TABLE_TABLE_REPLY_H
#define MOTCUA_ADAPTERS_TABLE_TABLE_REPLY_H

#include "adapters/table/table_manifest.h"
#include "rows/page.h"

struct table_reply;

/* manifest: as table_manifest_load() takes it. NULL and e. */
MUST_CHECK struct table_reply *table_reply_open(const char *manifest, struct error *e);
void table_reply_close(struct table_reply *t); /* safe with NULL */
void table_reply_begin(struct table_reply *t); /* the next reply; what is there is wiped */
MUST_CHECK bool table_reply_feed(struct table_reply *t, const char *bytes, size_t n, struct error *e);
/* The reply is over: the rows of all its tables that fit the stream go into the page. unit (NULL: not
 * given) and source: file.unit and file.source. Units that have but a name get the code that is made of it.
 * false and e (ERROR_DATA, where ""): no such table, or it cannot be read. */
MUST_CHECK bool table_reply_end(struct table_reply *t, const char *stream, const char *unit,
                                const char *source, struct page *page, struct error *e);

#endif
