/* Logins: a session that a browser proves by a cookie. The store holds only the SHA-256 of its token; who reads
 * the store can log in as nobody. A session ends after LIMIT_SESSION_IDLE_SECONDS without a request, after
 * LIMIT_SESSION_ALL_SECONDS in all, with a new password, and when its account is locked. Its clock is the
 * machine's, never MOTCUA_NOW. */
#ifndef MOTCUA_SERVE_LOGIN_H
#define MOTCUA_SERVE_LOGIN_H

#include "serve/account.h"
#include "serve/token.h"

/* A new session of the account with a token of its own: one that a browser brought along is never taken over. */
MUST_CHECK bool login_begin(struct store *s, const struct account *account, char token[TOKEN_BYTES],
                            struct error *e);
/* *known: the token is that of a session that has not ended; then *out is its account. */
MUST_CHECK bool login_find(struct store *s, const char *token, struct account *out, bool *known,
                           struct error *e);
/* The same, but that the request is not noted as the session's last; *seen: when one was. */
MUST_CHECK bool login_look(struct store *s, const char *token, struct account *out, bool *known,
                           int64_t *seen, struct error *e);
/* Is it long enough since then that a request is to be noted? */
bool login_is_to_be_noted(int64_t seen);
MUST_CHECK bool login_end(struct store *s, const char *token, struct error *e);

#endif
