/* An account says who may log in, and which units the account reads. The store (table account) keeps accounts, and of a
 * password only a yescrypt hash (libxcrypt). A new store has no account, and no account has a default password. */
#ifndef MOTCUA_SERVE_ACCOUNT_H
#define MOTCUA_SERVE_ACCOUNT_H

#include <crypt.h>

#include "base/limit.h"
#include "store/store.h"

enum account_role {
    ROLE_PROVINCE, /* reads all units */
    ROLE_UNIT,     /* reads the account's unit and all units below */
    ROLE_OPERATOR  /* reads all units, and looks after the program */
};

struct account {
    char name[LIMIT_NAME_BYTES]; /* letters, digits, and . _ - @ */
    enum account_role role;
    char unit[LIMIT_VALUE_BYTES]; /* code; "" unless the role is ROLE_UNIT */
    bool locked;
};

const char *account_role_name(enum account_role role);            /* "province", "unit", "operator" */
bool account_role_read(const char *text, enum account_role *out); /* false: text is no role; NULL is none */

/* Adds an account. ERROR_USAGE: the name has other letters or is taken, the unit does not fit the role, or the password
 * is too short or too long. */
MUST_CHECK bool account_add(struct store *s, const struct account *account, const char *password,
                            struct error *e);
/* Adds an account without a password: nobody can log in until a password is set (invitation.h). */
MUST_CHECK bool account_add_without(struct store *s, const struct account *account, struct error *e);
/* Writes the hash that the store keeps of a password. ERROR_USAGE, told with the name: the password is too short or too
 * long. */
MUST_CHECK bool account_password_hash(const char *name, const char *password, char out[CRYPT_OUTPUT_SIZE],
                                      struct error *e);
/* Both functions end all logins of the account. ERROR_USAGE: no account has that name, or the password is too short or
 * too long. */
MUST_CHECK bool account_password_set(struct store *s, const char *name, const char *password,
                                     struct error *e);
MUST_CHECK bool account_lock(struct store *s, const char *name, bool locked, struct error *e);
/* Calls row for each account, by name, with the columns name, role, unit, locked, created_at. */
MUST_CHECK bool account_list(struct store *s, store_row *row, void *context, struct error *e);

/* *right is true where the password belongs to an account that is not locked; only then *out is filled. One hash is
 * computed in every case, so that the time does not tell which names have an account. */
MUST_CHECK bool account_check(struct store *s, const char *name, const char *password, struct account *out,
                              bool *right, struct error *e);
/* Fills an account from a row of name, role, unit; an account with an unknown role becomes locked. */
void account_read_row(struct account *out, const struct value *columns);

#endif
