/* The dossiers that a full reading did not bring. The store's keys are compared with the keys that came; nothing is
 * written for a dossier that came. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "store/driver.h"

struct comparison {
    const struct page *page;
    struct page_outcome *out;
    struct buffer keys; /* keys of the missing dossiers, a NUL behind each */
};

static bool key_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct comparison *c = context;
    (void)count;
    (void)e;
    c->out->had++;
    if (key_set_has(&c->page->keys, columns[0].text, columns[0].length))
        return true;
    c->out->missing++;
    buffer_append(&c->keys, columns[0].text, columns[0].length);
    buffer_append(&c->keys, "", 1);
    return true;
}

/* True if more dossiers are missing than is believable, and nobody has said that they are gone. */
static bool is_doubtful(const struct comparison *c)
{
    return c->out->missing * 100 > c->out->had * LIMIT_MISSING_PERCENT && !c->page->trusted;
}

static bool run_note(struct store *s, const struct page_place *place, const struct page_outcome *out,
                     struct error *e)
{
    char line[LIMIT_MESSAGE_BYTES];
    snprintf(line, sizeof line,
             P_("%lld of %lld dossier did not come; that is not believed, none was taken as missing",
                "%lld of %lld dossiers did not come; that is not believed, none was taken as missing",
                out->had),
             (long long)out->missing, (long long)out->had);
    const struct value params[] = {value_number(place->source), value_number(place->run),
                                   value_if(!out->doubted, out->missing),
                                   out->doubted ? value_number(out->missing) : (struct value){0},
                                   value_text(out->doubted ? line : NULL)};
    return store_write(s,
                       "UPDATE run SET missing = $3, doubted = $4, message = COALESCE($5, message)"
                       " WHERE source_id = $1 AND id = $2",
                       params, 5, NULL, NULL, e);
}

bool store_missing_put(struct store *s, const struct page_place *place, const struct page *page,
                       struct page_outcome *out, struct error *e)
{
    const struct value params[] = {value_number(place->source), value_number(place->observed)};
    struct comparison c = {.page = page, .out = out};
    buffer_init(&c.keys, LIMIT_MISSING_BYTES);
    bool ok = store_query(s, "SELECT key FROM dossier WHERE source_id = $1 AND known_from <= $2", params, 2,
                          key_row, &c, e);
    out->doubted = is_doubtful(&c);
    if (ok && !out->doubted && c.keys.failed)
        ok = error_set(e, ERROR_DATA, store_name(s), NULL,
                       _("the keys of what is missing are more than %ld bytes"), LIMIT_MISSING_BYTES);
    if (ok && !out->doubted && out->missing)
        ok = s->driver->missing(s, place, buffer_string(&c.keys), (size_t)out->missing, e);
    ok = ok && run_note(s, place, out, e);
    buffer_free(&c.keys);
    return ok;
}
