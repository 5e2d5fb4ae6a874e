#include "import/unit_names.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/array.h"
#include "base/limit.h"
#include "base/unit_key.h"

enum { MEMO_PLACES = 4096 };

/* How names are compared, the strictest way first; each way is tried only where the way before finds no unit. */
enum compare {
    COMPARE_WHOLE,    /* names with their diacritics */
    COMPARE_SPELLED,  /* Mỹ as Mĩ, 01 as 1 */
    COMPARE_FOLDED,   /* without diacritics, for names that are written without any */
    COMPARE_KINDLESS, /* Tân Thành for the one unit of that name, xã or phường */
    COMPARE_BARE,     /* Tan Thanh for the one unit whose name may be meant */
    COMPARES
};

struct known_name {
    char *text; /* owned */
    size_t unit;
};

struct made_code { /* a code for a name that no unit has */
    uint64_t hash; /* of the name's key */
    char *code;    /* owned */
    char *folded;  /* the name without diacritics; owned */
    char *name;    /* as it came first; owned */
    bool bare;     /* the name was written without diacritics */
};

struct memo {
    uint64_t hash;     /* of the name as it came; 0: free */
    char *name, *code; /* owned */
};

struct unit_names {
    struct unit_set units;
    struct unit_key *keys;              /* by unit */
    struct known_name *names[COMPARES]; /* each sorted by text */
    struct made_code *made;
    size_t made_count, made_size;
    moment at;
    const char
        *doubt; /* of the name asked for last: a bare name of this run that may mean the same unit, or NULL */
    struct memo memo[MEMO_PLACES];
};

static int name_compare(const void *a, const void *b)
{
    return strcmp(((const struct known_name *)a)->text, ((const struct known_name *)b)->text);
}

/* The text by which a key is compared; NULL: no memory. */
static char *compare_text(const char *own, enum compare how)
{
    switch (how) {
    case COMPARE_SPELLED:
        return unit_key_spelled(own);
    case COMPARE_FOLDED:
        return unit_key_folded(own);
    case COMPARE_KINDLESS:
        return strdup(unit_key_name(own));
    case COMPARE_BARE:
        return unit_key_folded(unit_key_name(own));
    case COMPARE_WHOLE:
    default:
        return strdup(own);
    }
}

static bool names_fill(struct unit_names *n)
{
    bool ok = true;
    n->keys = calloc(n->units.count + 1, sizeof *n->keys);
    for (int how = 0; how < COMPARES; how++)
        n->names[how] = calloc(n->units.count + 1, sizeof *n->names[how]);
    for (int how = 0; how < COMPARES; how++)
        ok = ok && n->names[how];
    for (size_t i = 0; ok && n->keys && i < n->units.count; i++) {
        ok = unit_key_make(n->units.units[i].name, &n->keys[i]);
        for (int how = 0; ok && how < COMPARES; how++) {
            n->names[how][i] = (struct known_name){compare_text(n->keys[i].own, (enum compare)how), i};
            ok = n->names[how][i].text != NULL;
        }
    }
    for (int how = 0; ok && n->units.count && how < COMPARES; how++)
        qsort(n->names[how], n->units.count, sizeof **n->names, name_compare);
    return ok && n->keys;
}

struct unit_names *unit_names_load(struct store *s, moment at, struct error *e)
{
    struct unit_names *n = calloc(1, sizeof *n);
    bool ok = n != NULL || error_memory(e, "unit");
    ok = ok && unit_set_load(s, &n->units, e) && (names_fill(n) || error_memory(e, "unit"));
    if (!ok) {
        unit_names_free(n);
        return NULL;
    }
    n->at = at;
    return n;
}

static void made_free(struct made_code *made)
{
    free(made->code);
    free(made->folded);
    free(made->name);
}

void unit_names_free(struct unit_names *n)
{
    if (!n)
        return;
    for (size_t i = 0; n->keys && i < n->units.count; i++)
        unit_key_free(&n->keys[i]);
    for (int how = 0; how < COMPARES; how++) {
        for (size_t i = 0; n->names[how] && i < n->units.count; i++)
            free(n->names[how][i].text);
        free(n->names[how]);
    }
    for (size_t i = 0; i < n->made_count; i++)
        made_free(&n->made[i]);
    for (size_t i = 0; i < MEMO_PLACES; i++) {
        free(n->memo[i].name);
        free(n->memo[i].code);
    }
    free(n->made);
    free(n->keys);
    unit_set_free(&n->units);
    free(n);
}

bool unit_names_known(const struct unit_names *n, const char *code)
{
    return unit_find(&n->units, code) >= 0;
}

bool unit_names_named(const struct unit_names *n, const char *code)
{
    long unit = unit_find(&n->units, code);
    return unit >= 0 && strcmp(n->units.units[unit].name, code) != 0;
}

/* --- where units lie --- */

enum lies { LIES_ELSEWHERE, LIES_PERHAPS, LIES_THERE };

/* Is the key that of the place which a name tells? A name without diacritics is compared without diacritics. */
static bool place_is(const char *key, const char *place, bool bare)
{
    if (!bare)
        return strcmp(key, place) == 0;
    char *a = unit_key_folded(key), *b = unit_key_folded(place);
    bool same = a && b && strcmp(a, b) == 0;
    free(a);
    free(b);
    return same;
}

/* Is the place one of those that hold the unit, as its own name and the units above it tell? */
static enum lies place_lies(const struct unit_names *n, size_t unit, const char *place, bool bare)
{
    enum lies found = LIES_PERHAPS;
    const struct unit_key *key = &n->keys[unit];
    for (size_t i = 0; i < key->place_count; i++) {
        if (place_is(key->places[i], place, bare))
            return LIES_THERE;
        /* the unit lies in another place of the same kind: another district */
        if (strlen(unit_key_name(key->places[i])) &&
            strncmp(key->places[i], place, (size_t)(unit_key_name(key->places[i]) - key->places[i])) == 0)
            found = LIES_ELSEWHERE;
    }
    for (int depth = 0; depth < LIMIT_UNIT_DEPTH && n->units.units[unit].parent_index >= 0; depth++) {
        unit = (size_t)n->units.units[unit].parent_index;
        const char *own = n->keys[unit].own, *name = unit_key_name(own);
        if (place_is(own, place, bare))
            return LIES_THERE;
        if (*name && strncmp(own, place, (size_t)(name - own)) == 0)
            found = LIES_ELSEWHERE;
    }
    return found;
}

static enum lies unit_lies(const struct unit_names *n, size_t unit, const struct unit_key *key)
{
    enum lies lies = LIES_PERHAPS;
    for (size_t i = 0; i < key->place_count; i++) {
        enum lies one = place_lies(n, unit, key->places[i], key->bare);
        if (one == LIES_ELSEWHERE)
            return one;
        lies = one == LIES_THERE ? one : lies;
    }
    return lies;
}

static bool unit_stands(const struct unit_names *n, size_t unit)
{
    const struct unit *u = &n->units.units[unit];
    return (u->valid_from == MOMENT_NONE || u->valid_from <= n->at) &&
           (u->valid_to == MOMENT_NONE || u->valid_to > n->at);
}

/* --- which unit --- */

struct choice {
    long unit; /* index of the unit; -1: none */
    int rank;  /* rank of the best unit: where it lies, and whether it stands now */
    bool several;
};

static void choice_add(const struct unit_names *n, enum compare how, const struct unit_key *key, size_t unit,
                       struct choice *c)
{
    if (how < COMPARE_FOLDED && key->bare && !n->keys[unit].bare)
        return; /* Xa Nam Thanh may be Xã Nam Thanh or Xã Nam Thành */
    enum lies lies = unit_lies(n, unit, key);
    int rank = (int)lies * 2 + unit_stands(n, unit);
    if (lies == LIES_ELSEWHERE || rank < c->rank)
        return;
    bool same = c->unit >= 0 && unit_same(&n->units, (size_t)c->unit) == unit_same(&n->units, unit);
    c->several = rank == c->rank && c->unit >= 0 && (c->several || !same);
    c->unit = (long)unit;
    c->rank = rank;
}

/* Looks for the units whose text is the same. false: no memory. */
static bool names_search(const struct unit_names *n, enum compare how, const struct unit_key *key,
                         struct choice *out)
{
    char *text = compare_text(key->own, how);
    size_t low = 0, high = n->units.count;
    *out = (struct choice){.unit = -1};
    if (!text)
        return false;
    /* a name without its kind is compared with names without their kinds */
    const char *wanted = how == COMPARE_KINDLESS ? key->own : text;
    if (how == COMPARE_BARE) {
        free(text);
        wanted = text = unit_key_folded(key->own);
        if (!text)
            return false;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(n->names[how][middle].text, wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < n->units.count && strcmp(n->names[how][low].text, wanted) == 0; low++)
        choice_add(n, how, key, n->names[how][low].unit, out);
    free(text);
    return true;
}

static bool unit_search(const struct unit_names *n, const struct unit_key *key, struct choice *out)
{
    for (int how = 0; how < COMPARES; how++) {
        bool kindless = !*unit_key_name(key->own) && *key->own;
        bool useful = how == COMPARE_FOLDED     ? key->bare
                      : how == COMPARE_KINDLESS ? kindless && !key->bare
                      : how == COMPARE_BARE     ? kindless && key->bare
                                                : true;
        if (!useful)
            continue;
        if (!names_search(n, (enum compare)how, key, out))
            return false;
        if (out->unit >= 0)
            return true;
    }
    return true;
}

/* --- codes made of names --- */

/* Has a unit of the store the code, or another name of this run? A unit of which only the code is known goes by the
 * code. */
static bool code_taken(const struct unit_names *n, const char *code)
{
    long unit = unit_find(&n->units, code);
    if (unit >= 0 && strcmp(n->units.units[unit].name, code) != 0)
        return true;
    for (size_t i = 0; i < n->made_count; i++)
        if (strcmp(n->made[i].code, code) == 0)
            return true;
    return false;
}

/* The hash of everything that tells the name from other names. */
static uint64_t key_hash(const struct unit_key *key)
{
    uint64_t hash = XXH3_64bits(key->own, strlen(key->own));
    for (size_t i = 0; i < key->place_count; i++)
        hash = XXH3_64bits_withSeed(key->places[i], strlen(key->places[i]), hash);
    return hash;
}

/* The code of the one name of this run that a bare name may mean ("Xa Tan Hoi" of Xã Tân Hội), "" where it may mean
 * several; NULL: it means none. */
static const char *bare_find(const struct unit_names *n, const char *folded)
{
    const char *code = NULL;
    for (size_t i = 0; i < n->made_count; i++)
        if (!n->made[i].bare && strcmp(n->made[i].folded, folded) == 0)
            code = code ? "" : n->made[i].code;
    return code;
}

/* The bare name of this run that a name with diacritics may have been meant by; NULL: none. */
static const char *doubt_find(const struct unit_names *n, const char *folded)
{
    for (size_t i = 0; i < n->made_count; i++)
        if (n->made[i].bare && strcmp(n->made[i].folded, folded) == 0)
            return n->made[i].name;
    return NULL;
}

static bool made_add(struct unit_names *n, struct made_code made)
{
    if (!array_room(&n->made, &n->made_size, n->made_count, sizeof *n->made))
        return false;
    n->made[n->made_count++] = made;
    return true;
}

/* The code made of the name, borrowed; "": the name may mean several units of this run; NULL: no memory. */
static const char *code_make(struct unit_names *n, const struct unit_key *key, const char *name)
{
    uint64_t hash = key_hash(key);
    for (size_t i = 0; i < n->made_count; i++)
        if (n->made[i].hash == hash)
            return n->made[i].code;
    struct made_code made = {.hash = hash, .bare = key->bare};
    made.folded = unit_key_folded(key->own);
    const char *meant = key->bare && !key->place_count && made.folded ? bare_find(n, made.folded) : NULL;
    if (meant) {
        made_free(&made);
        return meant;
    }
    if (!key->bare && made.folded)
        n->doubt = doubt_find(n, made.folded);
    made.name = strdup(name);
    made.code = unit_key_code(key, false);
    if (made.code && code_taken(n, made.code)) {
        free(made.code);
        made.code = unit_key_code(key, true);
    }
    if (made.folded && made.name && made.code && made_add(n, made))
        return made.code;
    made_free(&made);
    return NULL;
}

const char *unit_names_doubt(const struct unit_names *n)
{
    return n->doubt;
}

const char *unit_names_code(struct unit_names *n, const char *name)
{
    struct unit_key key;
    struct choice choice = {.unit = -1};
    uint64_t hash = XXH3_64bits(name, strlen(name)) | 1;
    struct memo *memo = &n->memo[hash >> 1 & (MEMO_PLACES - 1)];
    n->doubt = NULL;
    if (memo->hash == hash && strcmp(memo->name, name) == 0)
        return memo->code;
    if (!unit_key_make(name, &key))
        return NULL;
    const char *code = NULL;
    if (unit_search(n, &key, &choice))
        code = choice.several     ? ""
               : choice.unit >= 0 ? n->units.units[choice.unit].code
                                  : code_make(n, &key, name);
    char *kept_name = strdup(name), *kept_code = code ? strdup(code) : NULL;
    unit_key_free(&key);
    free(memo->name);
    free(memo->code);
    bool ok = kept_name && kept_code;
    *memo = (struct memo){.hash = ok ? hash : 0, .name = kept_name, .code = kept_code};
    return ok ? memo->code : NULL;
}
