#include "adapters/manifest/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"

enum { VALUE_SCRATCH = 64 };

/* Writes the name that begins at text ("{name}") into out; returns how many bytes it takes, 0: no name begins here. */
static size_t name_at(const char *text, char out[LIMIT_NAME_BYTES])
{
    size_t n = *text == '{' ? strcspn(text + 1, "{}") : 0;
    if (!n || n >= LIMIT_NAME_BYTES || text[1 + n] != '}')
        return 0;
    for (size_t i = 1; i <= n; i++)
        /* a brace of JSON or of prose begins no name */
        if (text[i] == '"' || text[i] == ' ' || text[i] == '\n')
            return 0;
    memcpy(out, text + 1, n);
    out[n] = '\0';
    return n + 2;
}

bool template_names(const char *text, bool (*see)(void *context, const char *name), void *context)
{
    char name[LIMIT_NAME_BYTES];
    for (size_t n; *text; text += n ? n : 1) {
        n = name_at(text, name);
        if (n && !see(context, name))
            return false;
    }
    return true;
}

static bool value_put(const char *name, const char *value, enum template_style style, struct buffer *out,
                      struct error *e)
{
    static const char *const bad[] = {[TEMPLATE_PATH] = " ?#\\",
                                      [TEMPLATE_HEADER] = "",
                                      [TEMPLATE_PLAIN] = "",
                                      [TEMPLATE_QUERY] = "",
                                      [TEMPLATE_XML] = ""};
    for (const char *c = value; *c; c++) {
        unsigned char b = (unsigned char)*c;
        if (style == TEMPLATE_QUERY) {
            bool safe =
                strchr("-._~,:/", *c) || (b >= '0' && b <= '9') || ((b | 32) >= 'a' && (b | 32) <= 'z');
            buffer_printf(out, safe ? "%c" : "%%%02X", b);
            continue;
        }
        if (style != TEMPLATE_PLAIN && (b < ' ' || b == 0x7F || strchr(bad[style], *c)))
            return error_set(e, ERROR_CONFIG, name, _("Look at this value in the config."),
                             _("holds a character that cannot stand in a request"));
        if (style == TEMPLATE_XML && strchr("&<>\"'", *c))
            buffer_printf(out, "&#%d;", *c);
        else
            buffer_append(out, c, 1);
    }
    return true;
}

bool template_expand(const char *text, enum template_style style, template_value *value, void *context,
                     struct buffer *out, struct error *e)
{
    char name[LIMIT_NAME_BYTES], scratch[VALUE_SCRATCH];
    bool ok = true;
    for (size_t n; ok && *text; text += n ? n : 1) {
        n = name_at(text, name);
        if (!n) {
            enum template_style own =
                style == TEMPLATE_XML ? TEMPLATE_PLAIN : style; /* the markup itself is not escaped */
            ok = value_put(text, (const char[]){*text, '\0'}, own, out, e);
            continue;
        }
        const char *found = value(context, name, scratch, sizeof scratch);
        ok =
            found
                ? value_put(name, found, style, out, e)
                : error_set(
                      e, ERROR_CONFIG, name,
                      _("Give it in the config: \"vars\": {NAME: VALUE}, or \"auth\" for user and password."),
                      _("the manifest needs this value"));
    }
    explicit_bzero(scratch, sizeof scratch);
    if (ok && out->failed)
        return error_set(e, ERROR_CONFIG, "", NULL, _("the request is longer than %zu bytes"), out->max);
    return ok;
}

static bool is_number(const char *text)
{
    static const char *const numbers[] = {"{page}",  "{size}",    "{start}",  "{end}",     "{year}",
                                          "{month}", "{quarter}", "{month?}", "{quarter?}"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(numbers[i], text) == 0)
            return true;
    return false;
}

/* A string value with its templates replaced: a new reference; NULL and e: it cannot be expanded. */
static json_t *text_fill(const json_t *json, template_value *value, void *context, struct error *e)
{
    struct buffer text;
    json_t *filled = NULL;
    const char *source = json_string_value(json);
    buffer_init(&text, LIMIT_REQUEST_BYTES);
    if (template_expand(source, TEMPLATE_PLAIN, value, context, &text, e)) {
        filled = is_number(source) ? json_integer(strtoll(buffer_string(&text), NULL, 10))
                                   : json_stringn(buffer_string(&text), text.used);
        if (!filled)
            error_set(e, ERROR_CONFIG, "", _("Look at the vars and the account of this source."),
                      _("not text in UTF-8"));
    }
    if (text.data)
        explicit_bzero(text.data, text.size);
    buffer_free(&text);
    return filled;
}

/* Is the value nothing but a {name?} without a value? If so, its member is left out. */
static bool is_absent(const json_t *json, template_value *value, void *context)
{
    char name[LIMIT_NAME_BYTES], scratch[VALUE_SCRATCH];
    const char *text = json_string_value(json);
    size_t n = text ? name_at(text, name) : 0;
    bool absent =
        n > 3 && text[n] == '\0' && name[n - 3] == '?' && !value(context, name, scratch, sizeof scratch);
    explicit_bzero(scratch, sizeof scratch);
    return absent;
}

/* A copy with all templates replaced: a new reference. depth bounds the recursion, although a manifest is a file of
 * ours or the user's. */
static json_t *fill(const json_t *json, template_value *value, void *context, int depth, struct error *e)
{
    const char *key;
    json_t *item, *out = NULL;
    size_t i;
    bool ok = depth < LIMIT_SCHEMA_DEPTH;
    if (json_is_string(json))
        return text_fill(json, value, context, e);
    if (json_is_object(json)) {
        out = json_object();
        json_object_foreach((json_t *)json, key, item) ok =
            ok && (is_absent(item, value, context) ||
                   json_object_set_new(out, key, fill(item, value, context, depth + 1, e)) == 0);
    } else if (json_is_array(json)) {
        out = json_array();
        json_array_foreach(json, i, item) ok =
            ok && json_array_append_new(out, fill(item, value, context, depth + 1, e)) == 0;
    } else {
        out = json_deep_copy(json);
    }
    if (ok && out)
        return out;
    if (e && e->code == ERROR_NONE)
        error_set(e, ERROR_CONFIG, "", NULL, _("the request's body is nested too deep"));
    json_decref(out);
    return NULL;
}

bool template_json(const json_t *json, template_value *value, void *context, struct buffer *out,
                   struct error *e)
{
    struct error fault = {0};
    json_t *filled = fill(json, value, context, 0, &fault);
    char *text = filled ? json_dumps(filled, JSON_COMPACT) : NULL;
    json_decref(filled);
    if (text) {
        buffer_text(out, text);
        explicit_bzero(text, strlen(text));
        free(text);
    } else if (e) {
        *e = fault;
    }
    if (text && out->failed)
        return error_set(e, ERROR_CONFIG, "", NULL, _("the request is longer than %zu bytes"), out->max);
    return text != NULL;
}
