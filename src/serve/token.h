/* A token is 256 random bits of the kernel as 64 hex digits, which nobody can guess. */
#ifndef MOTCUA_SERVE_TOKEN_H
#define MOTCUA_SERVE_TOKEN_H

#include "base/digest.h"

#define TOKEN_BYTES DIGEST_TEXT_BYTES

MUST_CHECK bool token_make(char out[TOKEN_BYTES], struct error *e);
/* True if the text has 64 lower-case hex digits; false for NULL. */
bool token_is(const char *text);
/* Compares two tokens in a time that does not tell where they differ. NULL and texts that are no tokens equal
 * nothing. */
bool token_equal(const char *a, const char *b);
/* Derives a token for one purpose from another token; a reader of the derived token learns nothing of the other. */
MUST_CHECK bool token_derive(const char *token, const char *purpose, char out[TOKEN_BYTES], struct error *e);

#endif
