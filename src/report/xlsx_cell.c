/* Writes cells of a workbook: formats, formulas, widths and heights. */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "report/xlsx_inner.h"

enum {
    DAYS_TO_1970 = 25569 /* serial of 1 January 1970 */,
    DEFAULT_MM = 24,
    WORDS_MM = 70,   /* width of a column of words that shares the rest of a page */
    WRAP_X100 = 115, /* how many letters of Times New Roman fit into the width of 100 digits */
    MM_OF_WIDTH_X10 = 21,
    LINE_POINTS = 15
};

/* --- formats --- */

static lxw_format *format_add(struct book *b, const char *number, bool bold, lxw_color_t colour)
{
    lxw_format *f = workbook_add_format(b->file);
    if (!f) {
        b->failed = true;
        return NULL;
    }
    format_set_font_name(f, "Times New Roman");
    format_set_font_size(f, 11);
    format_set_border(f, LXW_BORDER_HAIR);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    if (number)
        format_set_num_format(f, number);
    if (bold)
        format_set_bold(f);
    if (colour)
        format_set_font_color(f, colour);
    return f;
}

/* Aligns numbers right and wraps words. */
static void format_place(lxw_format *f, enum paper_kind kind)
{
    if (f && kind == PAPER_WORDS)
        format_set_text_wrap(f);
    if (f && (kind == PAPER_CENTRE || kind == PAPER_TARGET || kind == PAPER_DAY || kind == PAPER_MOMENT))
        format_set_align(f, LXW_ALIGN_CENTER);
}

void xlsx_formats(struct book *b)
{
    static const char *const numbers[] = {[PAPER_WORDS] = NULL,       [PAPER_CODE] = NULL,
                                          [PAPER_CENTRE] = NULL,      [PAPER_COUNT] = "#,##0",
                                          [PAPER_RATE] = "0.00%",     [PAPER_TARGET] = "0.##%",
                                          [PAPER_POINTS] = "0.00",    [PAPER_CHANGE] = "0.00",
                                          [PAPER_DAY] = "dd/mm/yyyy", [PAPER_MOMENT] = "hh:mm dd/mm/yyyy"};
    for (int kind = 0; kind < BOOK_KINDS; kind++) {
        b->plain[kind] = format_add(b, numbers[kind], false, 0);
        b->bold[kind] = format_add(b, numbers[kind], true, 0);
        b->kept[kind] = format_add(b, numbers[kind], false, BOOK_GREEN);
        b->missed[kind] = format_add(b, numbers[kind], false, BOOK_RED);
        lxw_format *const all[] = {b->plain[kind], b->bold[kind], b->kept[kind], b->missed[kind]};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            format_place(all[i], (enum paper_kind)kind);
    }
    b->head = format_add(b, NULL, true, 0);
    b->quiet = format_add(b, NULL, false, 0x5B6470);
    b->good = workbook_add_format(b->file);
    b->bad = workbook_add_format(b->file);
    if (b->failed || !b->good || !b->bad) {
        b->failed = true;
        return;
    }
    format_set_text_wrap(b->head);
    format_set_align(b->head, LXW_ALIGN_CENTER);
    format_set_align(b->head, LXW_ALIGN_VERTICAL_CENTER);
    format_set_bg_color(b->head, 0xE9ECF0);
    format_set_italic(b->quiet);
    format_set_font_color(b->good, BOOK_GREEN);
    format_set_bg_color(b->good, 0xE3F2E9);
    format_set_font_color(b->bad, BOOK_RED);
    format_set_bg_color(b->bad, 0xFBE4E2);
}

static lxw_format *cell_format(const struct book *b, const struct paper_cell *c, enum paper_kind kind,
                               bool ruled, bool total)
{
    if (total || c->bold)
        return b->bold[kind];
    if (ruled) /* the cell's colours follow the numbers by rules */
        return b->plain[kind];
    return c->mark == PAPER_KEPT ? b->kept[kind] : c->mark == PAPER_SHORT ? b->missed[kind] : b->plain[kind];
}

/* --- cells --- */

/* Writes =IF(d>0,n/d,""), or the formula for how many whole dossiers the target lacks. */
static void formula_write(struct book *b, lxw_row_t row, lxw_col_t column, const struct paper_column *c,
                          const struct paper_cell *cell, lxw_format *format)
{
    char n[LXW_MAX_CELL_NAME_LENGTH], d[LXW_MAX_CELL_NAME_LENGTH], t[LXW_MAX_CELL_NAME_LENGTH], text[160];
    lxw_rowcol_to_cell(n, row, (lxw_col_t)c->n);
    lxw_rowcol_to_cell(d, row, (lxw_col_t)c->d);
    if (c->formula == PAPER_SUM) {
        snprintf(text, sizeof text, "=SUM(%s:%s)", n, d);
        book_check(b, worksheet_write_formula_num(b->sheet, row, column, text, format, (double)cell->number));
        return;
    }
    if (c->formula == PAPER_QUOTIENT) {
        snprintf(text, sizeof text, "=IF(%s>0,%s/%s,\"\")", d, n, d);
        book_check(b, worksheet_write_formula_num(b->sheet, row, column, text, format,
                                                  (double)cell->number / (double)cell->other));
        return;
    }
    lxw_rowcol_to_cell(t, row, (lxw_col_t)c->target);
    snprintf(text, sizeof text, "=IF(%s>0,MAX(0,ROUNDUP(ROUND(%s*%s,6),0)-%s),0)", d, t, d, n);
    book_check(b, worksheet_write_formula_num(b->sheet, row, column, text, format, (double)cell->number));
}

static double cell_number(const struct paper_cell *c, enum paper_kind kind)
{
    switch (kind) {
    case PAPER_RATE:
        return (double)c->number / (double)c->other;
    case PAPER_TARGET:
        return (double)c->number / 10000;
    case PAPER_POINTS:
        return (double)c->number / (double)FIGURE_SCALE;
    case PAPER_CHANGE:
        return (double)c->number / 100;
    case PAPER_DAY:
        return (double)(moment_day(c->number) + MOMENT_OFFSET) / (double)MOMENT_DAY + DAYS_TO_1970;
    case PAPER_MOMENT:
        return (double)(c->number + MOMENT_OFFSET) / (double)MOMENT_DAY + DAYS_TO_1970;
    default:
        return (double)c->number;
    }
}

/* True if the parts add up to the known sum. A sum that does not hold is written as the known number, because a formula
 * would silently replace the number. */
static bool sum_holds(const struct paper_table *t, size_t row, const struct paper_column *c,
                      const struct paper_cell *cell)
{
    int64_t sum = 0;
    if (c->formula != PAPER_SUM)
        return true;
    for (int k = c->n; k <= c->d; k++) {
        const struct paper_cell *part = paper_cell(t, row, (size_t)k);
        if (!part->known)
            return false;
        sum += part->number;
    }
    return sum == cell->number;
}

void xlsx_cell(struct book *b, const struct paper_table *t, size_t row, size_t i, lxw_row_t at)
{
    const struct paper_column *column = &t->columns[i];
    const struct paper_cell *c = paper_cell(t, row, i);
    enum paper_kind kind = column->kind;
    bool total = t->total && row + 1 == paper_rows(t);
    lxw_format *format = cell_format(b, c, kind, column->formula != PAPER_GIVEN, total);
    if (!c->known)
        book_check(b, *c->text ? worksheet_write_string(b->sheet, at, (lxw_col_t)i, c->text, b->quiet)
                               : worksheet_write_blank(b->sheet, at, (lxw_col_t)i, format));
    else if (kind == PAPER_WORDS || kind == PAPER_CODE || kind == PAPER_CENTRE)
        book_check(b, worksheet_write_string(b->sheet, at, (lxw_col_t)i, c->text, format));
    else if (column->formula != PAPER_GIVEN && sum_holds(t, row, column, c))
        formula_write(b, at, (lxw_col_t)i, column, c, format);
    else
        book_check(b, worksheet_write_number(b->sheet, at, (lxw_col_t)i, cell_number(c, kind), format));
}

double xlsx_column_width(const struct paper_column *c)
{
    return (c->width ? c->width : c->kind == PAPER_WORDS ? WORDS_MM : DEFAULT_MM) * 10.0 / MM_OF_WIDTH_X10;
}

void xlsx_row_height(struct book *b, const struct paper_table *t, size_t row, lxw_row_t at)
{
    int lines = 1;
    for (size_t i = 0; i < t->column_count; i++) {
        if (t->columns[i].kind != PAPER_WORDS)
            continue;
        int width = (int)(xlsx_column_width(&t->columns[i]) * WRAP_X100 / 100);
        int need = (text_width(paper_cell(t, row, i)->text) + width - 1) / width;
        lines = need > lines ? need : lines;
    }
    if (lines > 1)
        book_check(b, worksheet_set_row(b->sheet, at, LINE_POINTS * lines, NULL));
}
