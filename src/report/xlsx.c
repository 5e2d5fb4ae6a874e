/* A paper as XLSX, through libxlsxwriter, row by row in constant memory: numbers and dates as such, rates and gaps
 * as formulas over the counts beside them, targets as cells. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/decimal.h"
#include "report/xlsx_inner.h"

enum {
    DAYS_TO_1970 = 25569 /* serial of 1 January 1970 */,
    DEFAULT_MM = 24,
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

static void formats_make(struct book *b)
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
        if (b->plain[kind] && kind == PAPER_WORDS)
            format_set_text_wrap(b->plain[kind]);
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
    if (ruled) /* its colours follow its numbers */
        return b->plain[kind];
    return c->mark == PAPER_KEPT ? b->kept[kind] : c->mark == PAPER_SHORT ? b->missed[kind] : b->plain[kind];
}

/* --- cells --- */

/* =IF(d>0,n/d,"") and the whole dossiers that are short of the target. */
static void formula_write(struct book *b, lxw_row_t row, lxw_col_t column, const struct paper_column *c,
                          const struct paper_cell *cell, lxw_format *format)
{
    char n[LXW_MAX_CELL_NAME_LENGTH], d[LXW_MAX_CELL_NAME_LENGTH], t[LXW_MAX_CELL_NAME_LENGTH], text[160];
    lxw_rowcol_to_cell(n, row, (lxw_col_t)c->n);
    lxw_rowcol_to_cell(d, row, (lxw_col_t)c->d);
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

static void cell_write(struct book *b, const struct paper_table *t, size_t row, size_t i)
{
    const struct paper_column *column = &t->columns[i];
    const struct paper_cell *c = paper_cell(t, row, i);
    enum paper_kind kind = column->kind;
    bool total = t->total && row + 1 == paper_rows(t);
    lxw_row_t at = (lxw_row_t)row + b->first;
    lxw_format *format = cell_format(b, c, kind, column->formula != PAPER_GIVEN, total);
    if (!c->known)
        book_check(b, *c->text ? worksheet_write_string(b->sheet, at, (lxw_col_t)i, c->text, b->quiet)
                               : worksheet_write_blank(b->sheet, at, (lxw_col_t)i, format));
    else if (kind == PAPER_WORDS || kind == PAPER_CODE || kind == PAPER_CENTRE)
        book_check(b, worksheet_write_string(b->sheet, at, (lxw_col_t)i, c->text, format));
    else if (column->formula != PAPER_GIVEN)
        formula_write(b, at, (lxw_col_t)i, column, c, format);
    else
        book_check(b, worksheet_write_number(b->sheet, at, (lxw_col_t)i, cell_number(c, kind), format));
}

/* --- heads --- */

static void flat(const char *title, char *out, size_t size)
{
    snprintf(out, size, "%s", title);
    for (char *p = out; *p; p++)
        if (*p == '\n')
            *p = ' ';
}

static void head_write(struct book *b, const struct paper_table *t)
{
    char title[LIMIT_VALUE_BYTES];
    lxw_col_t count = (lxw_col_t)t->column_count;
    if (b->first == 2)
        book_check(b, worksheet_set_row(b->sheet, 0, 2 * LINE_POINTS, NULL));
    if (b->first == 2)
        for (lxw_col_t i = 0; i < count;) {
            lxw_col_t end = i;
            while (t->columns[i].group && end + 1 < count && t->columns[end + 1].group &&
                   strcmp(t->columns[end + 1].group, t->columns[i].group) == 0)
                end++;
            flat(t->columns[i].group ? t->columns[i].group : "", title, sizeof title);
            book_check(b, end > i ? worksheet_merge_range(b->sheet, 0, i, 0, end, title, b->head)
                                  : worksheet_write_string(b->sheet, 0, i, title, b->head));
            i = (lxw_col_t)(end + 1);
        }
    book_check(b, worksheet_set_row(b->sheet, b->first - 1, 3 * LINE_POINTS, NULL));
    for (lxw_col_t i = 0; i < count; i++) {
        int width = t->columns[i].width ? t->columns[i].width : DEFAULT_MM;
        flat(t->columns[i].title, title, sizeof title);
        book_check(b, worksheet_write_string(b->sheet, b->first - 1, i, title, b->head));
        book_check(b, worksheet_set_column(b->sheet, i, i, width * 10.0 / MM_OF_WIDTH_X10, NULL));
    }
}

/* Printing, filters, frozen heads. */
static void sheet_look(struct book *b, const struct paper_table *t, const char *title)
{
    char head[LIMIT_VALUE_BYTES];
    lxw_row_t last = b->first + (lxw_row_t)paper_rows(t);
    worksheet_set_landscape(b->sheet);
    worksheet_set_paper(b->sheet, 9); /* A4 */
    worksheet_set_margins(b->sheet, 0.79, 0.6, 0.79, 0.79);
    worksheet_fit_to_pages(b->sheet, 1, 0);
    book_check(b, worksheet_repeat_rows(b->sheet, 0, b->first - 1));
    snprintf(head, sizeof head, "&L&\"Times New Roman,Regular\"&9%.80s&R&9&P/&N", title);
    for (char *p = head + strlen("&L&\"Times New Roman,Regular\"&9"); *p && strncmp(p, "&R&9", 4) != 0; p++)
        if (*p == '&')
            *p = '+'; /* an & of a name would be read as a command */
    book_check(b, worksheet_set_header(b->sheet, head));
    worksheet_freeze_panes(b->sheet, b->first,
                           t->column_count > 2 && t->columns[0].kind == PAPER_CODE ? 2 : 0);
    if (paper_rows(t))
        book_check(
            b, worksheet_autofilter(b->sheet, b->first - 1, 0, last - 1, (lxw_col_t)(t->column_count - 1)));
}

/* Words that are wrapped need lines; what reads the file does not always reckon them. */
static void row_height(struct book *b, const struct paper_table *t, size_t row)
{
    int lines = 1;
    for (size_t i = 0; i < t->column_count; i++) {
        if (t->columns[i].kind != PAPER_WORDS)
            continue;
        int width = (t->columns[i].width ? t->columns[i].width : DEFAULT_MM) * 10 / MM_OF_WIDTH_X10;
        int need = (text_width(paper_cell(t, row, i)->text) + width - 1) / width;
        lines = need > lines ? need : lines;
    }
    if (lines > 1)
        book_check(b, worksheet_set_row(b->sheet, b->first + (lxw_row_t)row, LINE_POINTS * lines, NULL));
}

static bool sheet_write(struct book *b, const struct paper *p, const struct paper_table *t)
{
    size_t rows = paper_rows(t);
    b->sheet = workbook_add_worksheet(b->file, t->title);
    if (!b->sheet)
        return false;
    b->first = 1;
    for (size_t i = 0; i < t->column_count; i++)
        if (t->columns[i].group)
            b->first = 2;
    sheet_look(b, t, p->file_title);
    head_write(b, t);
    for (size_t row = 0; row < rows; row++) {
        row_height(b, t, row);
        for (size_t i = 0; i < t->column_count; i++)
            cell_write(b, t, row, i);
    }
    xlsx_rules(b, t);
    if (strcmp(t->name, "weeks") == 0)
        xlsx_charts(b, p, t);
    return !b->failed;
}

/* --- the file --- */

static bool book_write(const struct paper *p, const char *file, const char *folder, struct error *e)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = (char *)(uintptr_t)folder};
    struct book b = {.file = workbook_new_opt(file, &options)};
    if (!b.file)
        return error_memory(e, "xlsx");
    lxw_doc_properties about = {.title = p->file_title, .author = p->author, .created = (time_t)p->made};
    book_check(&b, workbook_set_properties(b.file, &about));
    formats_make(&b);
    for (size_t i = 0; !b.failed && i < p->sheet_count; i++)
        if (!sheet_write(&b, p, p->sheets[i]))
            b.failed = true;
    lxw_error fault = workbook_close(b.file);
    if (!b.failed && fault == LXW_NO_ERROR)
        return true;
    return error_set(e, ERROR_IO, "xlsx",
                     _("Check the free space in the folder for temporary files (TMPDIR)."), "%s",
                     lxw_strerror(b.fault != LXW_NO_ERROR ? b.fault : fault));
}

static bool file_read(const char *file, struct buffer *out, struct error *e)
{
    char bytes[16384];
    size_t got;
    FILE *f = fopen(file, "rb");
    while (f && (got = fread(bytes, 1, sizeof bytes, f)) > 0)
        buffer_append(out, bytes, got);
    bool ok = f && !ferror(f);
    if (f)
        fclose(f);
    if (!ok)
        return error_set(e, ERROR_IO, file, NULL, "%s", strerror(errno));
    return !out->failed || error_memory(e, "xlsx");
}

bool paper_xlsx(const struct paper *p, struct buffer *out, struct error *e)
{
    const char *base = getenv("TMPDIR");
    char folder[LIMIT_FILE_BYTES], file[LIMIT_FILE_BYTES + 16];
    snprintf(folder, sizeof folder, "%s/motcua-XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(folder))
        return error_set(e, ERROR_IO, folder, _("Check the folder for temporary files (TMPDIR)."), "%s",
                         strerror(errno));
    snprintf(file, sizeof file, "%s/report.xlsx", folder);
    bool ok = book_write(p, file, folder, e) && file_read(file, out, e);
    unlink(file);
    rmdir(folder);
    return ok;
}
