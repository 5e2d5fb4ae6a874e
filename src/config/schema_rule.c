/* The rules for single values: kind, constants, sizes, patterns, bounds. */
#include <pthread.h>
#include <regex.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limit.h"
#include "base/memory.h"
#include "base/text.h"
#include "config/schema_inner.h"

enum { REGEX_STEPS = 100 /* of a match; a plain check is one step */ };

#define KEYWORD(name)                                                                                        \
    bool name(struct schema_walk *w, const json_t *arg, const json_t *schema, const json_t *value,           \
              const struct value_path *at, struct schema_fault *f)

KEYWORD(check_type)
{
    char expected[sizeof f->expected] = "", found[128];
    size_t count = json_is_array(arg) ? json_array_size(arg) : 1, used = 0;
    (void)w;
    for (size_t i = 0; i < count; i++) {
        const char *kind = json_string_value(json_is_array(arg) ? json_array_get(arg, i) : arg);
        if (!kind || !kind_known(kind))
            return fault_of_schema(f, at, "type", "unknown");
        if (value_is(value, kind))
            return true;
        if (f->quiet)
            continue;
        int n =
            snprintf(expected + used, sizeof expected - used, "%s%s", i ? _(" or ") : "", kind_words(kind));
        used = n >= 0 && (size_t)n < sizeof expected - used ? used + (size_t)n : sizeof expected - 1;
    }
    if (f->quiet)
        return false;
    fault_write(f, at, schema_hint(schema), _("expected %s, found %s"), expected,
                value_words(value, at, found, sizeof found));
    snprintf(f->expected, sizeof f->expected, "%s", expected);
    return false;
}

KEYWORD(check_const)
{
    char found[128], wanted[128];
    (void)w;
    if (json_equal(arg, value))
        return true;
    return fault_set(f, at, schema_hint(schema), _("expected %s, found %s"),
                     value_words(arg, at, wanted, sizeof wanted),
                     value_words(value, at, found, sizeof found));
}

KEYWORD(check_enum)
{
    char found[128], hint[LIMIT_HINT_BYTES];
    size_t i;
    json_t *item;
    struct buffer list;
    (void)w;
    json_array_foreach(arg, i, item) if (json_equal(item, value)) return true;
    if (f->quiet)
        return false;
    const char *near =
        json_is_string(value) && !value_path_secret(at) ? name_near(arg, json_string_value(value)) : NULL;
    if (near)
        snprintf(hint, sizeof hint, _("Did you mean \"%s\"?"), near);
    buffer_init(&list, 512);
    json_array_foreach(arg, i, item)
        buffer_printf(&list, "%s%s", i ? ", " : "", value_words(item, at, found, sizeof found));
    fault_write(f, at, near ? hint : schema_hint(schema), _("expected one of %s, found %s"),
                buffer_string(&list), value_words(value, at, found, sizeof found));
    buffer_free(&list);
    return false;
}

/* Patterns, compiled once for the whole process: a definition asks a few dozen of them a thousand times, and compiling
 * costs more than all other checks. Threads may check at the same time. */
static struct pattern {
    char *text;
    regex_t regex;
} patterns[LIMIT_SCHEMA_PATTERNS]; /* at the hash of the pattern's text, or at the next free place */
static pthread_mutex_t patterns_lock = PTHREAD_MUTEX_INITIALIZER;

/* The place of this pattern, or a free place; NULL: no place is left. */
static struct pattern *pattern_place(const char *text)
{
    uint32_t hash = UINT32_C(2166136261); /* FNV-1a */
    for (const char *p = text; *p; p++)
        hash = (hash ^ (unsigned char)*p) * UINT32_C(16777619);
    for (uint32_t i = 0; i < LIMIT_SCHEMA_PATTERNS; i++) {
        struct pattern *place = &patterns[(hash + i) % LIMIT_SCHEMA_PATTERNS];
        if (!place->text || strcmp(place->text, text) == 0)
            return place;
    }
    return NULL;
}

static bool regex_fits(const regex_t *regex, const char *text)
{
    return regexec(regex, text, 0, NULL, 0) == 0;
}

struct regex_wish {
    regex_t *regex;
    const char *pattern;
    bool made;
};

static void regex_make(void *context)
{
    struct regex_wish *w = context;
    w->made = regcomp(w->regex, w->pattern, REG_EXTENDED | REG_NOSUB) == 0;
}

/* glibc's regcomp() (2.36) frees memory twice where memory is short, so that memory_try() leaves regcomp() at once. */
static bool regex_of(const char *pattern, regex_t *out)
{
    struct regex_wish wish = {.regex = out, .pattern = pattern};
    return memory_try(regex_make, &wish) && wish.made;
}

/* *fits: text fits the pattern, which is compiled for this call alone where no place is left. false: the pattern is no
 * regular expression. */
static bool pattern_ask(const char *pattern, const char *text, bool *fits)
{
    struct pattern *place = pattern_place(pattern);
    regex_t once;
    if (place && place->text) {
        *fits = regex_fits(&place->regex, text);
        return true;
    }
    if (!regex_of(pattern, &once))
        return false;
    *fits = regex_fits(&once, text);
    if (place && (place->text = strdup(pattern)))
        place->regex = once;
    else
        regfree(&once);
    return true;
}

bool pattern_fits(struct schema_walk *w, const char *pattern, const char *text, const struct value_path *at,
                  struct schema_fault *f, bool *fits)
{
    w->steps += REGEX_STEPS;
    pthread_mutex_lock(&patterns_lock);
    bool ok = pattern && pattern_ask(pattern, text, fits);
    pthread_mutex_unlock(&patterns_lock);
    return ok || fault_of_schema(f, at, "pattern", pattern ? pattern : "");
}

KEYWORD(check_pattern)
{
    char found[128];
    bool fits = false;
    const char *pattern = json_string_value(arg);
    if (!json_is_string(value))
        return true;
    if (!pattern_fits(w, pattern, json_string_value(value), at, f, &fits))
        return false;
    if (fits)
        return true;
    return fault_set(f, at, schema_hint(schema), _("expected text of the form %s, found %s"), pattern,
                     value_words(value, at, found, sizeof found));
}

/* The size that a keyword measures (items, members, letters); -1: the value is of another kind. */
static json_int_t size_items(const json_t *value)
{
    return json_is_array(value) ? (json_int_t)json_array_size(value) : -1;
}

static json_int_t size_members(const json_t *value)
{
    return json_is_object(value) ? (json_int_t)json_object_size(value) : -1;
}

static json_int_t size_letters(const json_t *value)
{
    json_int_t n = 0;
    if (!json_is_string(value))
        return -1;
    for (const char *c = json_string_value(value); *c; c++)
        n += ((unsigned char)*c & 0xC0) != 0x80;
    return n;
}

static const struct size_rule {
    const char *name;
    json_int_t (*size)(const json_t *value);
    bool least;
    const char *what;
} size_rules[] = {
    {"minItems", size_items, true, N_("items")},       {"maxItems", size_items, false, N_("items")},
    {"minProperties", size_members, true, N_("keys")}, {"maxProperties", size_members, false, N_("keys")},
    {"minLength", size_letters, true, N_("letters")},  {"maxLength", size_letters, false, N_("letters")}};

/* Checks all keywords of sizes at once, at the first of them that the schema has. */
KEYWORD(check_size)
{
    (void)w, (void)arg;
    for (size_t i = 0; i < sizeof size_rules / sizeof *size_rules; i++) {
        const struct size_rule *rule = &size_rules[i];
        const json_t *limit = json_object_get(schema, rule->name);
        if (limit && !json_is_integer(limit))
            return fault_of_schema(f, at, rule->name, "not a whole number");
        long long bound = json_integer_value(limit), size = rule->size(value);
        if (!limit || size < 0 || (rule->least ? size >= bound : size <= bound))
            continue;
        if (rule->least)
            return fault_set(f, at, schema_hint(schema), _("expected at least %lld %s, found %lld"), bound,
                             _(rule->what), size);
        return fault_set(f, at, schema_hint(schema), _("expected at most %lld %s, found %lld"), bound,
                         _(rule->what), size);
    }
    return true;
}

/* <0, 0, >0 for a below, equal to or above b; two whole numbers are compared as integers. */
static int number_compare(const json_t *a, const json_t *b)
{
    if (json_is_integer(a) && json_is_integer(b)) {
        json_int_t x = json_integer_value(a), y = json_integer_value(b);
        return (x > y) - (x < y);
    }
    double x = json_number_value(a), y = json_number_value(b);
    return (x > y) - (x < y);
}

KEYWORD(check_minimum)
{
    char found[128], limit[128];
    (void)w;
    if (!json_is_number(value) || number_compare(value, arg) >= 0)
        return true;
    return fault_set(f, at, schema_hint(schema), _("expected %s or more, found %s"),
                     value_words(arg, at, limit, sizeof limit), value_words(value, at, found, sizeof found));
}

KEYWORD(check_maximum)
{
    char found[128], limit[128];
    (void)w;
    if (!json_is_number(value) || number_compare(value, arg) <= 0)
        return true;
    return fault_set(f, at, schema_hint(schema), _("expected %s or less, found %s"),
                     value_words(arg, at, limit, sizeof limit), value_words(value, at, found, sizeof found));
}
