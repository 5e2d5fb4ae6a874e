/* Accounts: who may log in, and what for. Kept in the store (table account); of a password only a yescrypt hash
 * (libxcrypt). No account is there by itself, and none has a default password. */
#ifndef MOTCUA_SERVE_ACCOUNT_H
#define MOTCUA_SERVE_ACCOUNT_H

#include <crypt.h>

#include "base/limit.h"
#include "store/store.h"

enum account_role {
    ROLE_PROVINCE, /* reads all units */
    ROLE_UNIT,     /* reads its unit and all below it */
    ROLE_OPERATOR  /* reads all units, and looks after the program */
};

struct account {
    char name[LIMIT_NAME_BYTES]; /* letters, digits, and . _ - @ */
    enum account_role role;
    char unit[LIMIT_VALUE_BYTES]; /* code; "" unless the role is ROLE_UNIT */
    bool locked;
};

const char *account_role_name(enum account_role role); /* "province", "unit", "operator" */
bool account_role_read(const char *text, enum account_role *out);

/* ERROR_USAGE: a name of other letters or that is taken, a unit missing or not wanted, a password too short or
 * too long. */
MUST_CHECK bool account_add(struct store *s, const struct account *account, const char *password,
                            struct error *e);
/* The same without a password: nobody can log in until one is set (invitation.h). */
MUST_CHECK bool account_add_without(struct store *s, const struct account *account, struct error *e);
/* The hash that is kept of a password. ERROR_USAGE, of that name: it is too short or too long. */
MUST_CHECK bool account_password_hash(const char *name, const char *password, char out[CRYPT_OUTPUT_SIZE],
                                      struct error *e);
/* The account's logins end. ERROR_USAGE where there is no such account. */
MUST_CHECK bool account_password_set(struct store *s, const char *name, const char *password,
                                     struct error *e);
MUST_CHECK bool account_lock(struct store *s, const char *name, bool locked, struct error *e);
/* A row for each account, by name: name, role, unit, locked, created_at. */
MUST_CHECK bool account_list(struct store *s, store_row *row, void *context, struct error *e);

/* *right: the password is that of an account that is not locked; then *out is filled. One hash is reckoned in
 * every case, so that the time tells nothing of which names are there. */
MUST_CHECK bool account_check(struct store *s, const char *name, const char *password, struct account *out,
                              bool *right, struct error *e);
/* Fills an account from a row of name, role, unit. */
void account_read_row(struct account *out, const struct value *columns);

#endif
