/* Writes a form as a sheet that is printed and signed: heading block, table with sums as formulas, notes, signature.
 * Layout: Decree 30/2020/NĐ-CP, appendix I, as far as a sheet of cells allows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/xlsx_inner.h"

enum { LINE = 16 /* points */, SIGN = 5 /* empty rows for the signature */, PAGE_ROWS = 24 };

struct page {
    struct book *b;
    const struct paper *p;
    const struct paper_table *t;
    lxw_col_t last, middle; /* columns; the left block ends before middle */
    lxw_row_t row;
    lxw_format *left, *centre, *bold, *italic, *note, *name;
};

static lxw_format *look(struct book *b, double size, bool bold, bool italic, int align)
{
    lxw_format *f = workbook_add_format(b->file);
    if (!f) {
        b->failed = true;
        return NULL;
    }
    format_set_font_name(f, "Times New Roman");
    format_set_font_size(f, size);
    format_set_align(f, (uint8_t)align);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(f);
    if (bold)
        format_set_bold(f);
    if (italic)
        format_set_italic(f);
    return f;
}

static void across(struct page *g, lxw_row_t row, lxw_col_t from, lxw_col_t to, const char *text,
                   lxw_format *f)
{
    if (from == to)
        book_check(g->b, worksheet_write_string(g->b->sheet, row, from, text, f));
    else
        book_check(g->b, worksheet_merge_range(g->b->sheet, row, from, row, to, text, f));
}

/* Returns the joined runs; the caller frees the text; NULL sets `failed`. */
static char *joined(struct page *g, const struct paper_text *t)
{
    char *text = paper_text_join(t);
    g->b->failed = g->b->failed || !text;
    return text;
}

static void pair(struct page *g, const char *left, lxw_format *lf, const char *right, lxw_format *rf)
{
    across(g, g->row, 0, g->middle - 1, left ? left : "", lf);
    across(g, g->row, g->middle, g->last, right ? right : "", rf);
    g->row++;
}

static void capitals(const char *text, char *out, size_t size)
{
    char *upper = text_upper(text);
    snprintf(out, size, "%s", upper ? upper : text);
    free(upper);
}

static void heading(struct page *g)
{
    const struct paper_office *o = &g->p->office;
    char parent[LIMIT_VALUE_BYTES], issuing[LIMIT_VALUE_BYTES];
    char *number = joined(g, &o->number), *day = joined(g, &o->place_day);
    capitals(o->parent ? o->parent : o->issuing ? o->issuing : "", parent, sizeof parent);
    capitals(o->parent && o->issuing ? o->issuing : "", issuing, sizeof issuing);
    pair(g, parent, o->parent ? g->centre : g->bold, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", g->bold);
    pair(g, issuing, g->bold, "Độc lập - Tự do - Hạnh phúc", g->bold);
    pair(g, number, g->centre, day, g->italic);
    g->row++;
    free(number);
    free(day);
}

static void title(struct page *g)
{
    char kind[LIMIT_VALUE_BYTES];
    char *subject = joined(g, &g->p->subject);
    capitals(g->p->kind, kind, sizeof kind);
    across(g, g->row++, 0, g->last, kind, g->bold);
    across(g, g->row++, 0, g->last, subject ? subject : "", g->bold);
    for (size_t i = 0; g->p->official && i < g->p->office.addressed_count; i++) {
        char line[LIMIT_LINE_BYTES];
        snprintf(line, sizeof line, "%s %.400s", i ? "-" : _("To:"), g->p->office.addressed[i]);
        across(g, g->row++, 0, g->last, line, g->centre);
    }
    free(subject);
}

static void notes(struct page *g, bool above)
{
    bool seen = false;
    for (size_t i = 0; i < g->p->count; i++) {
        const struct paper_block *block = &g->p->blocks[i];
        seen = seen || block->kind == PAPER_TABLE;
        if (block->kind == PAPER_TABLE || block->kind == PAPER_FIGURE || seen == above)
            continue;
        char *text = joined(g, &block->text);
        if (text && *text) {
            int room = 0;
            for (lxw_col_t k = 0; k <= g->last; k++)
                room += g->t->columns[k].width ? g->t->columns[k].width : 60;
            int lines = text_width(text) / (room / 2 + 1) + 1;
            book_check(g->b, worksheet_set_row(g->b->sheet, g->row, LINE * lines, NULL));
            across(g, g->row++, 0, g->last, text, g->note);
        }
        free(text);
    }
}

static void signature(struct page *g)
{
    const struct paper_office *o = &g->p->office;
    char line[LIMIT_LINE_BYTES];
    char *signer = joined(g, &o->signer);
    size_t rows = o->title_count + SIGN + 1;
    g->row++;
    rows = rows > o->recipient_count + 1 ? rows : o->recipient_count + 1;
    for (size_t i = 0; i < rows; i++) {
        const char *right = i < o->title_count ? o->titles[i] : i == o->title_count + SIGN ? signer : "";
        if (i == 0)
            snprintf(line, sizeof line, "%s", _("Recipients:"));
        else if (i <= o->recipient_count)
            snprintf(line, sizeof line, "- %.400s%s", o->recipients[i - 1],
                     i == o->recipient_count ? "." : ";");
        else
            line[0] = '\0';
        pair(g, line, i ? g->left : g->name, right, g->bold);
    }
    free(signer);
}

/* --- the table --- */

static const char *group_of(const struct page *g, lxw_col_t i)
{
    return g->t->columns[i].group;
}

static void head(struct page *g)
{
    struct book *b = g->b;
    bool groups = false;
    for (lxw_col_t i = 0; i <= g->last; i++)
        groups = groups || group_of(g, i);
    lxw_row_t top = g->row, below = groups ? top + 1 : top;
    for (lxw_col_t i = 0; i <= g->last; i++) {
        if (group_of(g, i) &&
            (i == 0 || !group_of(g, i - 1) || strcmp(group_of(g, i - 1), group_of(g, i)) != 0)) {
            lxw_col_t end = i;
            while (end < g->last && group_of(g, end + 1) && strcmp(group_of(g, end + 1), group_of(g, i)) == 0)
                end++;
            if (end > i)
                book_check(b, worksheet_merge_range(b->sheet, top, i, top, end, group_of(g, i), b->head));
            else
                book_check(b, worksheet_write_string(b->sheet, top, i, group_of(g, i), b->head));
        }
        if (group_of(g, i) || !groups)
            book_check(b, worksheet_write_string(b->sheet, below, i, g->t->columns[i].title, b->head));
        else
            book_check(b, worksheet_merge_range(b->sheet, top, i, below, i, g->t->columns[i].title, b->head));
    }
    book_check(b, worksheet_set_row(b->sheet, below, 4 * LINE, NULL));
    book_check(b, worksheet_repeat_rows(b->sheet, top, below));
    worksheet_freeze_panes(b->sheet, below + 1, 2);
    b->first = below + 1;
    g->row = below + 1;
}

static void rows(struct page *g)
{
    size_t count = paper_rows(g->t), part = 0;
    for (size_t row = 0; row < count; row++) {
        for (; part < g->t->part_count && g->t->parts[part] == row; part++)
            across(g, g->row++, 0, g->last, g->t->part_words[part], g->b->quiet);
        xlsx_row_height(g->b, g->t, row, g->row);
        for (size_t i = 0; i < g->t->column_count; i++)
            xlsx_cell(g->b, g->t, row, i, g->row);
        g->row++;
    }
}

/* The decree wants no number on the first page. A sheet cannot leave out only that number, so only a form of several
 * pages has numbers. */
static void printing(struct page *g)
{
    struct book *b = g->b;
    worksheet_set_landscape(b->sheet);
    worksheet_set_paper(b->sheet, 9); /* A4 */
    worksheet_set_margins(b->sheet, 1.18, 0.6, 0.79, 0.79);
    worksheet_fit_to_pages(b->sheet, 1, 0);
    if (paper_rows(g->t) > PAGE_ROWS)
        book_check(b, worksheet_set_header(b->sheet, "&C&\"Times New Roman,Regular\"&13&P"));
    for (lxw_col_t i = 0; i <= g->last; i++)
        book_check(b, worksheet_set_column(b->sheet, i, i, xlsx_column_width(&g->t->columns[i]), NULL));
}

static bool page_write(struct book *b, const struct paper *p, const struct paper_table *t, const char *name)
{
    struct page g = {.b = b, .p = p, .t = t};
    b->sheet = workbook_add_worksheet(b->file, name);
    g.last = (lxw_col_t)(t->column_count - 1);
    g.middle = (lxw_col_t)(t->column_count * 2 / 5 ? t->column_count * 2 / 5 : 1);
    g.left = look(b, 11, false, false, LXW_ALIGN_LEFT);
    g.centre = look(b, 13, false, false, LXW_ALIGN_CENTER);
    g.bold = look(b, 13, true, false, LXW_ALIGN_CENTER);
    g.italic = look(b, 13, false, true, LXW_ALIGN_CENTER);
    g.note = look(b, 11, false, true, LXW_ALIGN_LEFT);
    g.name = look(b, 12, true, true, LXW_ALIGN_LEFT);
    if (!b->sheet || b->failed)
        return false;
    printing(&g);
    if (p->official)
        heading(&g);
    title(&g);
    notes(&g, true);
    head(&g);
    rows(&g);
    notes(&g, false);
    if (p->official)
        signature(&g);
    return !b->failed;
}

bool xlsx_page(struct book *b, const struct paper *p)
{
    char name[LIMIT_NAME_BYTES];
    const char *title = p->sheet_count ? p->sheets[0]->title : "1";
    size_t number = 0;
    for (size_t i = 0; i < p->count; i++) {
        const struct paper_table *t = p->blocks[i].kind == PAPER_TABLE ? p->blocks[i].table : NULL;
        if (!t || t->column_count < 2)
            continue;
        snprintf(name, sizeof name, number ? "%.20s (%zu)" : "%.20s", title, number + 1);
        number++;
        if (!page_write(b, p, t, name))
            return false;
    }
    return true;
}
