#include "serve/invitation.h"

#include <crypt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

static bool account_row(void *context, const struct value *columns, int count, struct error *e)
{
    (void)count;
    (void)e;
    account_read_row(context, columns);
    return true;
}

/* Makes a missing account; an existing account must have the given role and unit. */
static bool account_settle(struct store *s, const struct account *account, bool role_given, struct error *e)
{
    struct account there = {0};
    const struct value params[] = {value_text(account->name)};
    if (!store_query(s, "SELECT name, role, unit FROM account WHERE name = $1", params, 1, account_row,
                     &there, e))
        return false;
    if (!*there.name)
        return role_given
                   ? account_add_without(s, account, e)
                   : error_set(e, ERROR_USAGE, account->name, _("Write --role province, unit or operator."),
                               _("there is no account of that name"));
    return !role_given || (there.role == account->role && strcmp(there.unit, account->unit) == 0) ||
           error_set(e, ERROR_USAGE, account->name, _("Leave --role and --unit away to invite it anew."),
                     _("there is an account of that name, with another role or unit"));
}

bool invitation_make(struct store *s, const struct account *account, bool role_given, char token[TOKEN_BYTES],
                     struct error *e)
{
    char hash[DIGEST_TEXT_BYTES];
    int64_t now = time(NULL);
    if (!account_settle(s, account, role_given, e) || !token_make(token, e) ||
        !digest_bytes(token, TOKEN_BYTES - 1, hash, e) || !store_write_begin(s, e))
        return false;
    const struct value old[] = {value_text(account->name), value_number(now)};
    const struct value params[] = {value_text(hash), value_text(account->name),
                                   value_number(now + LIMIT_INVITATION_SECONDS)};
    bool ok = store_write(s, "DELETE FROM invitation WHERE account = $1 OR expires_at <= $2", old, 2, NULL,
                          NULL, e) &&
              store_write(s, "INSERT INTO invitation (token_hash, account, expires_at) VALUES ($1, $2, $3)",
                          params, 3, NULL, NULL, e);
    return store_write_end(s, ok, e);
}

static bool name_row(void *context, const struct value *columns, int count, struct error *e)
{
    (void)count;
    (void)e;
    snprintf(context, LIMIT_NAME_BYTES, "%s", value_to_text(&columns[0]));
    return true;
}

bool invitation_find(struct store *s, const char *token, char name[LIMIT_NAME_BYTES], bool *found,
                     struct error *e)
{
    char hash[DIGEST_TEXT_BYTES];
    *name = '\0';
    *found = false;
    if (!token || !token_is(token))
        return true;
    if (!digest_bytes(token, TOKEN_BYTES - 1, hash, e))
        return false;
    const struct value params[] = {value_text(hash), value_number(time(NULL))};
    bool ok = store_query(s,
                          "SELECT i.account FROM invitation i JOIN account a ON a.name = i.account"
                          " WHERE i.token_hash = $1 AND i.expires_at > $2 AND a.locked = 0",
                          params, 2, name_row, name, e);
    *found = ok && *name;
    return ok;
}

bool invitation_use(struct store *s, const char *token, const char *password, bool *done, struct error *e)
{
    char hash[DIGEST_TEXT_BYTES], name[LIMIT_NAME_BYTES] = "", password_hash[CRYPT_OUTPUT_SIZE];
    *done = false;
    if (!token || !token_is(token))
        return true;
    if (!account_password_hash("", password, password_hash, e) ||
        !digest_bytes(token, TOKEN_BYTES - 1, hash, e) || !store_write_begin(s, e))
        return false;
    const struct value link[] = {value_text(hash), value_number(time(NULL))};
    bool ok = store_write(s,
                          "DELETE FROM invitation WHERE token_hash = $1 AND expires_at > $2 AND account IN"
                          " (SELECT name FROM account WHERE locked = 0) RETURNING account",
                          link, 2, name_row, name, e);
    const struct value params[] = {value_text(name), value_text(password_hash)};
    if (ok && *name)
        ok = store_write(s, "UPDATE account SET password_hash = $2 WHERE name = $1", params, 2, NULL, NULL,
                         e) &&
             store_write(s, "DELETE FROM login_session WHERE account = $1", params, 1, NULL, NULL, e);
    explicit_bzero(password_hash, sizeof password_hash);
    ok = store_write_end(s, ok, e);
    *done = ok && *name;
    return ok;
}
