/* SHA-256 (FIPS 180-4) of files and bytes, by OpenSSL's libcrypto. */
#ifndef MOTCUA_BASE_DIGEST_H
#define MOTCUA_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define DIGEST_TEXT_BYTES 65

/* Makes OpenSSL ready, which both others do at their first call. A program that goes on after an error (serve), or that gives
 * OpenSSL to another library (curl), does so at its start: a library that did not get memory then is not to be used. */
MUST_CHECK bool digest_begin(struct error *e);
/* Of an ordinary file, read as a stream: 64 hex digits, and its size. ERROR_USAGE: it is not there, cannot be
 * read, or is no file; ERROR_DATA: it is longer than LIMIT_EVIDENCE_BYTES, or changed while it was read. */
MUST_CHECK bool digest_file(const char *file, char out[DIGEST_TEXT_BYTES], int64_t *bytes, struct error *e);
/* The same of bytes in memory. */
MUST_CHECK bool digest_bytes(const void *bytes, size_t n, char out[DIGEST_TEXT_BYTES], struct error *e);

#endif
