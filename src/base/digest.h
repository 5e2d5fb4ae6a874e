/* SHA-256 (FIPS 180-4) of files and bytes, by OpenSSL's libcrypto. */
#ifndef MOTCUA_BASE_DIGEST_H
#define MOTCUA_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define DIGEST_TEXT_BYTES 65

/* Makes OpenSSL ready; digest_file() and digest_bytes() call this function too. A program that goes on after an error
 * (serve) or that hands OpenSSL to another library (curl) calls it at its start. false (ERROR_INTERNAL, no memory):
 * OpenSSL must not be used in this process. */
MUST_CHECK bool digest_begin(struct error *e);
/* The digest of an ordinary file, read as a stream: 64 hex digits in out, the file's size in *bytes. ERROR_USAGE: the
 * file is missing, cannot be read, or is no ordinary file; ERROR_DATA: the file is longer than LIMIT_EVIDENCE_BYTES, or
 * changed while it was read. */
MUST_CHECK bool digest_file(const char *file, char out[DIGEST_TEXT_BYTES], int64_t *bytes, struct error *e);
/* The digest of n bytes in memory: 64 hex digits in out. false: no memory. */
MUST_CHECK bool digest_bytes(const void *bytes, size_t n, char out[DIGEST_TEXT_BYTES], struct error *e);

#endif
