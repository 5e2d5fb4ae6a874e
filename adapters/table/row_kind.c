#include "adapters/table/row_kind.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/limit.h"
#include "base/text.h"

struct pattern {
    char *words, *plain; /* with and without diacritics; owned */
    bool begins;         /* the pattern ends in *: more words may follow */
    enum row_kind kind;
    const char *section;
    bool unit; /* what stands before a unit's name: "Đơn vị báo cáo" */
};

struct row_words {
    struct pattern *items;
    size_t count;
};

/* --- words --- */

/* Lower case, NFC, one space between runs of letters and digits. Text in parentheses is left out where other text is
 * left. plain: without diacritics. */
static char *label_words(const char *text, bool plain)
{
    int how = UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_CASEFOLD |
              (plain ? UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK : UTF8PROC_COMPOSE);
    utf8proc_uint8_t *folded = NULL;
    if (utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded, (utf8proc_option_t)how) < 0)
        return strdup("");
    char *out = (char *)folded, *to = out;
    bool gap = false, outside = false;
    int depth = 0;
    for (const char *from = out; *from && (*from != '(' || !outside); from++)
        outside |= (*from >= 'a' && *from <= 'z') || (*from & 0x80);
    for (const char *from = out; *from; from++) {
        bool letter = (*from >= '0' && *from <= '9') || (*from >= 'a' && *from <= 'z') || (*from & 0x80);
        depth += outside && *from == '(';
        if (letter && !depth) {
            if (gap && to != out)
                *to++ = ' ';
            *to++ = *from;
        }
        gap = !letter || depth;
        depth -= depth && *from == ')';
    }
    *to = '\0';
    if (plain)
        for (char *d; (d = strstr(out, "\xC4\x91")) != NULL;) { /* the bar of đ is no mark */
            *d = 'd';
            memmove(d + 1, d + 2, strlen(d + 2) + 1);
        }
    return out;
}

static bool is_ascii(const char *text)
{
    for (; *text; text++)
        if (*text & 0x80)
            return false;
    return true;
}

/* --- patterns --- */

static bool pattern_add(struct row_words *w, const char *text, enum row_kind kind, const char *section)
{
    struct pattern *more = realloc(w->items, (w->count + 1) * sizeof *more);
    if (!more)
        return false;
    w->items = more;
    struct pattern *p = &w->items[w->count++];
    size_t n = strlen(text);
    *p = (struct pattern){.words = label_words(text, false),
                          .plain = label_words(text, true),
                          .begins = n && text[n - 1] == '*',
                          .kind = kind,
                          .section = section};
    return p->words && p->plain;
}

static bool patterns_read(struct row_words *w, const json_t *list, enum row_kind kind, const char *section,
                          const char *file, struct error *e)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (w->count == LIMIT_ROW_PATTERNS)
            return error_set(e, ERROR_CONFIG, file,
                             _("Leave out words of \"rows\", or end one with * for all that begin so."),
                             _("more than %d words for kinds of rows"), LIMIT_ROW_PATTERNS);
        if (!pattern_add(w, json_string_value(json_array_get(list, i)), kind, section))
            return error_memory(e, file);
    }
    return true;
}

struct row_words *row_words_make(const json_t *words, const char *file, struct error *e)
{
    static const struct {
        const char *name;
        enum row_kind kind;
    } lists[] = {{"sums", ROW_SUM}, {"groups", ROW_GROUP}, {"asides", ROW_ASIDE}};
    struct row_words *w = calloc(1, sizeof *w);
    bool ok = w || error_memory(e, file);
    const char *name;
    json_t *list;
    for (size_t i = 0; ok && i < sizeof lists / sizeof *lists; i++)
        ok = patterns_read(w, json_object_get(words, lists[i].name), lists[i].kind, NULL, file, e);
    size_t labels = ok ? w->count : 0;
    ok = ok && patterns_read(w, json_object_get(words, "units"), ROW_RECORD, NULL, file, e);
    for (; ok && labels < w->count; labels++)
        w->items[labels].unit = true;
    json_object_foreach(json_object_get(words, "sections"), name, list) ok =
        ok && patterns_read(w, list, ROW_GROUP, name, file, e);
    if (ok)
        return w;
    row_words_free(w);
    return NULL;
}

void row_words_free(struct row_words *w)
{
    for (size_t i = 0; w && i < w->count; i++) {
        free(w->items[i].words);
        free(w->items[i].plain);
    }
    if (w)
        free(w->items);
    free(w);
}

static bool pattern_fits(const char *pattern, bool begins, const char *words)
{
    size_t n = strlen(pattern);
    return n && strncmp(words, pattern, n) == 0 && (!words[n] || (begins && words[n] == ' '));
}

enum row_kind row_kind_of(const struct row_words *w, const char *label)
{
    bool ascii = is_ascii(label);
    char *words = label_words(label, ascii);
    enum row_kind kind = ROW_RECORD;
    for (size_t i = 0; words && i < w->count && kind == ROW_RECORD; i++) {
        const struct pattern *p = &w->items[i];
        if (!p->section && !p->unit && pattern_fits(ascii ? p->plain : p->words, p->begins, words))
            kind = p->kind;
    }
    free(words);
    return kind;
}

const char *row_unit(const struct row_words *w, const char *title)
{
    size_t n = strcspn(title, ":");
    char *label = title[n] ? strndup(title, n) : NULL;
    char *words = label ? label_words(label, is_ascii(label)) : NULL;
    bool fits = false;
    for (size_t i = 0; words && i < w->count && !fits; i++)
        fits = w->items[i].unit && pattern_fits(is_ascii(label) ? w->items[i].plain : w->items[i].words,
                                                w->items[i].begins, words);
    free(words);
    free(label);
    return fits ? title + n + 1 + strspn(title + n + 1, " ") : NULL;
}

/* Do the pattern's words stand together in the title? */
static bool pattern_within(const char *pattern, const char *words)
{
    size_t n = strlen(pattern);
    for (const char *at = strstr(words, pattern); at && n; at = strstr(at + 1, pattern))
        if ((at == words || at[-1] == ' ') && (at[n] == '\0' || at[n] == ' '))
            return true;
    return false;
}

const char *row_section(const struct row_words *w, const char *title)
{
    bool ascii = is_ascii(title);
    char *words = label_words(title, ascii);
    const char *section = NULL;
    for (size_t i = 0; words && i < w->count && !section; i++)
        if (w->items[i].section && pattern_within(ascii ? w->items[i].plain : w->items[i].words, words))
            section = w->items[i].section;
    free(words);
    return section;
}

const char *row_section_name(const struct row_words *w, size_t i)
{
    const char *last = "";
    for (size_t k = 0; k < w->count; k++) {
        if (!w->items[k].section || strcmp(w->items[k].section, last) == 0)
            continue;
        last = w->items[k].section;
        if (i-- == 0)
            return last;
    }
    return NULL;
}

/* --- levels --- */

static bool all_among(const char *text, size_t n, const char *letters)
{
    return n && strspn(text, letters) >= n;
}

enum row_level row_level_of(const char *number, char *last)
{
    size_t skip = strspn(number, " ([");
    const char *text = number + skip;
    size_t n = strcspn(text, " )]/:"), dots = 0;
    while (n && text[n - 1] == '.')
        n--;
    if (!n)
        return LEVEL_NONE;
    if (n == 1 && strchr("-+*", *text))
        return LEVEL_DASH;
    if (all_among(text, n, "0123456789.")) {
        for (size_t i = 0; i < n; i++)
            dots += text[i] == '.';
        return dots == 0 ? LEVEL_NUMBER : dots == 1 ? LEVEL_PART : LEVEL_PART_OF_PART;
    }
    if (n == 1 && *text >= 'A' && *text <= 'Z') {
        bool next = *last && *text == *last + 1, roman = strchr("IVXLCD", *text) != NULL;
        if (next || !roman) {
            *last = *text;
            return LEVEL_LETTER;
        }
        return LEVEL_ROMAN;
    }
    if (all_among(text, n, "IVXLC"))
        return LEVEL_ROMAN;
    if (n > 2 && all_among(text, strcspn(text, "."), "IVXLC") && text[strcspn(text, ".")])
        return LEVEL_NUMBER; /* a number such as I.1 */
    return n == 1 && *text >= 'a' && *text <= 'z' ? LEVEL_SMALL : LEVEL_NONE;
}

const char *row_label(const char *label, char *number, size_t size)
{
    size_t n = strspn(label, "IVXLCABDEFGH0123456789."), k = strspn(label, "abcdefgh");
    if (n == 0 && k == 1)
        n = k;
    const char *end = label + n;
    bool closed = n && (end[-1] == '.' || *end == ')' || *end == '/' || *end == '-' || *end == ':' ||
                        (*end == ' ' && (end[1] == '-' || end[1] == '/')));
    *number = '\0';
    if (!n || !closed || n >= size)
        return label;
    memcpy(number, label, n);
    number[n] = '\0';
    end += strspn(end, " .)/-:");
    return *end ? end : label;
}
