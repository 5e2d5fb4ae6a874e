/* Files of text in whatever letters they came, as UTF-8: UTF-16 and UTF-32 with or without their mark, code
 * pages that a page declares, windows-1258, and the bytes of TCVN3 and VNI fonts (as Latin-1, for legacy_text.h
 * to read on). In UTF-8 with some bytes that are none, U+FFFD stands for each of those. */
#ifndef MOTCUA_ADAPTERS_TABLE_TEXT_FILE_H
#define MOTCUA_ADAPTERS_TABLE_TEXT_FILE_H

#include <stddef.h>

#include "base/error.h"

/* *fd: a file in memory with the text as UTF-8, that the caller closes; -1: the file is UTF-8 as it is.
 * declared: the charset that came with the file (an HTTP or MIME header), or NULL. false and e (ERROR_DATA):
 * none of those, or too large to be converted. */
MUST_CHECK bool text_file_open(const char *file, const char *declared, int *fd, struct error *e);
/* The same of bytes in memory; *out is malloc'd, the caller frees. */
MUST_CHECK bool text_file_of(const char *bytes, size_t n, const char *declared, char **out, size_t *length,
                             struct error *e);
/* A file in memory that holds the bytes; -1 and e: no memory. */
MUST_CHECK int memory_file(const char *bytes, size_t n, struct error *e);

#endif
