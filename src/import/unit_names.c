#include "import/unit_names.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/limit.h"
#include "base/text.h"
#include "base/words.h"

enum { MEMO_PLACES = 4096 };

struct known_name {
    char *words; /* owned */
    const char *code;
};

struct memo {
    uint64_t hash; /* of the name as it came; 0: free */
    char *code;    /* owned */
};

struct unit_names {
    struct unit_set units;
    struct known_name *names; /* sorted by words */
    size_t count;
    struct memo memo[MEMO_PLACES];
};

/* The short name as words: "UBND Xã Mẫu 02" and "xã mẫu 02" are the same. */
static char *name_words(const char *name)
{
    char shorter[LIMIT_VALUE_BYTES * 2];
    return words_of(text_unit_short(name, shorter, sizeof shorter), false);
}

static int name_compare(const void *a, const void *b)
{
    const struct known_name *x = a, *y = b;
    return strcmp(x->words, y->words);
}

struct unit_names *unit_names_load(struct store *s, struct error *e)
{
    struct unit_names *n = calloc(1, sizeof *n);
    bool ok = n != NULL || error_memory(e, "unit");
    ok = ok && unit_set_load(s, &n->units, e);
    if (ok) {
        n->names = calloc(n->units.count + 1, sizeof *n->names);
        ok = n->names != NULL || error_memory(e, "unit");
    }
    for (size_t i = 0; ok && i < n->units.count; i++) {
        n->names[i] = (struct known_name){name_words(n->units.units[i].name), n->units.units[i].code};
        ok = n->names[i].words != NULL || error_memory(e, "unit");
        n->count += ok;
    }
    if (!ok) {
        unit_names_free(n);
        return NULL;
    }
    if (n->count)
        qsort(n->names, n->count, sizeof *n->names, name_compare);
    return n;
}

void unit_names_free(struct unit_names *n)
{
    if (!n)
        return;
    for (size_t i = 0; n->names && i < n->count; i++)
        free(n->names[i].words);
    for (size_t i = 0; i < MEMO_PLACES; i++)
        free(n->memo[i].code);
    free(n->names);
    unit_set_free(&n->units);
    free(n);
}

bool unit_names_known(const struct unit_names *n, const char *code)
{
    return unit_find(&n->units, code) >= 0;
}

/* NULL: no unit has the name, or several have. */
static const char *code_known(const struct unit_names *n, char *words)
{
    const struct known_name wanted = {.words = words}, *end = n->names + n->count;
    const struct known_name *found =
        n->count ? bsearch(&wanted, n->names, n->count, sizeof *n->names, name_compare) : NULL;
    if (!found || (found > n->names && strcmp(found[-1].words, words) == 0) ||
        (found + 1 < end && strcmp(found[1].words, words) == 0))
        return NULL;
    return found->code;
}

const char *unit_names_code(struct unit_names *n, const char *name)
{
    uint64_t hash = XXH3_64bits(name, strlen(name)) | 1;
    struct memo *memo = &n->memo[hash >> 1 & (MEMO_PLACES - 1)];
    if (memo->hash == hash)
        return memo->code;
    char *words = name_words(name);
    if (!words)
        return NULL;
    const char *known = code_known(n, words);
    char *code = known ? strdup(known) : slug_of(words);
    free(words);
    if (!code)
        return NULL;
    free(memo->code);
    *memo = (struct memo){hash, code};
    return code;
}
