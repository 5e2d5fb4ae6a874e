#include "adapters/manifest/addition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "base/words.h"

/* Do both texts say the same words? A text for which memory lacks equals no other. */
static bool same_words(const char *a, const char *b)
{
    char *x = words_of(a, false), *y = words_of(b, false);
    bool same = x && y && strcmp(x, y) == 0;
    free(x);
    free(y);
    return same;
}

/* Writes "a, b, c", the names of an object, as far as there is room. */
static void names_write(const json_t *object, char *out, size_t size)
{
    const char *name;
    json_t *value;
    size_t used = 0;
    *out = '\0';
    json_object_foreach((json_t *)object, name, value)
    {
        if (used + strlen(name) + 3 > size)
            return;
        used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "", name);
    }
}

/* --- columns --- */

static bool title_is(const json_t *titles, const char *title)
{
    for (size_t i = 0; i < json_array_size(titles); i++)
        if (same_words(json_string_value(json_array_get(titles, i)), title))
            return true;
    return false;
}

/* The column of that name, or with that title; NULL: there is none. Borrowed. */
static const char *column_find(const json_t *columns, const char *told)
{
    const char *name;
    json_t *titles;
    if (json_object_get(columns, told))
        return told;
    json_object_foreach((json_t *)columns, name, titles)
    {
        if (title_is(titles, told))
            return name;
    }
    return NULL;
}

/* Takes the title from every column, for a title belongs to one column. */
static void title_drop(json_t *columns, const char *title)
{
    const char *name;
    json_t *titles;
    json_object_foreach(columns, name, titles)
    {
        for (size_t i = json_array_size(titles); i-- > 0;)
            if (same_words(json_string_value(json_array_get(titles, i)), title))
                json_array_remove(titles, i);
    }
}

static bool column_unknown(const char *file, const json_t *columns, const char *told, struct error *e)
{
    char known[LIMIT_MESSAGE_BYTES], hint[LIMIT_MESSAGE_BYTES + 64];
    names_write(columns, known, sizeof known);
    snprintf(hint, sizeof hint, _("Columns are %s."), known);
    return error_set(e, ERROR_CONFIG, file, hint, _("no column is called '%.80s'"), told);
}

static bool columns_add(const char *file, json_t *columns, const json_t *add, struct error *e)
{
    const char *told;
    json_t *titles;
    json_object_foreach((json_t *)add, told, titles)
    {
        const char *name = column_find(columns, told);
        if (!name)
            return column_unknown(file, columns, told, e);
        for (size_t i = json_array_size(titles); i-- > 0;) {
            json_t *title = json_array_get(titles, i), *own = json_object_get(columns, name);
            title_drop(columns, json_string_value(title));
            if (json_array_insert(own, 0, title) != 0)
                return error_memory(e, file);
        }
    }
    return true;
}

/* --- words --- */

/* The rule that takes words for the field or column of that name; NULL: there is none. Borrowed. */
static json_t *rule_find(const json_t *fields, const char *told)
{
    char word[LIMIT_NAME_BYTES + 8];
    const char *field;
    json_t *rule;
    snprintf(word, sizeof word, "%.63s.word", told);
    json_object_foreach((json_t *)fields, field, rule)
    {
        const char *from = json_string_value(json_object_get(rule, "from")),
                   *any = json_string_value(json_object_get(rule, "any"));
        bool takes = json_object_get(rule, "map") || json_object_get(rule, "is");
        if (takes && (strcmp(field, told) == 0 || (from && strcmp(from, word) == 0) ||
                      (any && strcmp(any, word) == 0)))
            return rule;
    }
    return NULL;
}

static void fields_write(const json_t *fields, char *out, size_t size)
{
    const char *field;
    json_t *rule;
    size_t used = 0;
    *out = '\0';
    json_object_foreach((json_t *)fields, field, rule)
    {
        if ((!json_object_get(rule, "map") && !json_object_get(rule, "is")) ||
            used + strlen(field) + 3 > size)
            continue;
        used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "", field);
    }
}

/* The value that the map has for a word, or the value itself where the map has it; NULL: neither. Borrowed. */
static json_t *value_find(const json_t *map, const json_t *told)
{
    const char *word;
    json_t *value;
    json_object_foreach((json_t *)map, word, value)
    {
        if (json_equal(value, told) || (json_is_string(told) && same_words(word, json_string_value(told))))
            return value;
    }
    return NULL;
}

static bool value_unknown(const char *file, const char *field, const json_t *map, const char *word,
                          struct error *e)
{
    char known[LIMIT_MESSAGE_BYTES], hint[LIMIT_MESSAGE_BYTES + 64];
    names_write(map, known, sizeof known);
    snprintf(hint, sizeof hint, _("Name a value of it, or a word that means it: %s."), known);
    return error_set(e, ERROR_CONFIG, file, hint, _("%s: the word '%.80s' is given no value that it has"),
                     field, word);
}

/* Puts the added word first: of two equal words the first counts. */
static bool map_add(json_t *rule, const json_t *map, const char *word, json_t *value)
{
    json_t *fresh = json_object();
    const char *old;
    json_t *of;
    bool ok = fresh && json_object_set(fresh, word, value) == 0;
    json_object_foreach((json_t *)map, old, of)
    {
        ok = ok && (same_words(old, word) || json_object_set(fresh, old, of) == 0);
    }
    ok = ok && json_object_set(rule, "map", fresh) == 0;
    json_decref(fresh);
    return ok;
}

/* Changes the list of a field's words for yes: "yes" adds the word, "no" removes it. */
static bool list_add(json_t *list, const char *word, bool yes)
{
    for (size_t i = json_array_size(list); i-- > 0;)
        if (same_words(json_string_value(json_array_get(list, i)), word))
            json_array_remove(list, i);
    return !yes || json_array_append_new(list, json_string(word)) == 0;
}

static bool word_add(const char *file, json_t *rule, const char *field, const char *word, const json_t *told,
                     struct error *e)
{
    const json_t *map = json_object_get(rule, "map");
    json_t *list = json_object_get(rule, "is"), *value = map ? value_find(map, told) : NULL;
    if (map && !value)
        return value_unknown(file, field, map, word, e);
    if (!map && !json_is_boolean(told))
        return error_set(e, ERROR_CONFIG, file, _("Write true or false."),
                         _("%s: the word '%.80s' means yes or no"), field, word);
    bool ok = map ? map_add(rule, map, word, value) : list_add(list, word, json_is_true(told));
    return ok || error_memory(e, file);
}

static bool field_add(const char *file, json_t *streams, const char *field, const json_t *words,
                      struct error *e)
{
    bool found = false;
    char known[LIMIT_MESSAGE_BYTES] = "", hint[LIMIT_MESSAGE_BYTES + 64];
    for (size_t i = 0; i < json_array_size(streams); i++) {
        const json_t *fields = json_object_get(json_array_get(streams, i), "fields");
        json_t *rule = rule_find(fields, field), *value;
        const char *word;
        if (!*known)
            fields_write(fields, known, sizeof known);
        found |= rule != NULL;
        if (!rule)
            continue;
        json_object_foreach((json_t *)words, word, value)
        {
            if (!word_add(file, rule, field, word, value, e))
                return false;
        }
    }
    snprintf(hint, sizeof hint, _("Fields with words are %s."), known);
    return found || error_set(e, ERROR_CONFIG, file, hint, _("no field with words is called '%.80s'"), field);
}

bool manifest_addition_apply(const char *file, json_t *document, struct error *e)
{
    const json_t *add = json_object_get(document, "add");
    const char *field;
    json_t *words;
    if (!add)
        return true;
    if (!columns_add(file, json_object_get(document, "columns"), json_object_get(add, "columns"), e))
        return false;
    json_object_foreach(json_object_get(add, "words"), field, words)
    {
        if (!field_add(file, json_object_get(document, "streams"), field, words, e))
            return false;
    }
    return json_object_del(document, "add") == 0 || error_memory(e, file);
}
