#include "serve/token.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

bool token_make(char out[TOKEN_BYTES], struct error *e)
{
    unsigned char bytes[32];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return error_set(e, ERROR_INTERNAL, "getrandom", NULL, "%s", strerror(errno));
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
    explicit_bzero(bytes, sizeof bytes);
    return true;
}

bool token_is(const char *text)
{
    return text && strlen(text) == TOKEN_BYTES - 1 && strspn(text, "0123456789abcdef") == TOKEN_BYTES - 1;
}

bool token_equal(const char *a, const char *b)
{
    return token_is(a) && token_is(b) && CRYPTO_memcmp(a, b, TOKEN_BYTES) == 0;
}

bool token_derive(const char *token, const char *purpose, char out[TOKEN_BYTES], struct error *e)
{
    char both[TOKEN_BYTES + 32];
    int n = snprintf(both, sizeof both, "%.64s/%.30s", token, purpose);
    return digest_bytes(both, (size_t)n, out, e);
}
