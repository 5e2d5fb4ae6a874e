/* A login is a session that a browser proves by a cookie. The store holds only the SHA-256 of the session's token, so a
 * reader of the store cannot log in. A session ends after LIMIT_SESSION_IDLE_SECONDS without a request, after
 * LIMIT_SESSION_ALL_SECONDS in all, with a new password, and when the account is locked. Logins use the machine's
 * clock, never MOTCUA_NOW. */
#ifndef MOTCUA_SERVE_LOGIN_H
#define MOTCUA_SERVE_LOGIN_H

#include "serve/account.h"
#include "serve/token.h"

/* Begins a session of the account with a new token; a token that the browser brought along is never taken over. */
MUST_CHECK bool login_begin(struct store *s, const struct account *account, char token[TOKEN_BYTES],
                            struct error *e);
/* *known: the token belongs to a session that has not ended; *out becomes the session's account. Notes the request as
 * the session's last, at most once a minute. */
MUST_CHECK bool login_find(struct store *s, const char *token, struct account *out, bool *known,
                           struct error *e);
/* Does the same without writing; *seen becomes the moment of the last noted request, in seconds of the machine's
 * clock. */
MUST_CHECK bool login_look(struct store *s, const char *token, struct account *out, bool *known,
                           int64_t *seen, struct error *e);
/* True if the last noted request is so long ago that the next request must be noted. */
bool login_is_to_be_noted(int64_t seen);
MUST_CHECK bool login_end(struct store *s, const char *token, struct error *e);

#endif
