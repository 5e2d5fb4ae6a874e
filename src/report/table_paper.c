#include "report/table_paper.h"

#include <stdlib.h>

#include "show/table_inner.h"

static enum paper_kind kind_of(const struct table *t, size_t column)
{
    for (size_t row = 0; row < t->row_count; row++) {
        const struct table_cell *c = table_cell(t, row, column);
        if (c && c->kind != CELL_NONE)
            return c->kind == CELL_NUMBER   ? PAPER_COUNT
                   : c->kind == CELL_RATE   ? PAPER_RATE
                   : c->kind == CELL_MOMENT ? PAPER_MOMENT
                   : c->kind == CELL_SCALED ? PAPER_POINTS
                                            : PAPER_WORDS;
    }
    return PAPER_WORDS;
}

static enum paper_mark mark_of(enum table_mark mark)
{
    return mark == MARK_GOOD    ? PAPER_KEPT
           : mark == MARK_NEAR  ? PAPER_NEAR
           : mark == MARK_BAD   ? PAPER_SHORT
           : mark == MARK_QUIET ? PAPER_QUIET
                                : PAPER_UNMARKED;
}

static void cell_add(struct paper_table *p, const struct table_cell *c)
{
    char *words = c ? table_cell_words(c) : NULL;
    if (!c || c->kind == CELL_NONE)
        paper_none(p, "–");
    else if (c->kind == CELL_NUMBER)
        paper_count(p, true, c->number);
    else if (c->kind == CELL_RATE)
        paper_rate(p, c->number, c->other, words);
    else if (c->kind == CELL_MOMENT)
        paper_moment(p, c->number);
    else if (c->kind == CELL_SCALED)
        paper_points(p, true, c->number);
    else
        paper_words(p, words);
    if (c && c->mark != MARK_NONE)
        paper_mark(p, mark_of(c->mark), false);
    if (c && c->note)
        paper_note(p, c->note);
    free(words);
}

static void fill(struct paper_table *p, const struct table *t)
{
    for (size_t i = 0; i < t->column_count; i++)
        paper_column(p, t->columns[i].name, t->columns[i].title, kind_of(t, i), 0);
    for (size_t row = 0; row < t->row_count; row++)
        for (size_t i = 0; i < t->column_count; i++)
            cell_add(p, table_cell(t, row, i));
}

static void lines_add(struct paper *p, enum paper_block_kind kind, const struct table_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        paper_block(p, kind, 0);
        paper_say(p, kind == PAPER_WARNING ? PAPER_BOLD : PAPER_PLAIN, lines->items[i]);
    }
}

void table_paper_add(struct paper *p, const struct table *t, const char *name, const char *title)
{
    lines_add(p, PAPER_WARNING, &t->warnings);
    lines_add(p, PAPER_PARAGRAPH, &t->captions);
    fill(paper_table(p), t);
    fill(paper_sheet(p, name, title), t);
    lines_add(p, PAPER_NOTE, &t->footnotes);
    if (t->warnings.count && !p->warning)
        p->warning = table_warnings(t);
}
