/* Opens text in whatever letters it came as UTF-8: UTF-16 and UTF-32 with or without their mark, code pages that a
 * page declares, windows-1258, and the bytes of TCVN3 and VNI fonts (as Latin-1, which legacy_text.h reads on). In
 * UTF-8 with some bad bytes, U+FFFD stands for each bad byte. */
#ifndef MOTCUA_ADAPTERS_TABLE_TEXT_FILE_H
#define MOTCUA_ADAPTERS_TABLE_TEXT_FILE_H

#include <stddef.h>

#include "base/error.h"

/* *fd: a file in memory with the text as UTF-8, which the caller closes; -1: the file is UTF-8 already. declared: the
 * charset that came with the file (an HTTP or MIME header), or NULL. false and e (ERROR_DATA): the file cannot be
 * read, its text is in none of these letters, or too large to be converted. */
MUST_CHECK bool text_file_open(const char *file, const char *declared, int *fd, struct error *e);
/* The same for bytes in memory; *out is malloc'd, and the caller frees it. */
MUST_CHECK bool text_file_of(const char *bytes, size_t n, const char *declared, char **out, size_t *length,
                             struct error *e);
/* A file in memory that holds the bytes, which the caller closes; -1 and e: no memory. */
MUST_CHECK int memory_file(const char *bytes, size_t n, struct error *e);

#endif
