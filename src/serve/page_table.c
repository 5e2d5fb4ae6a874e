#include "serve/page_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "serve/unit_address.h"
#include "show/html_text.h"

enum { ROWS_OF_PAGE = 50 /* so a page stays under 100 kB */ };

static const char *asked(const struct visit *v, const char *name)
{
    const char *value = request_field(&v->request->query, name);
    return value ? value : "";
}

struct table_wish page_table_wish(const struct visit *v)
{
    return (struct table_wish){asked(v, "tim"), strcmp(asked(v, "thieu"), "1") == 0, asked(v, "xep"),
                               strcmp(asked(v, "chieu"), "giam") == 0};
}

/* --- rows --- */

static bool row_holds(const struct paper_cell *row, size_t columns, const char *folded)
{
    bool found = !*folded;
    for (size_t i = 0; !found && i < columns; i++) {
        char *text = text_fold(row[i].text);
        found = text && strstr(text, folded);
        free(text);
    }
    return found;
}

static bool row_short(const struct paper_cell *row, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        if (row[i].mark == PAPER_SHORT)
            return true;
    return false;
}

struct order {
    const struct paper_cell *cells;
    size_t columns, by;
    bool down;
};

static int cells_compare(const struct paper_cell *a, const struct paper_cell *b)
{
    if (a->kind == PAPER_RATE) {
        __extension__ __int128 left = (__int128)a->number * b->other, right = (__int128)b->number * a->other;
        return left < right ? -1 : left > right;
    }
    if (a->kind == PAPER_WORDS || a->kind == PAPER_CODE || a->kind == PAPER_CENTRE) {
        char *left = text_fold(a->text), *right = text_fold(b->text);
        int order = left && right ? strcmp(left, right) : 0;
        free(left);
        free(right);
        return order;
    }
    return a->number < b->number ? -1 : a->number > b->number;
}

/* Rows with an unknown value stand last in both directions; equal rows keep their order. */
static int rows_compare(const void *a, const void *b, void *context)
{
    const struct order *o = context;
    size_t left = *(const size_t *)a, right = *(const size_t *)b;
    const struct paper_cell *x = &o->cells[left * o->columns + o->by],
                            *y = &o->cells[right * o->columns + o->by];
    int order = x->known != y->known ? (x->known ? -1 : 1)
                : !x->known          ? 0
                                     : cells_compare(x, y) * (o->down ? -1 : 1);
    return order ? order : left < right ? -1 : left > right;
}

static long column_find(const struct paper_table *t, const char *name)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (strcmp(t->columns[i].name, name) == 0)
            return (long)i;
    return -1;
}

static void table_view(const struct visit *v, struct paper_table *t)
{
    size_t rows = paper_rows(t), kept = 0, columns = t->column_count,
           body = rows - (t->total && rows ? 1 : 0);
    if (!rows)
        return;
    char *folded = text_fold(asked(v, "tim"));
    bool only_short = strcmp(asked(v, "thieu"), "1") == 0, cut = only_short || *asked(v, "tim");
    size_t *order = calloc(rows + 1, sizeof *order);
    struct paper_cell *cells = calloc(t->cell_count + 1, sizeof *cells);
    long by = column_find(t, asked(v, "xep"));
    if (!folded || !order || !cells || rows * columns != t->cell_count || t->part_count) {
        t->failed = t->failed || !folded || !order || !cells;
        free(folded);
        free(order);
        free(cells);
        return;
    }
    for (size_t i = 0; i < body; i++)
        if (row_holds(&t->cells[i * columns], columns, folded) &&
            (!only_short || row_short(&t->cells[i * columns], columns)))
            order[kept++] = i;
    struct order how = {t->cells, columns, by < 0 ? 0 : (size_t)by, strcmp(asked(v, "chieu"), "giam") == 0};
    if (by >= 0)
        qsort_r(order, kept, sizeof *order, rows_compare, &how);
    if (body < rows && !cut)
        order[kept++] = body;
    else
        t->total = false;
    /* dropped rows stay behind the end of the table, which still owns and frees their texts */
    bool *used = calloc(rows + 1, sizeof *used);
    for (size_t i = 0; used && i < kept; i++)
        used[order[i]] = true;
    size_t at = kept;
    for (size_t i = 0; used && i < rows; i++)
        if (!used[i])
            order[at++] = i;
    for (size_t i = 0; used && i < rows; i++)
        memcpy(&cells[i * columns], &t->cells[order[i] * columns], columns * sizeof *cells);
    if (used) {
        for (size_t i = kept * columns; i < t->cell_count; i++)
            paper_cell_clear(&cells[i]);
        memcpy(t->cells, cells, t->cell_count * sizeof *cells);
        t->cell_count = kept * columns;
    }
    free(used);
    free(folded);
    free(order);
    free(cells);
}

void page_table_view(const struct visit *v, struct paper *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->blocks[i].table)
            table_view(v, p->blocks[i].table);
    for (size_t i = 0; i < p->sheet_count; i++)
        table_view(v, p->sheets[i]);
}

/* --- HTML --- */

void page_table_search(struct buffer *out, const struct visit *v)
{
    static const char *const kept[] = {"don-vi", "ten", "ngay", "biet"};
    bool only = strcmp(asked(v, "thieu"), "1") == 0;
    buffer_printf(
        out, "<form class=\"find\" role=\"search\"><label>%s <input type=\"search\" name=\"tim\" value=\"",
        _("Search"));
    html_text_put(out, asked(v, "tim"));
    buffer_text(out, "\"></label>");
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (*asked(v, kept[i])) {
            buffer_printf(out, "<input type=\"hidden\" name=\"%s\" value=\"", kept[i]);
            html_text_put(out, asked(v, kept[i]));
            buffer_text(out, "\">");
        }
    if (v->route && strcmp(v->route->pattern, "/") == 0)
        buffer_printf(out,
                      "<label class=\"ck\"><input type=\"checkbox\" name=\"thieu\" value=\"1\"%s> %s</label>",
                      only ? " checked" : "", _("only who is short"));
    buffer_printf(out, "<button>%s</button></form>\n", _("Show"));
}

/* Appends the wishes of the address except two, so that a link changes these two and keeps the others. */
static void query_put(struct buffer *out, const struct visit *v, const char *but, const char *or_but)
{
    static const char *const fields[] = {"don-vi", "ten", "ngay", "biet", "tim", "thieu", "xep", "chieu"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!*asked(v, fields[i]) || strcmp(fields[i], but) == 0 || strcmp(fields[i], or_but) == 0)
            continue;
        buffer_printf(out, "&amp;%s=", fields[i]);
        unit_address_escape(out, asked(v, fields[i]));
    }
}

void page_table_query(struct buffer *out, const struct visit *v)
{
    query_put(out, v, "", "");
}

static void head(struct buffer *out, const struct visit *v, const struct paper_column *c)
{
    bool here = strcmp(asked(v, "xep"), c->name) == 0, down = strcmp(asked(v, "chieu"), "giam") == 0;
    buffer_printf(out, "<th scope=\"col\" class=\"c-%s\"%s><a href=\"?xep=", c->name,
                  !here  ? ""
                  : down ? " aria-sort=\"descending\""
                         : " aria-sort=\"ascending\"");
    unit_address_escape(out, c->name);
    if (here && !down)
        buffer_text(out, "&amp;chieu=giam");
    query_put(out, v, "xep", "chieu");
    buffer_text(out, "\">");
    html_text_put(out, c->title);
    buffer_text(out, !here ? "</a></th>" : down ? " ↓</a></th>" : " ↑</a></th>");
}

static const char *mark_class(enum paper_mark mark)
{
    return mark == PAPER_KEPT ? " ok" : mark == PAPER_SHORT ? " no" : mark == PAPER_NEAR ? " nr" : "";
}

/* Appends a rate as a bar, with a tick at the target. */
static void bar(struct buffer *out, const struct paper_column *column, const struct paper_cell *c)
{
    if (!column->aim || c->kind != PAPER_RATE || c->other <= 0 || c->number < 0)
        return;
    int percent = c->number >= c->other ? 100 : (int)(c->number * 100 / c->other);
    buffer_printf(
        out,
        "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        "<rect width=\"100\" height=\"4\"/><rect width=\"%d\" height=\"4\"/><rect x=\"%d\" "
        "width=\"1\" height=\"4\"/></svg>",
        percent, (int)(column->aim / 100));
}

static void cell(struct buffer *out, const struct visit *v, const struct paper_table *t, size_t row, size_t i,
                 long unit)
{
    const struct paper_cell *c = paper_cell(t, row, i);
    const char *name = t->columns[i].name, *code = unit >= 0 ? paper_cell(t, row, (size_t)unit)->text : NULL;
    bool words = t->columns[i].kind == PAPER_WORDS || t->columns[i].kind == PAPER_CODE;
    bool linked = c->link || (code && (strcmp(name, "name") == 0 || (long)i == unit) &&
                              model_scope_holds(&v->scope, code) && *code);
    buffer_printf(out, "<td class=\"%s%s%s c-%s\" data-l=\"", words ? "w" : "n", mark_class(c->mark),
                  *c->text ? "" : " x", name);
    html_text_put(out, t->columns[i].title);
    buffer_text(out, linked ? "\"><a class=\"v\" href=\"" : "\"><span class=\"v\">");
    if (linked && c->link)
        buffer_text(out, c->link);
    else if (linked)
        unit_address_put(out, code);
    if (linked)
        buffer_text(out, "\">");
    html_text_put(out, c->text);
    buffer_text(out, linked ? "</a>" : "</span>");
    if (c->note) {
        buffer_text(out, " <span class=\"e\">");
        html_text_put(out, c->note);
        buffer_text(out, "</span>");
    }
    bar(out, &t->columns[i], c);
    buffer_text(out, "</td>");
}

/* The rows of a long table that this page shows. Downloads hold all rows. */
struct cut {
    size_t page, pages, from, to;
};

static struct cut cut_of(const struct visit *v, size_t rows)
{
    struct cut c = {.page = 1, .pages = (rows + ROWS_OF_PAGE - 1) / ROWS_OF_PAGE};
    const char *text = asked(v, "trang");
    if (*text && strlen(text) < 7 && strspn(text, "0123456789") == strlen(text))
        c.page = strtoul(text, NULL, 10);
    c.page = c.page < 1 ? 1 : c.page > c.pages ? c.pages : c.page;
    c.from = (c.page - 1) * ROWS_OF_PAGE;
    c.to = c.from + ROWS_OF_PAGE < rows ? c.from + ROWS_OF_PAGE : rows;
    return c;
}

static void cut_link(struct buffer *out, const struct visit *v, size_t page, const char *words)
{
    buffer_printf(out, " <a href=\"?trang=%zu", page);
    query_put(out, v, "", "");
    buffer_printf(out, "\">%s</a>", words);
}

static void cut_links(struct buffer *out, const struct visit *v, const struct cut *c)
{
    if (c->pages < 2)
        return;
    buffer_text(out, "<p class=\"pages\">");
    buffer_printf(out, _("Page %zu of %zu"), c->page, c->pages);
    if (c->page > 1)
        cut_link(out, v, c->page - 1, _("← before"));
    if (c->page < c->pages)
        cut_link(out, v, c->page + 1, _("further →"));
    buffer_text(out, "</p>\n");
}

void page_table(struct buffer *out, const struct visit *v, const struct paper_table *t)
{
    size_t rows = t ? paper_rows(t) : 0;
    if (!t)
        return;
    long unit = column_find(t, "unit");
    if (!rows) {
        buffer_printf(out, "<p>%s</p>\n", _("No row fits."));
        return;
    }
    buffer_text(out, "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"");
    html_text_put(out, _("Table"));
    buffer_text(out, "\"><table class=\"l\"><thead><tr>");
    for (size_t i = 0; i < t->column_count; i++)
        head(out, v, &t->columns[i]);
    buffer_text(out, "</tr></thead><tbody>\n");
    const struct cut cut = cut_of(v, rows);
    for (size_t row = cut.from; row < cut.to; row++) {
        buffer_text(out, t->total && row + 1 == rows ? "<tr class=\"all\">" : "<tr>");
        for (size_t i = 0; i < t->column_count; i++)
            cell(out, v, t, row, i, unit);
        buffer_text(out, "</tr>\n");
    }
    buffer_text(out, "</tbody></table></div>\n");
    cut_links(out, v, &cut);
}
