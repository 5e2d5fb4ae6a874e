/* An invitation is a link by which a person sets the password of an account, so that nobody else ever knows the
 * password. The link works once, ends after LIMIT_INVITATION_SECONDS, and is replaced by a newer link. The store holds
 * only the SHA-256 of the link's token. Invitations use the machine's clock, as logins do. */
#ifndef MOTCUA_SERVE_INVITATION_H
#define MOTCUA_SERVE_INVITATION_H

#include "serve/account.h"
#include "serve/token.h"

/* Makes a link for an account, and the account too where no account has that name and role_given is true; a new account
 * cannot log in until its password is set. ERROR_USAGE: as account_add(); the account has another role or unit; no
 * account has that name and role_given is false. */
MUST_CHECK bool invitation_make(struct store *s, const struct account *account, bool role_given,
                                char token[TOKEN_BYTES], struct error *e);
/* *found: the token belongs to a link that has not ended, of an account that is not locked; name becomes the account's
 * name. */
MUST_CHECK bool invitation_find(struct store *s, const char *token, char name[LIMIT_NAME_BYTES], bool *found,
                                struct error *e);
/* Sets the password, ends the link and all logins of the account in one transaction. *done false: the link had ended or
 * the account is locked. ERROR_USAGE: the password is too short or too long. */
MUST_CHECK bool invitation_use(struct store *s, const char *token, const char *password, bool *done,
                               struct error *e);

#endif
