#include "import/source_words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/output_file.h"
#include "base/text.h"
#include "config/json_file.h"

/* The manifest that is extended: lists of dossiers and form II.06. */
#define EXTENDED "tabular"

bool source_words_load(const char *folder, const char *source, struct source_words *out, struct error *e)
{
    *out = (struct source_words){0};
    int n = snprintf(out->file, sizeof out->file, "%s/%s.words.json", folder, source);
    if (n < 0 || (size_t)n >= sizeof out->file)
        return error_set(e, ERROR_CONFIG, folder, _("Put the config into a folder with a shorter name."),
                         _("the path is too long"));
    if (access(out->file, F_OK) != 0 && errno == ENOENT)
        return true;
    out->document = json_file_load(out->file, "manifest.schema.json", e);
    return out->document != NULL;
}

void source_words_free(struct source_words *w)
{
    json_decref(w->document);
    *w = (struct source_words){0};
}

/* The object `name` of another object, made where it is missing; NULL: no memory. Borrowed. */
static json_t *object_in(json_t *object, const char *name)
{
    json_t *inner = json_object_get(object, name);
    if (!inner && json_object_set_new(object, name, json_object()) == 0)
        inner = json_object_get(object, name);
    return inner;
}

/* The object that takes added "columns" or "words". */
static json_t *addition_of(struct source_words *w, const char *kind)
{
    if (!w->document)
        w->document =
            json_pack("{s:s, s:{s:s, s:s}, s:s}", "name", EXTENDED, "title", "vi", "Cột và từ của nguồn này",
                      "en", "Columns and words of this source", "extends", EXTENDED);
    json_t *add = w->document ? object_in(w->document, "add") : NULL;
    w->changed = true;
    return add ? object_in(add, kind) : NULL;
}

static bool told_wrong(const char *option, const char *example, const char *told, struct error *e)
{
    char hint[LIMIT_HINT_BYTES];
    snprintf(hint, sizeof hint, _("Write %s '%s'."), option, example);
    return error_set(e, ERROR_USAGE, option, hint, _("'%.100s' is not understood"), told);
}

/* The text without blanks around it, malloc'd, NFC; NULL: nothing is left. */
static char *part_of(const char *from, size_t n)
{
    while (n && (*from == ' ' || *from == '\t'))
        from++, n--;
    while (n && (from[n - 1] == ' ' || from[n - 1] == '\t'))
        n--;
    return n ? text_normalize(from, n) : NULL;
}

/* Removes what was said of a title before. */
static void title_forget(json_t *columns, const char *title)
{
    const char *name;
    json_t *titles;
    json_object_foreach(columns, name, titles)
    {
        for (size_t i = json_array_size(titles); i-- > 0;)
            if (strcmp(json_string_value(json_array_get(titles, i)), title) == 0)
                json_array_remove(titles, i);
    }
}

bool source_words_column(struct source_words *w, const char *told, struct error *e)
{
    const char *equals = strrchr(told, '=');
    char *title = equals ? part_of(told, (size_t)(equals - told)) : NULL,
         *name = equals ? part_of(equals + 1, strlen(equals + 1)) : NULL;
    bool ok = title && name;
    if (!ok) {
        told_wrong("--column", "Hình thức tiếp nhận hồ sơ=channel", told, e);
    } else {
        json_t *columns = addition_of(w, "columns"),
               *titles = columns ? json_object_get(columns, name) : NULL;
        if (columns && !titles && json_object_set_new(columns, name, json_array()) == 0)
            titles = json_object_get(columns, name);
        title_forget(columns, title);
        ok = titles && json_array_append_new(titles, json_string(title)) == 0;
        if (!ok)
            error_memory(e, "--column");
    }
    free(title);
    free(name);
    return ok;
}

static json_t *value_of(const char *text)
{
    static const char *const yes[] = {"true", "có", "yes"}, *const no[] = {"false", "không", "no"};
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (strcmp(text, yes[i]) == 0)
            return json_true();
        if (strcmp(text, no[i]) == 0)
            return json_false();
    }
    return end != text && !*end && errno == 0 ? json_integer(number) : json_string(text);
}

bool source_words_word(struct source_words *w, const char *told, struct error *e)
{
    const char *colon = strchr(told, ':'), *equals = strrchr(told, '=');
    bool whole = colon && equals && colon < equals;
    char *field = whole ? part_of(told, (size_t)(colon - told)) : NULL,
         *word = whole ? part_of(colon + 1, (size_t)(equals - colon - 1)) : NULL,
         *value = whole ? part_of(equals + 1, strlen(equals + 1)) : NULL;
    bool ok = field && word && value;
    if (!ok) {
        told_wrong("--word", "level:Còn lại=2", told, e);
    } else {
        json_t *words = addition_of(w, "words"), *of = words ? object_in(words, field) : NULL;
        ok = of && json_object_set_new(of, word, value_of(value)) == 0;
        if (!ok)
            error_memory(e, "--word");
    }
    free(field);
    free(word);
    free(value);
    return ok;
}

char *source_words_text(const struct source_words *w)
{
    return w->document ? json_dumps(w->document, JSON_INDENT(2)) : NULL;
}

bool source_words_save(struct source_words *w, struct error *e)
{
    char *text = w->changed ? source_words_text(w) : NULL;
    bool ok = !w->changed || (text && output_file_write(w->file, NULL, text, strlen(text), e));
    if (w->changed && !text)
        error_memory(e, w->file);
    w->changed = w->changed && !ok;
    free(text);
    return ok;
}
