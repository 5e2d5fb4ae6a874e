/* Writes a paper as XLSX through libxlsxwriter, row by row in constant memory. Numbers and dates keep their types;
 * rates and gaps are formulas over the counts beside them; targets are cells. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "report/xlsx_inner.h"

enum { LINE_POINTS = 15, HEAD_BYTES = 80 /* HEAD_BYTES: of a name above a printed sheet */ };

/* --- heads --- */

/* A letter that was cut at the end of a buffer would make the whole file unreadable. */
static void letter_cut_drop(char *text)
{
    size_t n = strlen(text), at = n;
    while (at && ((unsigned char)text[at - 1] & 0xC0) == 0x80)
        at--;
    unsigned char first = at ? (unsigned char)text[at - 1] : 0;
    size_t needs = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (first >= 0xC0 && n - at + 1 < needs)
        text[at - 1] = '\0';
}

static void flat(const char *title, char *out, size_t size)
{
    char *clean = text_printable_lines(title);
    snprintf(out, size, "%s", clean ? clean : "");
    free(clean);
    letter_cut_drop(out);
    for (char *p = out; *p; p++)
        if (*p == '\n')
            *p = ' ';
}

static void head_write(struct book *b, const struct paper_table *t)
{
    char title[LIMIT_COLUMN_BYTES];
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
        flat(t->columns[i].title, title, sizeof title);
        book_check(b, worksheet_write_string(b->sheet, b->first - 1, i, title, b->head));
        book_check(b, worksheet_set_column(b->sheet, i, i, xlsx_column_width(&t->columns[i]), NULL));
    }
}

/* Sets up printing, filters and frozen heads of a sheet. */
static void sheet_look(struct book *b, const struct paper_table *t, const char *title)
{
    char head[LIMIT_COLUMN_BYTES], name[HEAD_BYTES + 1];
    lxw_row_t last = b->first + (lxw_row_t)paper_rows(t);
    worksheet_set_landscape(b->sheet);
    worksheet_set_paper(b->sheet, 9); /* A4 */
    worksheet_set_margins(b->sheet, 0.79, 0.6, 0.79, 0.79);
    worksheet_fit_to_pages(b->sheet, 1, 0);
    book_check(b, worksheet_repeat_rows(b->sheet, 0, b->first - 1));
    flat(title, name, sizeof name);
    for (char *p = name; *p; p++)
        if (*p == '&')
            *p = '+'; /* a spreadsheet would read the & of a name as a command */
    snprintf(head, sizeof head, "&L&\"Times New Roman,Regular\"&9%s&R&9&P/&N", name);
    book_check(b, worksheet_set_header(b->sheet, head));
    worksheet_freeze_panes(b->sheet, b->first,
                           t->column_count > 2 && t->columns[0].kind == PAPER_CODE ? 2 : 0);
    if (paper_rows(t))
        book_check(
            b, worksheet_autofilter(b->sheet, b->first - 1, 0, last - 1, (lxw_col_t)(t->column_count - 1)));
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
        xlsx_row_height(b, t, row, b->first + (lxw_row_t)row);
        for (size_t i = 0; i < t->column_count; i++)
            xlsx_cell(b, t, row, i, b->first + (lxw_row_t)row);
    }
    xlsx_rules(b, t);
    if (strcmp(t->name, "weeks") == 0) {
        xlsx_charts(b, p, t);
        /* The end of a page would cut a chart, and its repeated head would cover another: the sheet is one page. */
        worksheet_fit_to_pages(b->sheet, 1, 1);
    }
    return !b->failed;
}

/* --- the file --- */

/* Sets the file's properties; the library does not clean these texts, so they are made printable here. */
static bool book_about(struct book *b, const struct paper *p)
{
    /* a unit's page has no author */
    lxw_doc_properties about = {.title = text_printable(p->file_title ? p->file_title : ""),
                                .author = text_printable(p->author ? p->author : ""),
                                .created = p->made == MOMENT_NONE ? 0 : (time_t)p->made};
    bool ok = about.title && about.author;
    if (ok)
        book_check(b, workbook_set_properties(b->file, &about));
    free(about.title);
    free(about.author);
    return ok;
}

static bool book_write(const struct paper *p, const char *file, const char *folder, struct error *e)
{
    lxw_workbook_options options = {.constant_memory = p->form ? LXW_FALSE : LXW_TRUE,
                                    /* a form joins cells over rows */ .tmpdir = (char *)(uintptr_t)folder};
    struct book b = {.file = workbook_new_opt(file, &options)};
    if (!b.file)
        return error_memory(e, "xlsx");
    if (!book_about(&b, p))
        b.failed = true;
    xlsx_formats(&b);
    if (p->form && !b.failed)
        b.failed = !xlsx_page(&b, p);
    for (size_t i = 0; !p->form && !b.failed && i < p->sheet_count; i++)
        if (!sheet_write(&b, p, p->sheets[i]))
            b.failed = true;
    lxw_error fault = workbook_close(b.file);
    if (!b.failed && fault == LXW_NO_ERROR)
        return true;
    return error_set(e, ERROR_IO, "xlsx",
                     _("Check the free space in the folder for temporary files (TMPDIR)."), "%s",
                     lxw_strerror(b.fault != LXW_NO_ERROR ? b.fault : fault));
}

struct book_work {
    const struct paper *paper;
    const char *file, *folder;
    bool ok;
    struct error *e;
};

static void book_work(void *context)
{
    struct book_work *w = context;
    w->ok = book_write(w->paper, w->file, w->folder, w->e);
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
    if (!paper_whole(p, "xlsx", e))
        return false;
    snprintf(folder, sizeof folder, "%s/motcua-XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(folder))
        return error_set(e, ERROR_IO, folder, _("Check the folder for temporary files (TMPDIR)."), "%s",
                         strerror(errno));
    snprintf(file, sizeof file, "%s/report.xlsx", folder);
    struct book_work work = {.paper = p, .file = file, .folder = folder, .e = e};
    bool ok = (memory_try(book_work, &work) || error_memory(e, "xlsx")) && work.ok && file_read(file, out, e);
    unlink(file);
    rmdir(folder);
    return ok;
}
