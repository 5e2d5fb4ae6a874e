#include "adapters/manifest/name_writer.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/text.h"
#include "rows/catalogue_name.h"

static bool name_put(enum name_kind kind, const struct value *values, const char *text, size_t n,
                     struct page *page)
{
    const struct value *code = &values[kind == NAME_PROCEDURE ? DOSSIER_PROCEDURE : DOSSIER_SECTOR],
                       *sector = &values[DOSSIER_SECTOR], *level = &values[DOSSIER_LEVEL];
    char *normal = text_normalize(text, n);
    if (!normal) /* the text is not UTF-8: the record gives no name for the code */
        return true;
    struct name_seen *seen = page_add_name(page);
    if (seen) {
        *seen = (struct name_seen){
            .kind = kind, .code = code->text, .name = page_copy(page, normal, strlen(normal)), .level = -1};
        if (kind == NAME_PROCEDURE && sector->known)
            seen->sector = sector->text;
        if (kind == NAME_PROCEDURE && level->known && level->number > 0)
            seen->level = level->number;
    }
    free(normal);
    return seen && seen->name;
}

/* True once: at the second dossier that gives this name for the code. */
static bool is_agreed(struct name_writer *w, enum name_kind kind, const struct value *code,
                      const struct value *key, const char *text, size_t n)
{
    uint64_t name = XXH3_64bits_withSeed(text, n, XXH3_64bits_withSeed(code->text, code->length, kind)) | 1;
    uint64_t dossier = XXH3_64bits(key->text, key->length);
    struct name_once *place = &w->places[(name >> 1) % NAME_PLACES];
    if (place->name != name) {
        *place = (struct name_once){.name = name, .key = dossier};
        return false;
    }
    bool agreed = !place->written && place->key != dossier;
    place->written = place->written || agreed;
    return agreed;
}

bool name_writer_record(struct name_writer *w, const struct plan *plan, const struct portal_row *row,
                        const struct value *values, struct page *page)
{
    for (size_t i = 0; i < plan->rule_count; i++) {
        const struct rule *rule = &plan->rules[i];
        bool procedure = rule->target == RULE_TARGET_PROCEDURE_NAME;
        if (!procedure && rule->target != RULE_TARGET_SECTOR_NAME)
            continue;
        const struct value *code = &values[procedure ? DOSSIER_PROCEDURE : DOSSIER_SECTOR],
                           *key = &values[DOSSIER_KEY];
        enum name_kind kind = procedure ? NAME_PROCEDURE : NAME_SECTOR;
        struct rule_fault fault;
        struct value v = {0};
        if (!code->known || !code->length || !key->known || !rule_value(rule, row, &v, &fault) || !v.known ||
            !v.text || !is_agreed(w, kind, code, key, v.text, v.length))
            continue;
        if (catalogue_name_fits(v.text, v.length) && /* the test is slow, and is made once for each name */
            !name_put(kind, values, v.text, v.length, page))
            return false;
    }
    return true;
}
