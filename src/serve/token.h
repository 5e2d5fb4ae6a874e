/* Tokens that nobody guesses: 256 random bits of the kernel as 64 hex digits. */
#ifndef MOTCUA_SERVE_TOKEN_H
#define MOTCUA_SERVE_TOKEN_H

#include "base/digest.h"

#define TOKEN_BYTES DIGEST_TEXT_BYTES

MUST_CHECK bool token_make(char out[TOKEN_BYTES], struct error *e);
/* Is the text 64 lower-case hex digits? */
bool token_is(const char *text);
/* Compares in a time that tells nothing of where two tokens differ. NULL is equal to nothing. */
bool token_equal(const char *a, const char *b);
/* A token for one purpose, made of another: who sees it learns nothing of that one. */
MUST_CHECK bool token_derive(const char *token, const char *purpose, char out[TOKEN_BYTES], struct error *e);

#endif
