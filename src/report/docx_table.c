/* Writes tables of a DOCX with fixed widths; every page repeats the heads, and no row breaks across pages. */
#include <stdio.h>
#include <string.h>

#include "report/docx_inner.h"

void docx_table_begin(struct part *p, const char *style, int margin, const int *widths, size_t count)
{
    long all = 0;
    part_begin(p, "w:tbl");
    part_begin(p, "w:tblPr");
    if (style)
        part_val(p, "w:tblStyle", style);
    for (size_t i = 0; i < count; i++)
        all += widths[i];
    part_begin(p, "w:tblW");
    part_attribute_number(p, "w:w", all);
    part_attribute(p, "w:type", "dxa");
    part_end(p);
    part_empty(p, "w:tblInd", "w:w", "0", "w:type", "dxa", NULL);
    part_empty(p, "w:tblLayout", "w:type", "fixed", NULL);
    part_begin(p, "w:tblCellMar");
    for (int right = 0; right < 2; right++) {
        part_begin(p, right ? "w:right" : "w:left");
        part_attribute_number(p, "w:w", margin);
        part_attribute(p, "w:type", "dxa");
        part_end(p);
    }
    part_end(p);
    part_end(p);
    part_begin(p, "w:tblGrid");
    for (size_t i = 0; i < count; i++) {
        part_begin(p, "w:gridCol");
        part_attribute_number(p, "w:w", widths[i]);
        part_end(p);
    }
    part_end(p);
}

void docx_row_begin(struct part *p, bool head)
{
    part_begin(p, "w:tr");
    part_begin(p, "w:trPr");
    part_empty(p, "w:cantSplit", NULL);
    if (head)
        part_empty(p, "w:tblHeader", NULL);
    part_end(p);
}

/* A cell up to its width; its other properties follow. */
static void cell_start(struct part *p, int width)
{
    part_begin(p, "w:tc");
    part_begin(p, "w:tcPr");
    part_begin(p, "w:tcW");
    part_attribute_number(p, "w:w", width);
    part_attribute(p, "w:type", "dxa");
    part_end(p);
}

void docx_cell_top(struct part *p, int width)
{
    cell_start(p, width);
    part_end(p);
}

static void cell_begin(struct part *p, int width, int span, const char *merge)
{
    cell_start(p, width);
    if (span > 1)
        part_val_number(p, "w:gridSpan", span);
    if (merge)
        part_val(p, "w:vMerge", merge);
    part_val(p, "w:vAlign", "center");
    part_end(p);
}

void docx_cell_begin(struct part *p, int width, int span)
{
    cell_begin(p, width, span, NULL);
}

void docx_cell_end(struct part *p)
{
    part_end(p);
}

/* --- a table of the paper --- */

/* Gives each column the width that the column asks for; columns without a width share the rest. All columns shrink
 * where the widths together do not fit. */
static void widths_make(const struct paper_table *t, int room, int *widths)
{
    long asked = 0, open = 0;
    for (size_t i = 0; i < t->column_count; i++) {
        asked += (long)t->columns[i].width * TWIPS_MM_X10 / 10;
        open += t->columns[i].width == 0;
    }
    long least = open * 1134; /* at least 20 mm for each column of words */
    long most = room - least;
    for (size_t i = 0; i < t->column_count; i++) {
        long width = (long)t->columns[i].width * TWIPS_MM_X10 / 10;
        if (asked > most && asked > 0)
            width = width * most / asked;
        if (!t->columns[i].width)
            width = (room - (asked > most ? most : asked)) / open;
        widths[i] = (int)width;
    }
}

static bool grouped(const struct paper_table *t)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (t->columns[i].group)
            return true;
    return false;
}

static size_t group_span(const struct paper_table *t, size_t i)
{
    size_t span = 1;
    while (t->columns[i].group && i + span < t->column_count && t->columns[i + span].group &&
           strcmp(t->columns[i].group, t->columns[i + span].group) == 0)
        span++;
    return span;
}

static void head_cell(struct part *p, const struct paper_table *t, const char *text)
{
    docx_line(p, t->small ? "CellHeadSmall" : "CellHead", text);
    docx_cell_end(p);
}

static void table_head(struct part *p, const struct paper_table *t, const int *widths)
{
    bool groups = grouped(t);
    docx_row_begin(p, true);
    for (size_t i = 0; i < t->column_count;) {
        size_t span = group_span(t, i);
        int width = 0;
        for (size_t k = 0; k < span; k++)
            width += widths[i + k];
        cell_begin(p, width, (int)span, groups && !t->columns[i].group ? "restart" : NULL);
        head_cell(p, t, t->columns[i].group ? t->columns[i].group : t->columns[i].title);
        i += span;
    }
    part_end(p);
    if (!groups)
        return;
    docx_row_begin(p, true);
    for (size_t i = 0; i < t->column_count; i++) {
        cell_begin(p, widths[i], 1, t->columns[i].group ? NULL : "continue");
        head_cell(p, t, t->columns[i].group ? t->columns[i].title : "");
    }
    part_end(p);
}

static const char *cell_align(const struct paper_table *t, size_t i)
{
    switch (t->columns[i].kind) {
    case PAPER_WORDS:
    case PAPER_CODE:
        return "left";
    case PAPER_COUNT:
    case PAPER_POINTS:
    case PAPER_CHANGE:
    case PAPER_RATE:
        return t->small && !grouped(t) ? "right" : "center";
    default:
        return "center";
    }
}

/* True if the row must be on the page of what follows: a table of the text stays on one page, and a note below a long
 * table is not alone on a page of its own. */
static bool row_holds(const struct paper_table *t, size_t row, bool noted)
{
    size_t left = paper_rows(t) - row - 1;
    return (!t->small && left > 0) || (noted && left < 2);
}

static void cell_write(struct part *p, const struct paper_table *t, size_t row, size_t i, int width,
                       bool noted)
{
    const struct paper_cell *c = paper_cell(t, row, i);
    char note[LIMIT_VALUE_BYTES];
    cell_begin(p, width, 1, NULL);
    part_begin(p, "w:p");
    part_begin(p, "w:pPr");
    part_val(p, "w:pStyle", t->small ? "CellSmall" : "Cell");
    if (row_holds(t, row, noted))
        part_empty(p, "w:keepNext", NULL);
    part_val(p, "w:jc", cell_align(t, i));
    part_end(p);
    docx_run(p, c->text, c->bold || (t->total && row + 1 == paper_rows(t)) ? PAPER_BOLD : PAPER_PLAIN, 0);
    bool place = t->places && i == 0;
    if (c->note && (place || !grouped(t))) {
        snprintf(note, sizeof note, place ? " (%.200s)" : "\n%.200s", c->note);
        docx_run(p, note, PAPER_PLAIN, t->small ? 17 : 19);
    }
    docx_paragraph_end(p);
    docx_cell_end(p);
}

static void part_row(struct part *p, const struct paper_table *t, const char *text, int room)
{
    docx_row_begin(p, false);
    cell_begin(p, room, (int)t->column_count, NULL);
    docx_paragraph(p, t->small ? "CellSmall" : "Cell");
    docx_run(p, text, PAPER_ITALIC, 0);
    docx_paragraph_end(p);
    docx_cell_end(p);
    part_end(p);
}

void docx_table(struct part *p, const struct paper_table *t, int room, bool noted)
{
    int widths[LIMIT_COLUMNS], all = 0;
    size_t rows = paper_rows(t), across = 0;
    widths_make(t, room, widths);
    for (size_t i = 0; i < t->column_count; i++)
        all += widths[i];
    docx_seam(p);
    docx_table_begin(p, "Grid", grouped(t) ? 20 : 70, widths, t->column_count);
    table_head(p, t, widths);
    for (size_t row = 0; row < rows; row++) {
        for (; across < t->part_count && t->parts[across] == row; across++)
            part_row(p, t, t->part_words[across], all);
        docx_row_begin(p, false);
        for (size_t i = 0; i < t->column_count; i++)
            cell_write(p, t, row, i, widths[i], noted);
        part_end(p);
    }
    part_end(p);
    docx_seam(p);
}
