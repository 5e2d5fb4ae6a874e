#include "serve/login.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SEEN_SECONDS = 60 /* requests are noted this often, so that not every page causes a write */ };

bool login_begin(struct store *s, const struct account *account, char token[TOKEN_BYTES], struct error *e)
{
    char hash[DIGEST_TEXT_BYTES];
    int64_t now = time(NULL);
    if (!token_make(token, e) || !digest_bytes(token, TOKEN_BYTES - 1, hash, e) || !store_write_begin(s, e))
        return false;
    const struct value old[] = {value_number(now - LIMIT_SESSION_IDLE_SECONDS),
                                value_number(now - LIMIT_SESSION_ALL_SECONDS)};
    const struct value params[] = {value_text(hash), value_text(account->name), value_number(now)};
    bool ok = store_write(s, "DELETE FROM login_session WHERE seen_at < $1 OR created_at < $2", old, 2, NULL,
                          NULL, e) &&
              store_write(s,
                          "INSERT INTO login_session (token_hash, account, created_at, seen_at)"
                          " VALUES ($1, $2, $3, $3)",
                          params, 3, NULL, NULL, e);
    return store_write_end(s, ok, e);
}

struct found {
    struct account account;
    int64_t seen;
    bool there;
};

static bool found_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct found *found = context;
    (void)count;
    (void)e;
    account_read_row(&found->account, columns);
    found->seen = columns[3].number;
    found->there = !found->account.locked;
    return true;
}

static bool look(struct store *s, const char *hash, struct account *out, bool *known, int64_t *seen,
                 struct error *e)
{
    int64_t now = time(NULL);
    struct found found = {0};
    const struct value params[] = {value_text(hash), value_number(now - LIMIT_SESSION_IDLE_SECONDS),
                                   value_number(now - LIMIT_SESSION_ALL_SECONDS)};
    if (!store_query(
            s,
            "SELECT a.name, a.role, a.unit, l.seen_at FROM login_session l JOIN account a"
            " ON a.name = l.account WHERE l.token_hash = $1 AND l.seen_at >= $2 AND l.created_at >= $3"
            " AND a.locked = 0",
            params, 3, found_row, &found, e))
        return false;
    *known = found.there;
    *out = found.account;
    *seen = found.seen;
    return true;
}

bool login_look(struct store *s, const char *token, struct account *out, bool *known, int64_t *seen,
                struct error *e)
{
    char hash[DIGEST_TEXT_BYTES];
    *known = false;
    return !token_is(token) ||
           (digest_bytes(token, TOKEN_BYTES - 1, hash, e) && look(s, hash, out, known, seen, e));
}

bool login_is_to_be_noted(int64_t seen)
{
    return time(NULL) - seen >= SEEN_SECONDS;
}

bool login_find(struct store *s, const char *token, struct account *out, bool *known, struct error *e)
{
    char hash[DIGEST_TEXT_BYTES];
    int64_t before = 0;
    *known = false;
    if (!token_is(token))
        return true;
    if (!digest_bytes(token, TOKEN_BYTES - 1, hash, e) || !look(s, hash, out, known, &before, e))
        return false;
    if (!*known || !login_is_to_be_noted(before))
        return true;
    const struct value seen[] = {value_text(hash), value_number(time(NULL))};
    return store_write_begin(s, e) &&
           store_write_end(s,
                           store_write(s, "UPDATE login_session SET seen_at = $2 WHERE token_hash = $1", seen,
                                       2, NULL, NULL, e),
                           e);
}

bool login_end(struct store *s, const char *token, struct error *e)
{
    char hash[DIGEST_TEXT_BYTES];
    if (!token_is(token))
        return true;
    if (!digest_bytes(token, TOKEN_BYTES - 1, hash, e))
        return false;
    const struct value params[] = {value_text(hash)};
    return store_write_begin(s, e) &&
           store_write_end(
               s, store_write(s, "DELETE FROM login_session WHERE token_hash = $1", params, 1, NULL, NULL, e),
               e);
}
