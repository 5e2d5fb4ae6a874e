#include "count/unit_choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/text.h"

enum { NEAREST = 3, NEAR_LETTERS = 4 };

struct choice {
    unit_label_get *get;
    const void *context;
    size_t count;
    const char *given;
    char *lower, *folded; /* of given; owned */
};

/* Returns the text in small letters with composed diacritics, malloc'd; NULL: no memory, or the text is no UTF-8. */
static char *lower_of(const char *text)
{
    utf8proc_uint8_t *out = NULL;
    utf8proc_map((const utf8proc_uint8_t *)text, 0, &out,
                 UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    return (char *)out;
}

static bool same_changed(char *(*change)(const char *), const char *text, const char *wanted)
{
    char *changed = change(text);
    bool same = changed && wanted && strcmp(changed, wanted) == 0;
    free(changed);
    return same;
}

static bool name_fits(const struct unit_label *l, char *(*change)(const char *), const char *wanted)
{
    char shortened[LIMIT_VALUE_BYTES];
    return l->name && (same_changed(change, l->name, wanted) ||
                       same_changed(change, text_unit_short(l->name, shortened, sizeof shortened), wanted));
}

enum way { WAY_CODE, WAY_CODE_CASE, WAY_NAME, WAY_NAME_FOLDED, WAYS };

static bool fits(const struct choice *c, const struct unit_label *l, enum way way)
{
    switch (way) {
    case WAY_CODE:
        return strcmp(l->code, c->given) == 0;
    case WAY_CODE_CASE:
        return strcasecmp(l->code, c->given) == 0;
    case WAY_NAME:
        return name_fits(l, lower_of, c->lower);
    default:
        return name_fits(l, text_fold, c->folded);
    }
}

static void hint_add(char *hint, size_t size, const struct unit_label *l)
{
    char name[LIMIT_VALUE_BYTES];
    size_t used = strlen(hint);
    if (used + strlen(l->code) + 80 > size)
        return;
    if (l->name && strcmp(l->name, l->code) != 0)
        snprintf(hint + used, size - used, "%s%s (%.60s)", used ? ", " : "", l->code,
                 text_unit_short(l->name, name, sizeof name));
    else
        snprintf(hint + used, size - used, "%s%s", used ? ", " : "", l->code);
}

/* Returns how many units have a label that fits in one way. found: the first such label, the unit's own rather than an
 * alias. */
static size_t matches(const struct choice *c, enum way way, long *found, char *codes, size_t size)
{
    struct unit_label first = {0}, l;
    size_t n = 0;
    *codes = '\0';
    for (size_t i = 0; i < c->count; i++) {
        c->get(c->context, i, &l);
        if (!fits(c, &l, way))
            continue;
        if (n && l.same == first.same) {
            if (l.same == i) /* the unit itself, rather than its alias */
                *found = (long)i;
            continue;
        }
        if (n++ == 0) {
            *found = (long)i;
            first = l;
        }
        hint_add(codes, size, &l);
    }
    return n;
}

/* Returns how many letters of the label's code or name differ from the given text; 1 at most for a name that holds the
 * text. */
static int distance(const struct choice *c, const struct unit_label *l)
{
    char *code = text_fold(l->code), *name = text_fold(l->name ? l->name : l->code);
    char shortened[LIMIT_VALUE_BYTES];
    char *brief = text_fold(text_unit_short(l->name ? l->name : l->code, shortened, sizeof shortened));
    int best = NEAR_LETTERS;
    if (code && name && brief && c->folded) {
        int by_code = text_distance(c->folded, code), by_name = text_distance(c->folded, brief);
        best = by_code < by_name ? by_code : by_name;
        if (strlen(c->folded) >= 3 && strstr(name, c->folded) && best > 1)
            best = 1;
    }
    free(code);
    free(name);
    free(brief);
    return best;
}

static void nearest_write(const struct choice *c, char *out, size_t size)
{
    struct {
        size_t index;
        int distance;
    } best[NEAREST];
    size_t n = 0;
    for (size_t i = 0; i < c->count; i++) {
        struct unit_label l;
        c->get(c->context, i, &l);
        int far = distance(c, &l);
        size_t at = n;
        while (at > 0 && best[at - 1].distance > far)
            at--;
        if (far >= NEAR_LETTERS || at == NEAREST)
            continue;
        n += n < NEAREST;
        for (size_t k = n - 1; k > at; k--)
            best[k] = best[k - 1];
        best[at].index = i;
        best[at].distance = far;
    }
    *out = '\0';
    for (size_t i = 0; i < n; i++) {
        struct unit_label l;
        c->get(c->context, best[i].index, &l);
        hint_add(out, size, &l);
    }
}

static long unknown(const struct choice *c, struct error *e)
{
    char near[320], hint[LIMIT_HINT_BYTES];
    nearest_write(c, near, sizeof near);
    if (*near)
        snprintf(hint, sizeof hint, _("Did you mean %s? 'motcua units' lists the codes."), near);
    else
        snprintf(hint, sizeof hint, "%s", _("'motcua units' lists the codes; ALL is the total."));
    error_set(e, ERROR_USAGE, c->given, hint, _("no such unit"));
    return -1;
}

static long ambiguous(const struct choice *c, const char *codes, struct error *e)
{
    char hint[LIMIT_HINT_BYTES];
    snprintf(hint, sizeof hint, _("Name one by its code: %s."), codes);
    error_set(e, ERROR_USAGE, c->given, hint, _("several units are called so"));
    return -1;
}

long unit_choose(unit_label_get *get, const void *context, size_t count, const char *given, struct error *e)
{
    struct choice c = {get, context, count, given, lower_of(given), text_fold(given)};
    char codes[320];
    long found = -1;
    size_t n = 0;
    for (int way = 0; way < WAYS && n == 0; way++)
        n = matches(&c, (enum way)way, &found, codes, sizeof codes);
    if (n == 0)
        found = unknown(&c, e);
    else if (n > 1)
        found = ambiguous(&c, codes, e);
    free(c.lower);
    free(c.folded);
    return found;
}

void unit_label_of_set(const void *context, size_t i, struct unit_label *out)
{
    const struct unit_set *set = context;
    *out = (struct unit_label){set->units[i].code, set->units[i].name, unit_same(set, i)};
}
