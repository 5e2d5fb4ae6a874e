#include "adapters/table/heading.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/table/title_period.h"
#include "adapters/table/title_words.h"
#include "base/text.h"
#include "base/words.h"

/* --- titles --- */

struct title {
    size_t column;
    char *words[LIMIT_HEADING_ROWS]; /* owned */
    size_t depth;
};

struct titles {
    const json_t *columns;
    const char *names[LIMIT_HEADING_NAMES];
    const char *first[LIMIT_HEADING_NAMES];
    size_t column_count;
    struct title *titles;
    size_t count;
};

/* A part of a title, as words, malloc'd; NULL: no memory. */
static char *part_words(const char *text, size_t n)
{
    char *part = strndup(text, n), *words = part ? words_of(part, false) : NULL;
    free(part);
    return words;
}

static bool title_add(struct titles *t, size_t column, const char *text, struct error *e)
{
    struct title *title = &t->titles[t->count++];
    *title = (struct title){.column = column};
    for (const char *at = text;;) {
        size_t n = strcspn(at, "/");
        if (title->depth == LIMIT_HEADING_ROWS)
            return error_set(e, ERROR_CONFIG, text, NULL, _("a title of more than %d parts"),
                             LIMIT_HEADING_ROWS);
        title->words[title->depth] = part_words(at, n);
        if (!title->words[title->depth])
            return error_memory(e, text);
        if (!*title->words[title->depth++])
            return error_set(e, ERROR_CONFIG, text, NULL, _("a title without a word in it"));
        if (!at[n])
            return true;
        at += n + 1;
    }
}

static bool titles_fill(struct titles *t, struct error *e)
{
    const char *name;
    json_t *list;
    json_object_foreach((json_t *)t->columns, name, list)
    {
        size_t column = t->column_count++;
        t->names[column] = name;
        t->first[column] = json_string_value(json_array_get(list, 0));
        for (size_t i = 0; i < json_array_size(list); i++) {
            if (t->count == LIMIT_HEADING_TITLES)
                return error_set(e, ERROR_CONFIG, "columns", NULL, _("more than %d titles"),
                                 LIMIT_HEADING_TITLES);
            if (!title_add(t, column, json_string_value(json_array_get(list, i)), e))
                return false;
        }
    }
    return true;
}

/* How many titles all columns have, LIMIT_HEADING_TITLES at most. */
static size_t titles_most(const json_t *columns)
{
    size_t most = 0;
    const char *name;
    json_t *list;
    json_object_foreach((json_t *)columns, name, list) most += json_array_size(list);
    return most < LIMIT_HEADING_TITLES ? most : LIMIT_HEADING_TITLES;
}

struct titles *titles_make(const json_t *columns, const char *file, struct error *e)
{
    struct titles *t = calloc(1, sizeof *t);
    size_t most = titles_most(columns);
    if (t) {
        t->columns = columns;
        t->titles = calloc(most ? most : 1, sizeof *t->titles);
    }
    if (!t || !t->titles) {
        titles_free(t);
        error_memory(e, file);
        return NULL;
    }
    if (json_object_size(columns) <= LIMIT_HEADING_NAMES
            ? titles_fill(t, e)
            : error_set(e, ERROR_CONFIG, "columns", NULL, _("more than %d columns"), LIMIT_HEADING_NAMES))
        return t;
    error_within(e, file);
    titles_free(t);
    return NULL;
}

void titles_free(struct titles *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->count; i++)
        for (size_t k = 0; k < t->titles[i].depth; k++)
            free(t->titles[i].words[k]);
    free(t->titles);
    free(t);
}

size_t titles_count(const struct titles *t)
{
    return t->column_count;
}

const char *titles_name(const struct titles *t, size_t column)
{
    return t->names[column];
}

const char *titles_first(const struct titles *t, size_t column)
{
    return t->first[column];
}

long titles_find(const struct titles *t, const char *name, size_t n)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (strlen(t->names[i]) == n && memcmp(t->names[i], name, n) == 0)
            return (long)i;
    return -1;
}

bool titles_match(const struct titles *t, size_t column, const char *text)
{
    char *words = words_of(text, false), *bare = words_of(text, true),
         *plain = bare ? title_vietnamese(bare) : NULL;
    bool match = false;
    for (size_t i = 0; words && plain && i < t->count && !match; i++) {
        const char *last = t->titles[i].words[t->titles[i].depth - 1];
        match = t->titles[i].column == column &&
                (title_same(last, words) || title_same(last, bare) || strcmp(last, plain) == 0);
    }
    free(words);
    free(bare);
    free(plain);
    return match;
}

/* --- the first rows --- */

struct head_cell {
    char *words, *bare; /* owned; NULL: empty */
    char *plain;        /* bare without English words; owned; NULL: empty */
};

struct head_line {
    struct sheet_cell *cells; /* owned */
    struct head_cell *folded; /* owned */
    char *bytes;              /* owned */
    size_t count, used, line;
};

struct head {
    struct head_line lines[LIMIT_SHEET_HEAD + LIMIT_HEADING_ROWS];
    size_t count, columns, bytes;
    size_t lent; /* the first lines, which are of another table */
};

static bool line_keep(struct head *h, const struct sheet_row *row, struct error *e)
{
    struct head_line *l = &h->lines[h->count++];
    *l = (struct head_line){.count = row->count, .used = row->bytes.used, .line = row->line};
    l->cells = calloc(row->count + 1, sizeof *l->cells);
    l->folded = calloc(row->count + 1, sizeof *l->folded);
    l->bytes = calloc(row->bytes.used + 1, 1);
    if (!l->cells || !l->folded || !l->bytes)
        return error_memory(e, "");
    h->bytes += l->used;
    if (l->used)
        memcpy(l->bytes, row->bytes.data, l->used);
    for (size_t i = 0; i < l->count; i++) {
        l->cells[i] = row->cells[i];
        if (l->cells[i].length == 0)
            continue;
        l->folded[i].words = words_of(l->bytes + l->cells[i].at, false);
        l->folded[i].bare = words_of(l->bytes + l->cells[i].at, true);
        if (l->folded[i].bare)
            l->folded[i].plain = title_vietnamese(l->folded[i].bare);
        if (!l->folded[i].words || !l->folded[i].plain)
            return error_memory(e, "");
    }
    if (h->columns < l->count)
        h->columns = l->count;
    return true;
}

struct head *head_read(struct sheet *s, struct sheet_row *row, struct error *e)
{
    struct head *h = calloc(1, sizeof *h);
    if (!h) {
        error_memory(e, "");
        return NULL;
    }
    while (h->count < LIMIT_SHEET_HEAD && h->bytes < LIMIT_HEAD_BYTES) {
        enum sheet_result result = sheet_next(s, row, e);
        if (result == SHEET_END)
            return h;
        if (result == SHEET_FAILED || !line_keep(h, row, e)) {
            head_free(h);
            return NULL;
        }
    }
    return h;
}

static bool line_copy(struct head *h, const struct head_line *from)
{
    struct error ignored = {0};
    struct sheet_row row = {.count = from->count, .line = from->line};
    memcpy(row.cells, from->cells, from->count * sizeof *from->cells);
    row.bytes = (struct buffer){.data = from->bytes, .used = from->used};
    return line_keep(h, &row, &ignored);
}

struct head *head_copy(const struct head *h, size_t first, size_t end)
{
    struct head *copy = calloc(1, sizeof *copy);
    bool ok = copy != NULL;
    for (size_t i = first; ok && i < end && i < h->count && copy->count < LIMIT_HEADING_ROWS; i++)
        ok = line_copy(copy, &h->lines[i]);
    if (ok)
        return copy;
    head_free(copy);
    return NULL;
}

bool head_lend(struct head *h, const struct head *above)
{
    size_t own = h->count;
    bool ok = true;
    for (size_t i = 0; ok && i < above->count; i++)
        ok = line_copy(h, &above->lines[i]);
    if (!ok)
        return false;
    struct head_line lines[LIMIT_HEADING_ROWS];
    memcpy(lines, h->lines + own, above->count * sizeof *lines);
    memmove(h->lines + above->count, h->lines, own * sizeof *lines);
    memcpy(h->lines, lines, above->count * sizeof *lines);
    h->lent = above->count;
    return true;
}

size_t head_lent(const struct head *h)
{
    return h->lent;
}

size_t head_columns(const struct head *h)
{
    return h->columns;
}

static void wipe(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

void head_free(struct head *h)
{
    for (size_t i = 0; h && i < h->count; i++) {
        struct head_line *l = &h->lines[i];
        for (size_t k = 0; l->folded && k < l->count; k++) {
            wipe(l->folded[k].words);
            wipe(l->folded[k].bare);
            wipe(l->folded[k].plain);
        }
        if (l->bytes)
            explicit_bzero(l->bytes, l->used);
        free(l->folded);
        free(l->cells);
        free(l->bytes);
    }
    free(h);
}

size_t head_rows(const struct head *h)
{
    return h->count;
}

void head_row(const struct head *h, size_t i, struct sheet_row *out)
{
    const struct head_line *l = &h->lines[i];
    sheet_row_begin(out, l->line);
    if (!buffer_append(&out->bytes, l->bytes, l->used))
        return; /* the row has room for every row that it once held */
    memcpy(out->cells, l->cells, l->count * sizeof *l->cells);
    out->count = l->count;
}

static const struct head_cell *folded_at(const struct head *h, size_t row, size_t column)
{
    static const struct head_cell none;
    const struct head_line *l = &h->lines[row];
    return column < l->count ? &l->folded[column] : &none;
}

const char *head_words(const struct head *h, size_t row, size_t column)
{
    const char *words = folded_at(h, row, column)->words;
    return words ? words : "";
}

const char *head_text(const struct head *h, size_t row, size_t column)
{
    const struct head_line *l = &h->lines[row];
    return column < l->count && l->cells[column].length ? l->bytes + l->cells[column].at : "";
}

/* --- the heading --- */

/* The texts above and in a column, from the top. */
struct path {
    const struct head_cell *cells[LIMIT_HEADING_ROWS]; /* none is empty */
    size_t depth;
};

/* A heading that spans columns stands in the first of them, or was copied into all: an empty cell with a text below
 * it belongs to the cell at its left. */
static void path_make(const struct head *h, size_t first, size_t end, size_t column, struct path *out)
{
    out->depth = 0;
    for (size_t row = first; row < end; row++) {
        size_t at = column;
        bool below = false;
        for (size_t k = row + 1; k < end; k++)
            below |= *head_words(h, k, column) != '\0';
        while (below && at > 0 && !*head_words(h, row, at))
            at--;
        const char *words = head_words(h, row, at);
        if (*words && (!out->depth || strcmp(out->cells[out->depth - 1]->words, words) != 0))
            out->cells[out->depth++] = folded_at(h, row, at);
    }
}

/* Do the words of `part` stand together in `whole`? */
static bool words_in(const char *part, const char *whole)
{
    size_t n = strlen(part);
    for (const char *at = strstr(whole, part); at && n; at = strstr(at + 1, part))
        if ((at == whole || at[-1] == ' ') && (at[n] == '\0' || at[n] == ' '))
            return true;
    return false;
}

static bool title_fits(const struct title *t, const struct path *p, bool loose)
{
    size_t at = 0, last = p->depth - 1;
    const char *words = t->words[t->depth - 1];
    const struct head_cell *own = p->cells[last];
    if (*words != *own->words && *words != *own->bare && *words != *own->plain)
        return false; /* most titles end here */
    if (!title_same(words, own->words) && !title_same(words, own->bare) && strcmp(words, own->plain) != 0)
        return false;
    while (t->depth == 1 && at < last && title_is_own_time(p->cells[at]->words))
        at++;
    if (t->depth == 1)
        return at == last || loose;
    for (size_t i = 0; i + 1 < t->depth; i++, at++) {
        while (at < last && !words_in(t->words[i], p->cells[at]->words))
            at++;
        if (at == last)
            return false;
    }
    return true;
}

static bool fit_before(const struct heading *h, const enum heading_worth *worth, size_t i, size_t k)
{
    const struct heading_fit *a = &h->fits[i], *b = &h->fits[k];
    if (worth && worth[i] != worth[k])
        return worth[i] < worth[k];
    if (a->aside != b->aside)
        return b->aside;
    if (a->depth != b->depth)
        return a->depth > b->depth;
    return a->rank != b->rank ? a->rank < b->rank : a->column < b->column;
}

/* May this fit still be chosen? */
static bool fit_free(const struct heading *h, const enum heading_worth *worth, size_t i)
{
    if (h->column_of[h->fits[i].name] != HEADING_NONE || (worth && worth[i] == HEADING_REFUSED))
        return false;
    for (size_t name = 0; name < LIMIT_HEADING_NAMES; name++)
        if (h->column_of[name] == h->fits[i].column)
            return false;
    return true;
}

void heading_choose(struct heading *h, const enum heading_worth *worth)
{
    h->matched = h->weight = 0;
    for (size_t i = 0; i < LIMIT_HEADING_NAMES; i++)
        h->column_of[i] = HEADING_NONE;
    for (;;) {
        size_t best = h->fit_count;
        for (size_t i = 0; i < h->fit_count; i++)
            if (fit_free(h, worth, i) && (best == h->fit_count || fit_before(h, worth, i, best)))
                best = i;
        if (best == h->fit_count)
            return;
        h->column_of[h->fits[best].name] = h->fits[best].column;
        h->weight += h->fits[best].depth;
        h->matched++;
    }
}

/* Does a heading in one of the rows above, which may belong to the heading or stand over its row, say that the column
 * is of another time? */
static bool is_aside(const struct head *h, size_t end, size_t column)
{
    for (size_t row = end < LIMIT_HEADING_ROWS ? 0 : end - LIMIT_HEADING_ROWS; row + 1 < end; row++) {
        size_t at = column;
        while (at > 0 && !*head_words(h, row, at))
            at--;
        if (title_is_aside(head_words(h, row, at)))
            return true;
    }
    return false;
}

/* The words of the nearest heading above the row, or at the left above it; "" where there is none. */
static const char *words_above(const struct head *h, size_t end, size_t column)
{
    size_t at = column;
    while (end >= 2 && at > 0 && !*head_words(h, end - 2, at))
        at--;
    return end >= 2 ? head_words(h, end - 2, at) : "";
}

static bool states_time(const char *words)
{
    enum period_kind kind;
    moment from;
    int number;
    return title_part(words, &kind, &number) || title_period(words, &kind, &from);
}

/* Columns of one title below two times ("Tháng 10", "Tháng 11") are read for neither, for a table has one. */
static void times_drop(const struct head *h, struct heading *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->fit_count; i++) {
        const char *own = words_above(h, out->end, out->fits[i].column);
        bool parted = false;
        for (size_t k = 0; k < out->fit_count && !parted; k++) {
            const char *other = words_above(h, out->end, out->fits[k].column);
            parted = out->fits[k].rank == out->fits[i].rank && !out->fits[k].aside &&
                     strcmp(own, other) != 0 && states_time(own) && states_time(other);
        }
        out->fits[kept] = out->fits[i];
        kept += !parted || out->fits[i].aside;
    }
    out->fit_count = kept;
}

static void heading_try(const struct head *h, const struct titles *t, const bool *used, bool loose,
                        struct heading *out)
{
    for (size_t column = 0; column < h->columns; column++) {
        struct path p;
        path_make(h, out->first, out->end, column, &p);
        out->width = p.depth ? column + 1 : out->width;
        for (size_t i = 0; p.depth && i < t->count; i++)
            if (used[t->titles[i].column] && out->fit_count < LIMIT_HEADING_FITS &&
                title_fits(&t->titles[i], &p, loose))
                out->fits[out->fit_count++] = (struct heading_fit){
                    t->titles[i].column, column, t->titles[i].depth, i, is_aside(h, out->end, column)};
    }
    times_drop(h, out);
    heading_choose(out, NULL);
}

/* Do most rows go on beyond the last title? If so, columns have no titles there; where few rows do, their cells
 * moved. */
static bool is_wider(const struct head *h, const struct heading *heading)
{
    size_t rows = 0, beyond = 0;
    for (size_t i = heading->end; i < h->count; i++) {
        bool filled = false, over = false;
        for (size_t column = 0; column < h->columns; column++) {
            bool there = *head_text(h, i, column) != '\0';
            filled |= there;
            over |= there && column >= heading->width;
        }
        rows += filled;
        beyond += over;
    }
    return beyond * 2 > rows;
}

void heading_find(const struct head *h, const struct titles *t, const bool *used, bool loose,
                  struct heading *out)
{
    *out = (struct heading){0};
    for (size_t end = 1; end <= h->count; end++)
        for (size_t depth = 1; depth <= LIMIT_HEADING_ROWS && depth <= end; depth++) {
            struct heading one = {.end = end, .first = end - depth};
            heading_try(h, t, used, loose, &one);
            if (one.weight > out->weight)
                *out = one;
        }
    if (out->matched && is_wider(h, out))
        out->width = LIMIT_SHEET_COLUMNS;
}
