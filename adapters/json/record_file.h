/* A file or a pipe of JSON records, as a tap on an exchange gives them, read by the manifest by which the exchange
 * itself is polled: both ways in share one mapping and one allow-list. The records stand in one list, one after the
 * other, one a line, or in the replies that carry them ({"error_code": 0, "result": [...]}); the first bytes tell
 * which. The file is read in pieces, never whole.
 *
 * A record that the manifest cannot read is a reject with its position, from 0. So is a line that is no JSON, where
 * records stand one a line; in a list all records behind such a fault are lost, and that is an error. */
#ifndef MOTCUA_ADAPTERS_JSON_RECORD_FILE_H
#define MOTCUA_ADAPTERS_JSON_RECORD_FILE_H

#include "adapters/manifest/manifest.h"
#include "rows/page.h"

struct record_file;

#define RECORD_FILE_STDIN "-"

/* Does the file hold JSON records, and not a table: standard input, a pipe, or a file that begins with [ or {? */
bool record_file_suits(const char *file);
/* The manifest is borrowed; its first stream of dossiers says how records are read. NULL and e: ERROR_DATA
 * (not there, empty), ERROR_CONFIG (a manifest without dossiers). */
MUST_CHECK struct record_file *record_file_open(const char *file, const struct manifest *m, struct error *e);
void record_file_close(struct record_file *f); /* safe with NULL */
const struct stream *record_file_stream(const struct record_file *f);
/* Puts LIMIT_IMPORT_ROWS further records or some more into an empty page; fewer where a signal came. *done: the file
 * is over. false and e: ERROR_DATA, where = file; the rows that are in the page by that time are good. */
MUST_CHECK bool record_file_fill(struct record_file *f, struct page *page, bool *done, struct error *e);
int64_t record_file_records(const struct record_file *f); /* whole records so far */

#endif
