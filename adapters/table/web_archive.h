/* Web pages that come in pieces, joined to one page of HTML in UTF-8: MHTML (.mht, often named .xls; RFC 2557), with
 * one part or a frameset and a part for each sheet, and a frameset whose sheets lie in a folder beside it. */
#ifndef MOTCUA_ADAPTERS_TABLE_WEB_ARCHIVE_H
#define MOTCUA_ADAPTERS_TABLE_WEB_ARCHIVE_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

/* head: the first n bytes of the file. */
bool web_archive_suits(const char *head, size_t n);
/* A file in memory with the pages of all parts, one after the other, which the caller closes; -1 and e: the archive
 * cannot be read. */
MUST_CHECK int web_archive_open(const char *file, struct error *e);

/* Is the page a frame around others, without a table of its own? */
bool frameset_suits(const char *head, size_t n);
/* The same for a frameset, whose pages lie beside `file`. -1 and ERROR_DATA where they do not: the hint says how to
 * save. */
MUST_CHECK int frameset_open(const char *file, const char *beside, struct error *e);

/* Appends the bytes of a page, or of an archive of pages, as they are. false and e: the file cannot be read, or `out` is
 * full. */
MUST_CHECK bool html_file_read(const char *file, struct buffer *out, struct error *e);

#endif
