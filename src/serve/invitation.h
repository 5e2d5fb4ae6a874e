/* Invitations: a link by which a person sets the password of an account, so that nobody else ever knew it. It is used once, ends
 * after LIMIT_INVITATION_SECONDS, and is replaced by a newer one. The store holds only the SHA-256 of its token. Its clock is the
 * machine's, as that of logins. */
#ifndef MOTCUA_SERVE_INVITATION_H
#define MOTCUA_SERVE_INVITATION_H

#include "serve/account.h"
#include "serve/token.h"

/* Makes the account where there is none of that name (it cannot log in until its password is set), and a link for it. ERROR_USAGE:
 * as account_add(); a role or unit other than that of the account that is there. */
MUST_CHECK bool invitation_make(struct store *s, const struct account *account, bool role_given,
                                char token[TOKEN_BYTES], struct error *e);
/* *found: the token is that of a link that has not ended; then name is its account's. */
MUST_CHECK bool invitation_find(struct store *s, const char *token, char name[LIMIT_NAME_BYTES], bool *found,
                                struct error *e);
/* Sets the password and ends the link, both or none. *done false: it had ended. ERROR_USAGE: a password that is too short. */
MUST_CHECK bool invitation_use(struct store *s, const char *token, const char *password, bool *done,
                               struct error *e);

#endif
