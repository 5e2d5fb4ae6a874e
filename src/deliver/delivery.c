#include "deliver/delivery.h"

#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "base/holder.h"
#include "base/text.h"

static const char *const state_names[DELIVERY_STATES] = {"waiting", "claimed", "sending",
                                                         "sent",    "refused", "unsure"};

/* Writes c***@gialai.gov.vn: a reader who knows the office still knows the recipient. */
static void place_mask(const char *address, char *out, size_t size)
{
    const char *at = strchr(address, '@');
    if (*address == '/' || !at)
        snprintf(out, size, "%s", address);
    else
        snprintf(out, size, "%.1s***%s", address, at);
}

bool delivery_name(struct delivery *d, const char *address, struct error *e)
{
    char text[LIMIT_LINE_BYTES * 2], whole[DIGEST_TEXT_BYTES];
    int n = snprintf(text, sizeof text, "%s\n%lld\n%s\n", d->report, (long long)d->cut, d->content);
    for (const char *p = address; *p && n + 1 < (int)sizeof text; p++)
        text[n++] = *address != '/' && *p >= 'A' && *p <= 'Z' ? (char)(*p + 'a' - 'A') : *p;
    if (!digest_bytes(text, (size_t)n, whole, e))
        return false;
    snprintf(d->key, sizeof d->key, "%.32s", whole);
    place_mask(address, d->place, sizeof d->place);
    return true;
}

/* --- claims --- */

struct lookup {
    struct delivery *d;
    bool found;
};

static bool row_take(void *context, const struct value *columns, int count, struct error *e)
{
    struct lookup *l = context;
    (void)count;
    for (int i = 0; i < DELIVERY_STATES; i++)
        if (strcmp(columns[0].text, state_names[i]) == 0) {
            l->d->state = (enum delivery_state)i;
            l->found = true;
        }
    l->d->changed = columns[1].number;
    l->d->tries = columns[2].number;
    snprintf(l->d->owner, sizeof l->d->owner, "%s", columns[3].text);
    snprintf(l->d->reply, sizeof l->d->reply, "%s", columns[4].text);
    return l->found || error_set(e, ERROR_DATA, "delivery", NULL, _("unknown state '%s'"), columns[0].text);
}

static bool row_put(struct store *s, const struct delivery *d, struct error *e)
{
    const struct value params[] = {
        value_text(d->key),   value_text(d->report),      value_number(d->cut),      value_text(d->content),
        value_text(d->place), value_text(state_names[0]), value_number(moment_now())};
    return store_write(s,
                       "INSERT INTO delivery (id, report, cut_at, content, place, state, changed_at)"
                       " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
                       params, 7, NULL, NULL, e);
}

/* Changes the row to `state` unless another run has changed the row since it was read; *done tells which. */
static bool row_change(struct store *s, struct delivery *d, enum delivery_state state, const char *owner,
                       bool *done, struct error *e)
{
    moment now = moment_now();
    const struct value params[] = {
        value_text(d->key),       value_text(state_names[d->state]),      value_text(d->owner),
        value_number(d->changed), value_text(state_names[state]),         value_text(owner),
        value_number(now),        value_number(state == DELIVERY_CLAIMED)};
    int64_t one = 0;
    bool ok = store_write(s,
                          "UPDATE delivery SET state = $5, owner = $6, changed_at = $7, tries = tries + $8"
                          " WHERE id = $1 AND state = $2 AND owner = $3 AND changed_at = $4 RETURNING 1",
                          params, 8, value_number_row, &one, e);
    *done = ok && one == 1;
    if (*done) {
        d->state = state;
        d->changed = now;
        snprintf(d->owner, sizeof d->owner, "%s", owner);
    }
    return ok;
}

static bool claim(struct store *s, struct delivery *d, const char *owner, bool again, bool *mine,
                  struct error *e)
{
    struct lookup l = {.d = d};
    const struct value key[] = {value_text(d->key)};
    bool done = true;
    if (!row_put(s, d, e) ||
        !store_write(s, "SELECT state, changed_at, tries, owner, reply FROM delivery WHERE id = $1", key, 1,
                     row_take, &l, e))
        return false;
    bool free_again =
        holder_gone(d->owner, owner) || moment_now() - d->changed > LIMIT_DELIVERY_LEASE_SECONDS;
    if (d->state == DELIVERY_SENDING && free_again && !row_change(s, d, DELIVERY_UNSURE, owner, &done, e))
        return false;
    bool wanted = d->state == DELIVERY_WAITING || (d->state == DELIVERY_CLAIMED && free_again) ||
                  (again && done && (d->state == DELIVERY_REFUSED || d->state == DELIVERY_UNSURE));
    return !wanted || row_change(s, d, DELIVERY_CLAIMED, owner, mine, e);
}

bool delivery_claim(struct store *s, struct delivery *d, const char *owner, bool again, bool *mine,
                    struct error *e)
{
    *mine = false;
    return store_write_begin(s, e) && store_write_end(s, claim(s, d, owner, again, mine, e), e);
}

/* --- changes by the holder --- */

static bool held_change(struct store *s, const struct delivery *d, const char *sql, enum delivery_state state,
                        bool *done, struct error *e)
{
    const struct value params[] = {value_text(d->key), value_text(d->owner), value_text(state_names[state]),
                                   value_number(moment_now()), value_text(d->reply)};
    int64_t one = 0;
    if (!store_write_begin(s, e))
        return false;
    bool ok = store_write(s, sql, params, 5, value_number_row, &one, e);
    *done = one == 1;
    return store_write_end(s, ok, e);
}

bool delivery_sending(struct store *s, const struct delivery *d, struct error *e)
{
    bool done = false;
    if (!held_change(
            s, d,
            "UPDATE delivery SET state = $3, changed_at = $4, reply = $5 WHERE id = $1 AND owner = $2"
            " AND state = 'claimed' RETURNING 1",
            DELIVERY_SENDING, &done, e))
        return false;
    return done || error_set(e, ERROR_TEMPORARY, d->place, NULL, _("another run delivers this letter now"));
}

bool delivery_end(struct store *s, const struct delivery *d, struct error *e)
{
    bool done = false;
    return held_change(
        s, d,
        "UPDATE delivery SET state = $3, changed_at = $4, reply = $5 WHERE id = $1 AND owner = $2"
        " AND state IN ('claimed', 'sending') RETURNING 1",
        d->state, &done, e);
}
