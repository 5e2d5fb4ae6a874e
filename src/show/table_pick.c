#include "show/table_pick.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "show/table_inner.h"

bool table_wish_is_any(const struct table_wish *w)
{
    return *w->holds || w->only_bad || *w->column;
}

static bool cell_holds(const struct table_cell *c, const char *folded)
{
    char *words = c ? table_cell_words(c) : NULL, *plain = words ? text_fold(words) : NULL;
    bool found = plain && strstr(plain, folded);
    free(words);
    free(plain);
    return found;
}

static bool row_fits(const struct table *t, size_t row, const struct table_wish *w, const char *folded)
{
    bool holds = !*folded, bad = !w->only_bad;
    for (size_t i = 0; i < t->column_count; i++) {
        const struct table_cell *c = table_cell(t, row, i);
        bad = bad || (c && c->mark == MARK_BAD);
        holds = holds || cell_holds(c, folded);
    }
    return holds && bad;
}

struct order {
    const struct table *table;
    size_t column;
    bool down;
};

static int cells_compare(const struct table_cell *a, const struct table_cell *b)
{
    if (a->kind == CELL_TEXT && b->kind == CELL_TEXT) {
        char *left = text_fold(a->words ? a->words : a->text),
             *right = text_fold(b->words ? b->words : b->text);
        int order = left && right ? strcmp(left, right) : 0;
        free(left);
        free(right);
        return order;
    }
    if (a->kind == CELL_RATE && b->kind == CELL_RATE) {
        __extension__ __int128 left = (__int128)a->number * b->other, right = (__int128)b->number * a->other;
        return left < right ? -1 : left > right;
    }
    return a->number < b->number ? -1 : a->number > b->number;
}

static int rows_compare(const void *a, const void *b, void *context)
{
    const struct order *o = context;
    size_t left = *(const size_t *)a, right = *(const size_t *)b;
    const struct table_cell *x = table_cell(o->table, left, o->column),
                            *y = table_cell(o->table, right, o->column);
    bool x_known = x && x->kind != CELL_NONE, y_known = y && y->kind != CELL_NONE;
    int order = x_known != y_known ? (x_known ? -1 : 1)
                : !x_known         ? 0
                                   : cells_compare(x, y) * (o->down ? -1 : 1);
    return order ? order : left < right ? -1 : left > right;
}

static void cell_add(struct table *to, const struct table_cell *c)
{
    if (!c || c->kind == CELL_NONE) {
        table_none(to);
        return;
    }
    switch (c->kind) {
    case CELL_NONE:
    case CELL_TEXT:
        if (c->words)
            table_word(to, c->text, c->words);
        else
            table_text(to, c->text);
        break;
    case CELL_NUMBER:
        table_number(to, c->number);
        break;
    case CELL_RATE:
        table_rate_of(to, c->number, c->other, c->target);
        break;
    case CELL_MOMENT:
        table_moment(to, c->number);
        break;
    case CELL_SCALED:
        table_scaled(to, c->number);
        break;
    }
    table_mark(to, c->mark);
    if (c->note)
        table_note(to, c->note);
}

static struct table *shape_copy(const struct table *t)
{
    struct table *to = table_new();
    for (size_t i = 0; to && i < t->column_count; i++)
        table_column(to, t->columns[i].name, t->columns[i].title, t->columns[i].right);
    for (size_t i = 0; to && i < t->warnings.count; i++)
        table_warning(to, t->warnings.items[i]);
    return to;
}

struct table *table_pick(const struct table *t, const struct table_wish *w)
{
    struct table *to = shape_copy(t);
    char *folded = text_fold(w->holds);
    size_t *rows = calloc(t->row_count + 1, sizeof *rows), count = 0;
    struct order order = {t, t->column_count, w->down};
    for (size_t i = 0; i < t->column_count; i++)
        if (strcmp(t->columns[i].name, w->column) == 0)
            order.column = i;
    for (size_t i = 0; folded && rows && i < t->row_count; i++)
        if (row_fits(t, i, w, folded))
            rows[count++] = i;
    if (rows && order.column < t->column_count)
        qsort_r(rows, count, sizeof *rows, rows_compare, &order);
    for (size_t i = 0; to && rows && i < count; i++) {
        table_row(to);
        for (size_t k = 0; k < t->column_count; k++)
            cell_add(to, table_cell(t, rows[i], k));
    }
    if (!folded || !rows || (to && table_failed(to))) {
        table_free(to);
        to = NULL;
    }
    free(rows);
    free(folded);
    return to;
}
