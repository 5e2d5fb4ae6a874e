#include "serve/account.h"

#include <crypt.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char *const roles[] = {
    [ROLE_PROVINCE] = "province", [ROLE_UNIT] = "unit", [ROLE_OPERATOR] = "operator"};

/* An unknown name is checked against this setting, which has the cost and length of a real hash. */
static const char nobody[] = "$y$j9T$AAAAAAAAAAAAAAAAAAAAA.$";

const char *account_role_name(enum account_role role)
{
    return roles[role];
}

bool account_role_read(const char *text, enum account_role *out)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (text && strcmp(text, roles[i]) == 0) {
            *out = (enum account_role)i;
            return true;
        }
    return false;
}

static bool name_is(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@";
    size_t n = strlen(name);
    return n > 0 && n < LIMIT_NAME_BYTES && strspn(name, letters) == n;
}

/* Hashes the password with a setting into out. False where the library refuses. */
static bool password_hash(const char *password, const char *setting, char out[CRYPT_OUTPUT_SIZE])
{
    struct crypt_data *work = calloc(1, sizeof *work);
    const char *hash = work ? crypt_rn(password, setting, work, (int)sizeof *work) : NULL;
    bool ok = hash && *hash == '$';
    if (ok)
        snprintf(out, CRYPT_OUTPUT_SIZE, "%s", hash);
    if (work)
        explicit_bzero(work, sizeof *work);
    free(work);
    return ok;
}

bool account_password_hash(const char *name, const char *password, char out[CRYPT_OUTPUT_SIZE],
                           struct error *e)
{
    char setting[CRYPT_GENSALT_OUTPUT_SIZE];
    size_t letters = 0;
    for (const char *p = password; *p; p++)
        letters += ((unsigned char)*p & 0xC0) != 0x80;
    if (letters < LIMIT_PASSWORD_LETTERS || strlen(password) >= LIMIT_PASSWORD_BYTES)
        return error_set(e, ERROR_USAGE, name, _("Choose a longer sentence that nobody guesses."),
                         _("the password has fewer than %d letters, or is too long"), LIMIT_PASSWORD_LETTERS);
    if (!crypt_gensalt_rn("$y$", 0, NULL, 0, setting, sizeof setting) ||
        !password_hash(password, setting, out))
        return error_set(e, ERROR_INTERNAL, name, _("libcrypt must be libxcrypt 4.4 or newer."),
                         _("the password could not be hashed"));
    return true;
}

static bool written(struct store *s, const char *sql, const struct value *params, int count, int64_t *rows,
                    struct error *e)
{
    *rows = 0;
    if (!store_write_begin(s, e))
        return false;
    return store_write_end(s, store_write(s, sql, params, count, value_number_row, rows, e), e);
}

static bool added(struct store *s, const struct account *account, const char *hash, struct error *e)
{
    int64_t rows;
    if (!name_is(account->name))
        return error_set(e, ERROR_USAGE, account->name, _("Use letters, digits, and . _ - @."),
                         _("not a name of an account"));
    if ((account->role == ROLE_UNIT) != (account->unit[0] != '\0'))
        return error_set(e, ERROR_USAGE, account->name,
                         _("The role unit needs --unit CODE; other roles take none."),
                         _("role and unit do not fit"));
    const struct value params[] = {value_text(account->name), value_text(hash),
                                   value_text(roles[account->role]), value_text(account->unit),
                                   value_moment(moment_now())};
    if (!written(
            s,
            "INSERT INTO account (name, password_hash, role, unit, created_at) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (name) DO NOTHING RETURNING 1",
            params, 5, &rows, e))
        return false;
    return rows || error_set(e, ERROR_USAGE, account->name,
                             _("'motcua user passwd' sets a new password of an account."),
                             _("there is an account of that name"));
}

bool account_add(struct store *s, const struct account *account, const char *password, struct error *e)
{
    char hash[CRYPT_OUTPUT_SIZE];
    return account_password_hash(account->name, password, hash, e) && added(s, account, hash, e);
}

bool account_add_without(struct store *s, const struct account *account, struct error *e)
{
    return added(s, account, "*", e);
}

static bool unknown(const char *name, struct error *e)
{
    return error_set(e, ERROR_USAGE, name, _("'motcua user list' shows the accounts."),
                     _("there is no account of that name"));
}

/* Changes an account and ends all its logins in one transaction. */
static bool changed(struct store *s, const char *sql, const char *name, const struct value *value,
                    struct error *e)
{
    const struct value params[] = {value_text(name), *value};
    int64_t there = 0;
    if (!store_write_begin(s, e))
        return false;
    bool ok = store_write(s, sql, params, 2, value_number_row, &there, e) &&
              store_write(s, "DELETE FROM login_session WHERE account = $1", params, 1, NULL, NULL, e);
    return store_write_end(s, ok, e) && (there || unknown(name, e));
}

bool account_password_set(struct store *s, const char *name, const char *password, struct error *e)
{
    char hash[CRYPT_OUTPUT_SIZE];
    if (!account_password_hash(name, password, hash, e))
        return false;
    const struct value value = value_text(hash);
    return changed(s, "UPDATE account SET password_hash = $2 WHERE name = $1 RETURNING 1", name, &value, e);
}

bool account_lock(struct store *s, const char *name, bool locked, struct error *e)
{
    const struct value value = value_number(locked);
    return changed(s, "UPDATE account SET locked = $2 WHERE name = $1 RETURNING 1", name, &value, e);
}

bool account_list(struct store *s, store_row *row, void *context, struct error *e)
{
    return store_query(s, "SELECT name, role, unit, locked, created_at FROM account ORDER BY name", NULL, 0,
                       row, context, e);
}

struct found {
    struct account account;
    char hash[CRYPT_OUTPUT_SIZE];
    bool there;
};

void account_read_row(struct account *out, const struct value *columns)
{
    *out = (struct account){0};
    snprintf(out->name, sizeof out->name, "%s", value_to_text(&columns[0]));
    snprintf(out->unit, sizeof out->unit, "%s", value_to_text(&columns[2]));
    if (!account_role_read(value_to_text(&columns[1]), &out->role))
        out->locked = true; /* an account whose role only a newer program knows may read nothing */
}

static bool found_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct found *found = context;
    (void)count;
    (void)e;
    account_read_row(&found->account, columns);
    snprintf(found->hash, sizeof found->hash, "%s", value_to_text(&columns[3]));
    found->there = true;
    return true;
}

bool account_check(struct store *s, const char *name, const char *password, struct account *out, bool *right,
                   struct error *e)
{
    char hash[CRYPT_OUTPUT_SIZE];
    const struct value params[] = {value_text(name)};
    struct found *found = calloc(1, sizeof *found);
    *right = false;
    if (!found)
        return error_memory(e, "login");
    bool ok =
        store_query(s, "SELECT name, role, unit, password_hash FROM account WHERE name = $1 AND locked = 0",
                    params, 1, found_row, found, e);
    if (ok) {
        /* an account without a password is treated like an unknown name */
        const char *setting = found->there && *found->hash == '$' ? found->hash : nobody;
        bool hashed = password_hash(password, setting, hash);
        *right = hashed && found->there && !found->account.locked && strlen(hash) == strlen(found->hash) &&
                 CRYPTO_memcmp(hash, found->hash, strlen(hash)) == 0;
        if (*right)
            *out = found->account;
    }
    explicit_bzero(hash, sizeof hash);
    explicit_bzero(found, sizeof *found);
    free(found);
    return ok;
}
