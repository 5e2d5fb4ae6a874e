#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limit.h"
#include "base/text.h"
#include "config/schema_inner.h"

static void pointer_write(const struct value_path *at, struct buffer *out)
{
    if (!at->up)
        return;
    pointer_write(at->up, out);
    buffer_text(out, "/");
    if (!at->key)
        buffer_printf(out, "%zu", at->index);
    for (const char *c = at->key; c && *c; c++) {
        if (*c == '~' || *c == '/')
            buffer_text(out, *c == '~' ? "~0" : "~1");
        else
            buffer_append(out, c, 1);
    }
}

bool fault_write(struct schema_fault *f, const struct value_path *at, const char *hint, const char *fmt, ...)
{
    char what[sizeof f->error.what];
    struct buffer where;
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    buffer_init(&where, LIMIT_DOCUMENT_BYTES);
    pointer_write(at, &where);
    char *safe_where = text_printable(buffer_string(&where)), *safe_what = text_printable(what);
    error_set(&f->error, ERROR_CONFIG, safe_where, hint, "%s", safe_what ? safe_what : "");
    free(safe_where);
    free(safe_what);
    buffer_free(&where);
    f->depth = at->depth;
    f->expected[0] = '\0';
    f->near = false;
    return false;
}

bool fault_of_schema(struct schema_fault *f, const struct value_path *at, const char *keyword,
                     const char *why)
{
    if (!f->quiet)
        fault_write(f, at, _("This is a fault of the program's own files: reinstall it."),
                    _("the schema is wrong at \"%s\": %s"), keyword, why);
    f->error.code = ERROR_INTERNAL;
    f->fatal = true;
    return false;
}

bool fault_of_limit(struct schema_fault *f, const struct value_path *at, const char *what)
{
    if (!f->quiet)
        fault_write(f, at, _("Make the file smaller and simpler."), "%s", what);
    f->fatal = true;
    return false;
}

const char *schema_hint(const json_t *schema)
{
    const char *description = json_string_value(json_object_get(schema, "description"));
    return description ? _(description)
                       : NULL; /* po/vi.po has the descriptions: tests/docs/descriptions.py */
}

static bool speaks_of_secret(const char *text)
{
    static const char *const words[] = {"password", "passwd", "secret",    "token",
                                        "api_key",  "apikey", "credential"};
    for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
        if (strcasestr(text, words[i]))
            return true;
    return false;
}

bool value_path_secret(const struct value_path *at)
{
    for (; at; at = at->up)
        if (speaks_of_secret(at->key))
            return true;
    return false;
}

static const struct kind {
    const char *name, *words;
} kinds[] = {{"object", N_("an object {...}")},
             {"array", N_("a list [...]")},
             {"string", N_("text")},
             {"integer", N_("a whole number")},
             {"number", N_("a number")},
             {"boolean", N_("true or false")},
             {"null", N_("null")}};

bool value_is(const json_t *value, const char *kind)
{
    const bool is[] = {json_is_object(value),  json_is_array(value),  json_is_string(value),
                       json_is_integer(value), json_is_number(value), json_is_boolean(value),
                       json_is_null(value)};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kind, kinds[i].name) == 0)
            return is[i];
    return false;
}

bool kind_known(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(name, kinds[i].name) == 0)
            return true;
    return false;
}

const char *kind_words(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(name, kinds[i].name) == 0)
            return _(kinds[i].words);
    return NULL;
}

const char *value_words(const json_t *value, const struct value_path *at, char *out, size_t size)
{
    const char *text = json_string_value(value);
    size_t i = 0;
    while (!value_is(value, kinds[i].name))
        i++;
    bool hidden =
        value_path_secret(at) || json_is_object(value) || json_is_array(value) ||
        (text && (strchr(text, '@') || speaks_of_secret(text))); /* user:password@, or "password=..." */
    char *shown = hidden ? NULL : json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    if (shown && strlen(shown) > 80)
        snprintf(out, size, "%.77s...", shown);
    else
        snprintf(out, size, "%s", shown ? shown : _(kinds[i].words));
    free(shown);
    return out;
}

static void near_try(const char *name, const char *known, int *best, const char **nearest)
{
    int distance = known ? text_distance(name, known) : *best;
    if (distance < *best && distance < (int)strlen(known)) {
        *best = distance;
        *nearest = known;
    }
}

const char *name_near(const json_t *names, const char *name)
{
    const char *nearest = NULL, *key;
    int best = 4; /* a name within three edits is near: a slip of typing */
    json_t *item;
    size_t i;
    json_object_foreach((json_t *)names, key, item) near_try(name, key, &best, &nearest);
    json_array_foreach(names, i, item) near_try(name, json_string_value(item), &best, &nearest);
    return nearest;
}
