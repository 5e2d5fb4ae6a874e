#include "import/word_choice.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "config/json_file.h"

enum { SURE_BYTES = 5 /* bytes of a word within another word: shorter words are found by chance */ };

struct word_choices {
    json_t *manifest;
};

struct word_choices *word_choices_load(struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    struct word_choices *c = calloc(1, sizeof *c);
    if (!c) {
        error_memory(e, "tabular");
        return NULL;
    }
    if (json_file_find("adapters/tabular.json", file, sizeof file, e))
        c->manifest = json_file_load(file, "manifest.schema.json", e);
    if (c->manifest)
        return c;
    free(c);
    return NULL;
}

void word_choices_free(struct word_choices *c)
{
    if (!c)
        return;
    json_decref(c->manifest);
    free(c);
}

/* The map of a field in the first stream that maps its words. */
static const json_t *map_of(const struct word_choices *c, const char *field)
{
    size_t i;
    const json_t *stream;
    json_array_foreach(json_object_get(c->manifest, "streams"), i, stream)
    {
        const json_t *map = json_object_get(json_object_get(json_object_get(stream, "fields"), field), "map");
        if (map)
            return map;
    }
    return NULL;
}

static const char *first_of(const json_t *map, const json_t *value)
{
    const char *word;
    json_t *one;
    json_object_foreach((json_t *)map, word, one) if (json_equal(one, value)) return word;
    return NULL;
}

size_t word_choices_of(const struct word_choices *c, const char *field, const char **out, size_t max)
{
    const json_t *map = map_of(c, field);
    const char *word;
    json_t *value;
    size_t count = 0;
    json_object_foreach((json_t *)map, word, value)
    {
        if (count < max && first_of(map, value) == word)
            out[count++] = word;
    }
    return count;
}

static bool denies(const char *folded)
{
    return strstr(folded, "khong") || strstr(folded, "chua") || strstr(folded, "tu choi") ||
           strstr(folded, "huy");
}

static bool means(const char *known, const char *folded)
{
    char *other = text_fold(known);
    bool is = other && denies(other) == denies(folded) &&
              ((strlen(other) >= SURE_BYTES && strstr(folded, other)) ||
               (strlen(folded) >= SURE_BYTES && strstr(other, folded)));
    free(other);
    return is;
}

const char *word_choices_guess(const struct word_choices *c, const char *field, const char *word)
{
    const json_t *map = map_of(c, field), *meant = NULL;
    const char *known;
    json_t *value;
    bool one = true;
    char *folded = text_fold(word);
    json_object_foreach((json_t *)map, known, value)
    {
        if (folded && means(known, folded)) {
            one = one && (!meant || json_equal(meant, value));
            meant = value;
        }
    }
    free(folded);
    return meant && one ? first_of(map, meant) : NULL;
}

size_t word_choices_columns(const struct word_choices *c, const char **out, size_t max)
{
    const char *name;
    json_t *titles;
    size_t count = 0;
    json_object_foreach(json_object_get(c->manifest, "columns"), name, titles)
    {
        const char *title = json_string_value(json_array_get(titles, 0));
        if (title && count < max)
            out[count++] = title;
    }
    return count;
}

const char *word_choices_title(const struct word_choices *c, const char *name)
{
    const json_t *columns = json_object_get(c->manifest, "columns"), *titles = json_object_get(columns, name);
    size_t i;
    const json_t *stream;
    json_array_foreach(json_object_get(c->manifest, "streams"), i, stream)
    {
        const char *from = json_string_value(
            json_object_get(json_object_get(json_object_get(stream, "fields"), name), "from"));
        char column[LIMIT_NAME_BYTES];
        if (titles || !from || strcspn(from, ".") >= sizeof column)
            continue;
        memcpy(column, from, strcspn(from, "."));
        column[strcspn(from, ".")] = '\0';
        titles = json_object_get(columns, column);
    }
    const char *title = json_string_value(json_array_get(titles, 0));
    return title ? title : name;
}
