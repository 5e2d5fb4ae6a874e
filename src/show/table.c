#include "show/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "show/table_inner.h"

/* --- filling --- */

struct table *table_new(void)
{
    return calloc(1, sizeof(struct table));
}

static void lines_free(struct table_lines *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->items[i]);
    free(l->items);
}

void table_free(struct table *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->column_count; i++) {
        free(t->columns[i].name);
        free(t->columns[i].title);
    }
    for (size_t i = 0; i < t->cell_count; i++) {
        free(t->cells[i].text);
        free(t->cells[i].note);
    }
    free(t->cells);
    free(t->ruled);
    lines_free(&t->captions);
    lines_free(&t->footnotes);
    lines_free(&t->warnings);
    free(t);
}

static bool fail(struct table *t)
{
    t->failed = true;
    return false;
}

/* Returns the items with room for one more of `size` bytes, doubled when full; NULL, and a failed table,
 * where memory ran out. */
static void *room_make(struct table *t, void *items, size_t count, size_t *room, size_t size)
{
    if (t->failed || count < *room)
        return t->failed ? NULL : items;
    size_t more = *room ? *room * 2 : 64;
    void *grown = reallocarray(items, more, size);
    t->failed = !grown;
    *room = grown ? more : *room;
    return grown;
}

static bool column_named(const struct table *t, const char *name)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (strcmp(t->columns[i].name, name) == 0)
            return true;
    return false;
}

/* Returns the name, or name_2, name_3 ... where the name is taken, because a JSON object has each key once;
 * malloc'd. */
static char *column_name(const struct table *t, const char *name)
{
    char *out = strdup(name);
    for (int i = 2; out && column_named(t, out); i++) {
        free(out);
        if (asprintf(&out, "%s_%d", name, i) < 0)
            out = NULL;
    }
    return out;
}

bool table_column(struct table *t, const char *name, const char *title, bool right)
{
    if (t->failed || t->row_count || t->column_count == LIMIT_COLUMNS)
        return fail(t);
    struct table_column c = {column_name(t, name), strdup(title), right};
    t->columns[t->column_count] = c;
    if (c.name && c.title) {
        t->column_count++;
        return true;
    }
    free(c.name);
    free(c.title);
    return fail(t);
}

static bool line_add(struct table *t, struct table_lines *l, const char *text)
{
    char **items = t->failed ? NULL : reallocarray(l->items, l->count + 1, sizeof *items);
    if (!items)
        return fail(t);
    l->items = items;
    l->items[l->count] = strdup(text);
    return l->items[l->count++] || fail(t);
}

bool table_caption(struct table *t, const char *text)
{
    return line_add(t, &t->captions, text);
}

bool table_footnote(struct table *t, const char *text)
{
    return line_add(t, &t->footnotes, text);
}

bool table_warning(struct table *t, const char *text)
{
    return line_add(t, &t->warnings, text);
}

char *table_warnings(const struct table *t)
{
    size_t size = 1, used = 0;
    for (size_t i = 0; i < t->warnings.count; i++)
        size += strlen(t->warnings.items[i]) + 1;
    char *out = malloc(size);
    for (size_t i = 0; out && i < t->warnings.count; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? " " : "", t->warnings.items[i]);
    if (out)
        out[used] = '\0';
    return out;
}

static bool cell_add(struct table *t, struct table_cell c)
{
    if (t->row_count == 0 || t->cell_count - t->row_start == t->column_count)
        return fail(t);
    struct table_cell *cells = room_make(t, t->cells, t->cell_count, &t->cell_room, sizeof *cells);
    if (!cells)
        return false;
    t->cells = cells;
    t->cells[t->cell_count++] = c;
    return true;
}

bool table_row(struct table *t)
{
    while (t->row_count && !t->failed && t->cell_count - t->row_start < t->column_count)
        cell_add(t, (struct table_cell){0});
    bool *ruled = room_make(t, t->ruled, t->row_count, &t->row_room, sizeof *ruled);
    if (!ruled)
        return false;
    t->ruled = ruled;
    t->ruled[t->row_count++] = t->rule_next;
    t->rule_next = false;
    t->row_start = t->cell_count;
    return true;
}

bool table_rule(struct table *t)
{
    t->rule_next = true;
    return true;
}

bool table_none(struct table *t)
{
    return cell_add(t, (struct table_cell){0});
}

bool table_word(struct table *t, const char *machine, const char *words)
{
    if (!table_text(t, machine))
        return false;
    t->cells[t->cell_count - 1].words = words;
    return true;
}

bool table_text(struct table *t, const char *text)
{
    char *copy = text ? strdup(text) : NULL;
    if (text && !copy)
        return fail(t);
    if (cell_add(t, (struct table_cell){.kind = copy ? CELL_TEXT : CELL_NONE, .text = copy}))
        return true;
    free(copy);
    return false;
}

bool table_number(struct table *t, int64_t n)
{
    return cell_add(t, (struct table_cell){.kind = CELL_NUMBER, .number = n});
}

bool table_rate(struct table *t, int64_t n, int64_t d)
{
    return cell_add(t, (struct table_cell){.kind = d > 0 ? CELL_RATE : CELL_NONE, .number = n, .other = d});
}

bool table_rate_of(struct table *t, int64_t n, int64_t d, int64_t target)
{
    return cell_add(t, (struct table_cell){
                           .kind = d > 0 ? CELL_RATE : CELL_NONE, .number = n, .other = d, .target = target});
}

bool table_moment(struct table *t, moment m)
{
    return cell_add(t, (struct table_cell){.kind = m != MOMENT_NONE ? CELL_MOMENT : CELL_NONE, .number = m});
}

bool table_scaled(struct table *t, int64_t value)
{
    return cell_add(t, (struct table_cell){.kind = CELL_SCALED, .number = value});
}

bool table_points(struct table *t, int64_t value)
{
    return cell_add(t, (struct table_cell){.kind = CELL_SCALED, .number = value, .other = 2});
}

static struct table_cell *cell_last(struct table *t)
{
    return !t->failed && t->cell_count > t->row_start ? &t->cells[t->cell_count - 1] : NULL;
}

void table_mark(struct table *t, enum table_mark mark)
{
    struct table_cell *c = cell_last(t);
    if (c)
        c->mark = mark;
}

void table_note(struct table *t, const char *note)
{
    struct table_cell *c = cell_last(t);
    char *copy = c ? strdup(note) : NULL;
    if (c && !copy)
        fail(t);
    if (!copy)
        return;
    free(c->note);
    c->note = copy;
}

int table_note_gap(const char *note)
{
    return !strchr("/*", *note); /* the empty note ends strchr's search at its NUL, and has no gap either */
}

bool table_failed(const struct table *t)
{
    return t->failed;
}

size_t table_rows(const struct table *t)
{
    return t->row_count;
}

/* --- reading --- */

const struct table_cell *table_cell(const struct table *t, size_t row, size_t column)
{
    size_t i = row * t->column_count + column;
    return i < t->cell_count ? &t->cells[i] : NULL;
}

char *table_cell_words(const struct table_cell *c)
{
    char number[TEXT_NUMBER_BYTES], *out = NULL;
    if (!c || c->kind == CELL_NONE)
        return strdup("");
    switch (c->kind) {
    case CELL_TEXT:
        return text_printable(c->words ? c->words : c->text);
    case CELL_NUMBER:
        return strdup(text_count(c->number, number));
    case CELL_RATE:
        return asprintf(&out, "%s%%", text_rate_under(c->number, c->other, c->target, number)) < 0 ? NULL
                                                                                                   : out;
    case CELL_MOMENT:
        return strdup(moment_write(c->number, "dd/MM/yyyy HH:mm", number));
    default:
        return strdup(text_scaled(c->number, (int)c->other, number));
    }
}

const char *table_cell_plain(const struct table_cell *c, char out[CELL_TEXT_BYTES])
{
    out[0] = '\0';
    if (!c || c->kind == CELL_NONE)
        return out;
    switch (c->kind) {
    case CELL_TEXT:
        return c->text;
    case CELL_NUMBER:
        snprintf(out, CELL_TEXT_BYTES, "%lld", (long long)c->number);
        return out;
    case CELL_RATE:
        return text_rate_plain(c->number, c->other, 2, out);
    case CELL_MOMENT:
        return moment_write(c->number, "yyyy-MM-ddTHH:mm", out);
    default:
        return text_scaled_plain(c->number, 0, out);
    }
}
