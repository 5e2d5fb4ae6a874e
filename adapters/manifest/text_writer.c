#include "adapters/manifest/text_writer.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "adapters/manifest/scalar.h"
#include "base/limit.h"
#include "base/plain_text.h"
#include "base/text.h"

enum taken text_writer_copy(struct text_writer *w, const char *bytes, size_t n, struct value *out)
{
    bool clean = text_is_composed(bytes, n) && plain_text_is(bytes, n);
    char *normal = clean ? NULL : text_normalize(bytes, n);
    if (!normal && !clean)
        return TAKEN_NOT_TEXT;
    out->length = (uint32_t)(normal ? plain_text(normal, strlen(normal)) : n);
    out->known = out->length > 0 || n == 0;
    out->text = page_copy(w->page, normal ? normal : bytes, out->length);
    free(normal);
    return out->text ? TAKEN : TAKEN_FULL;
}

static uint64_t text_hash(const char *bytes, size_t n)
{
    return XXH3_64bits(bytes, n) | 1;
}

static struct interned *interned_place(struct text_writer *w, uint64_t hash)
{
    return &w->interned[hash >> 1 & (INTERN_PLACES - 1)];
}

/* Gives the text of the place; false: another text, or none, lies there. */
static bool interned_get(const struct interned *place, uint64_t hash, const char *bytes, size_t n,
                         struct value *out)
{
    if (place->hash != hash || place->length != n || memcmp(place->text, bytes, n) != 0)
        return false;
    *out = (struct value){.known = true, .length = place->length, .text = place->text};
    return true;
}

enum taken text_writer_intern(struct text_writer *w, const char *bytes, size_t n, struct value *out)
{
    uint64_t hash = text_hash(bytes, n);
    struct interned *place = interned_place(w, hash);
    if (interned_get(place, hash, bytes, n, out))
        return TAKEN;
    enum taken taken = text_writer_copy(w, bytes, n, out);
    if (taken == TAKEN)
        *place = (struct interned){hash, out->text, out->length, false};
    return taken;
}

/* Gives a unit's code that came before and stood as it should; false: the text must be looked at. */
static bool unit_known(struct text_writer *w, struct value *v)
{
    uint64_t hash = text_hash(v->text, v->length);
    const struct interned *place = interned_place(w, hash);
    return place->is_unit && interned_get(place, hash, v->text, v->length, v);
}

static enum taken unit_copy(struct text_writer *w, const char *code, size_t n, struct value *v)
{
    bool as_came = n == v->length && memcmp(code, v->text, n) == 0;
    enum taken taken = text_writer_intern(w, code, n, v);
    struct interned *place = interned_place(w, text_hash(code, n));
    if (taken == TAKEN && as_came && place->text == v->text)
        place->is_unit = true;
    return taken;
}

bool text_writer_is_code(const struct text_writer *w, int target, const struct value *v)
{
    return target == DOSSIER_CODE || (target == DOSSIER_KEY && w->key_is_code) ||
           (target == DOSSIER_UNIT && scalar_is_unit_code(v->text, v->length));
}

static enum taken code_copy(struct text_writer *w, int target, struct value *v)
{
    char code[LIMIT_VALUE_BYTES + 1];
    memcpy(code, v->text, v->length); /* rule_value() gives no longer text */
    size_t n = plain_code(code, v->length);
    return target == DOSSIER_UNIT ? unit_copy(w, code, n, v) : text_writer_copy(w, code, n, v);
}

enum taken text_writer_take(struct text_writer *w, int target, struct value *v)
{
    bool alone = target == DOSSIER_KEY || target == DOSSIER_CODE;
    if (target == DOSSIER_UNIT && unit_known(w, v))
        return TAKEN;
    if (text_writer_is_code(w, target, v))
        return code_copy(w, target, v);
    return alone ? text_writer_copy(w, v->text, v->length, v) : text_writer_intern(w, v->text, v->length, v);
}
