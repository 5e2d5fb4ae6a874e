/* An HTML page as sheets: each table is a sheet, with the text above the table as its title; text that people do not
 * see does not count. The page is parsed by events, in one go; nothing is fetched, and only the text of cells is
 * kept. After that rows are made of the cells, with rowspan and colspan filled in. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>

#include "adapters/table/html_choice.h"
#include "adapters/table/html_element.h"
#include "adapters/table/sheet_format.h"
#include "adapters/table/web_archive.h"
#include "base/array.h"
#include "base/plain_text.h"
#include "base/text.h"

enum { AROUND_BYTES = 64 * 1024 }; /* bytes of text that may be a title, before the text is cut */
enum { SPAN_COLUMNS = 1000, SPAN_ROWS = 65534 }; /* the most that HTML allows */

struct html_cell {
    uint32_t row, column_span, row_span;
    size_t at, length; /* place in the page's text */
    bool choice;       /* the text is what a control shows */
};

struct html_row {
    uint32_t table, group; /* thead, tbody, tfoot: cells do not reach out of their group */
    size_t first, count;   /* cells of the row, once the cells are in the order of the rows */
    bool words;            /* a cell has words of its own; a row of controls alone is a filter */
};

struct open_table {
    uint32_t table, group;
    long row, cell; /* -1: no row or cell is open */
    struct buffer text;
    struct html_choice choice;
    bool head;             /* a thead is open */
    bool heading;          /* the open cell is a heading */
    size_t hidden_outside; /* the value of `hidden` where the table began */
};

struct html_table {
    bool hidden;
    bool titled;
    size_t title; /* place of the table's title in the titles */
};

struct carried { /* a cell that reaches into rows below */
    uint32_t rows;
    size_t cell;
};

struct html {
    const char *file;
    struct buffer text;
    struct html_cell *cells;
    struct html_row *rows;
    size_t cell_count, cell_size, row_count, row_size;
    struct html_table *tables;
    size_t table_count, table_size;
    struct {
        struct buffer kept;   /* titles of all tables, a NUL behind each */
        struct buffer around; /* text since the last table, a line end behind each block of text */
    } titles;
    size_t hidden; /* depth at which people stop seeing the page; 0: they see it */
    struct open_table open[LIMIT_HTML_TABLES];
    size_t open_count, depth;
    htmlParserCtxtPtr parser;
    bool failed;
    struct error *e;
    /* reading */
    size_t at, line, put; /* put: cells with their copies, of the whole page, against a limit */
    uint32_t table, group;
    struct carried carried[LIMIT_SHEET_COLUMNS];
};

static bool html_suits(const char *head, size_t n)
{
    size_t i = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (i < n && strchr(" \t\r\n", head[i]) && head[i])
        i++;
    bool page = i < n && head[i] == '<';
    for (; !page && i + 6 < n; i++) /* words may stand before the page */
        page = strncasecmp(head + i, "<table", 6) == 0 || strncasecmp(head + i, "<html", 5) == 0;
    return page;
}

/* --- elements --- */

static bool is_cell(const xmlChar *name)
{
    return strcmp((const char *)name, "td") == 0 || strcmp((const char *)name, "th") == 0;
}

/* --- events --- */

static void stop(struct html *h, const char *hint, const char *what)
{
    if (!h->failed)
        error_set(h->e, ERROR_DATA, h->file, hint, "%s", what);
    h->failed = true;
    xmlStopParser(h->parser);
}

static struct open_table *top(struct html *h)
{
    return h->open_count && !h->failed ? &h->open[h->open_count - 1] : NULL;
}

static bool html_room(struct html *h, void *items, size_t *size, size_t count, size_t bytes)
{
    if (count < LIMIT_HTML_CELLS && array_room(items, size, count, bytes))
        return true;
    stop(h, _("Import a page with fewer rows."), _("the page has more cells than can be read"));
    return false;
}

/* Runs of blanks and line ends are one blank, as on the screen. */
static size_t blanks_join(char *text, size_t n)
{
    size_t to = 0;
    for (size_t i = 0; i < n; i++) {
        bool blank = text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n';
        if (!blank)
            text[to++] = text[i];
        else if (to && text[to - 1] != ' ')
            text[to++] = ' ';
    }
    return to;
}

static bool is_blank(const struct buffer *text)
{
    const char *at = buffer_string(text), *end = at + text->used;
    for (size_t length; at < end; at += length) {
        int letter = plain_letter(at, end, &length);
        if (!plain_blank(letter) && !plain_invisible(letter))
            return false;
    }
    return true;
}

static void cell_end(struct html *h, struct open_table *t)
{
    if (t->cell < 0)
        return;
    struct html_cell *cell = &h->cells[t->cell];
    struct buffer *text = &t->text;
    cell->choice = is_blank(text) && t->choice.text.used;
    h->rows[cell->row].words |= !is_blank(text);
    if (cell->choice)
        text = &t->choice.text;
    text->used = text->used ? blanks_join(text->data, text->used) : 0;
    cell->at = h->text.used;
    cell->length = text->used;
    t->cell = -1;
    if (t->text.failed || t->choice.text.failed || !buffer_append(&h->text, buffer_string(text), text->used))
        stop(h, _("Import a page with fewer rows."), _("the page has more text than can be read"));
}

/* Adds text that may be the title of a table to come; only the last of it is kept. */
static void around_add(struct html *h, const char *text, size_t n)
{
    struct buffer *b = &h->titles.around;
    if (b->used > AROUND_BYTES) {
        memmove(b->data, b->data + b->used - LIMIT_TITLE_BYTES, LIMIT_TITLE_BYTES);
        b->used = LIMIT_TITLE_BYTES;
        b->data[b->used] = '\0';
    }
    buffer_append(b, text, n);
}

/* The last text before a table's first row is the table's title; a page's menus are cut off. */
static void title_keep(struct html *h, uint32_t table)
{
    size_t n = h->titles.around.used, skip = n > LIMIT_TITLE_BYTES ? n - LIMIT_TITLE_BYTES : 0;
    const char *text = buffer_string(&h->titles.around) + skip;
    while (skip && (*text & 0xC0) == 0x80)
        text++;
    h->tables[table].title = h->titles.kept.used;
    h->tables[table].titled = true;
    if (!buffer_text(&h->titles.kept, text) || !buffer_append(&h->titles.kept, "", 1))
        stop(h, _("Save only the table that matters."), _("the page has more text than can be read"));
}

static void row_begin(struct html *h, struct open_table *t)
{
    cell_end(h, t);
    if (!h->tables[t->table].titled)
        title_keep(h, t->table);
    if (!html_room(h, &h->rows, &h->row_size, h->row_count, sizeof *h->rows))
        return;
    t->row = (long)h->row_count;
    h->rows[h->row_count++] = (struct html_row){.table = t->table, .group = t->group};
}

static uint32_t span(const xmlChar **attributes, const char *name, uint32_t most)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2)
        if (strcmp((const char *)attributes[i], name) == 0 && attributes[i + 1]) {
            unsigned long n = strtoul((const char *)attributes[i + 1], NULL, 10);
            bool rest = n == 0 && most == SPAN_ROWS; /* rowspan="0": the cell reaches to the end */
            return n > most || rest ? most : n ? (uint32_t)n : 1;
        }
    return 1;
}

static void cell_begin(struct html *h, struct open_table *t, const xmlChar **attributes)
{
    if (t->row < 0)
        row_begin(h, t);
    cell_end(h, t);
    if (h->failed || !html_room(h, &h->cells, &h->cell_size, h->cell_count, sizeof *h->cells))
        return;
    buffer_reset(&t->text);
    html_choice_reset(&t->choice);
    t->cell = (long)h->cell_count;
    h->cells[h->cell_count++] = (struct html_cell){.row = (uint32_t)t->row,
                                                   .column_span = span(attributes, "colspan", SPAN_COLUMNS),
                                                   .row_span = span(attributes, "rowspan", SPAN_ROWS)};
}

static void table_begin(struct html *h)
{
    if (h->open_count == LIMIT_HTML_TABLES) {
        stop(h, _("Save only the table that matters."), _("tables inside of tables, too deep"));
        return;
    }
    if (!html_room(h, &h->tables, &h->table_size, h->table_count, sizeof *h->tables))
        return;
    struct open_table *t = &h->open[h->open_count++];
    t->hidden_outside = h->hidden;
    h->tables[h->table_count] = (struct html_table){.hidden = h->hidden > 0};
    h->hidden = 0;
    t->table = (uint32_t)h->table_count++;
    t->row = t->cell = -1;
    t->head = false;
    buffer_reset(&t->text);
    html_choice_reset(&t->choice);
}

static void table_end(struct html *h, struct open_table *t)
{
    cell_end(h, t);
    h->hidden = t->hidden_outside;
    h->open_count--;
    buffer_reset(&h->titles.around);
}

/* Puts a gap between words, in a cell and in the text around tables. */
static void gap_put(struct html *h, struct open_table *t)
{
    if (t && t->cell >= 0)
        buffer_append(&t->text, " ", 1);
    around_add(h, "\n", 1);
}

static void on_begin(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct html *h = context;
    const char *n = (const char *)name;
    if (++h->depth > LIMIT_HTML_DEPTH) {
        stop(h, _("Save only the table that matters."), _("the page is nested too deep"));
        return;
    }
    struct open_table *outer = top(h);
    bool cell = outer && outer->cell >= 0;
    /* in a heading, and above a table, controls belong to a filter */
    bool filter =
        cell && !outer->heading ? false : html_element_controls(n) || (cell && strcmp(n, "button") == 0);
    if (!h->hidden && (filter || html_element_hidden(n, attributes)))
        h->hidden = h->depth;
    if (strcmp(n, "table") == 0) {
        table_begin(h);
        return;
    }
    struct open_table *t = top(h);
    if (h->hidden)
        return;
    if (t && (is_cell(name) || strcmp(n, "tr") == 0))
        t->choice.depth = 0; /* a control that nobody closed ends with its cell */
    else if (t && t->cell >= 0 && !t->heading && html_choice_begin(&t->choice, n, attributes, h->depth))
        return;
    if (t && strcmp(n, "tr") == 0)
        row_begin(h, t);
    else if (t && is_cell(name)) {
        around_add(h, "\n", 1);
        t->heading = t->head || strcmp(n, "th") == 0;
        cell_begin(h, t, attributes);
    } else if (t && html_element_groups(n)) {
        t->group++;
        t->head = strcmp(n, "thead") == 0;
    } else if (html_element_parts(n)) {
        gap_put(h, t);
        const char *value = html_element_value(n, attributes);
        if (value && t && t->cell >= 0 && !t->heading)
            buffer_text(&t->text, value);
    }
}

static void on_end(void *context, const xmlChar *name)
{
    struct html *h = context;
    struct open_table *t = top(h);
    const char *n = (const char *)name;
    bool hidden = h->hidden != 0;
    if (strcmp(n, "table") == 0 && t) {
        table_end(h, t);
        hidden = true;
    }
    if (h->hidden && h->depth <= h->hidden)
        h->hidden = 0;
    h->depth -= h->depth > 0;
    if (hidden || (t && html_choice_end(&t->choice, h->depth + 1)))
        return;
    if (t && strcmp(n, "thead") == 0)
        t->head = false;
    if (t && is_cell(name)) {
        cell_end(h, t);
    } else if (t && strcmp(n, "tr") == 0) {
        cell_end(h, t);
        t->row = -1;
    } else if (html_element_parts(n)) {
        gap_put(h, t);
    }
}

static void on_text(void *context, const xmlChar *text, int n)
{
    struct html *h = context;
    struct open_table *t = top(h);
    if (h->hidden || h->failed)
        return;
    if (t && t->choice.depth) {
        html_choice_text(&t->choice, (const char *)text, (size_t)n);
        return;
    }
    if (t && t->cell >= 0)
        buffer_append(&t->text, text, (size_t)n);
    around_add(h, (const char *)text, (size_t)n);
}

/* The parser hands over scripts and styles here: their text does not count. */
static void on_data(void *context, const xmlChar *text, int n)
{
    (void)context;
    (void)text;
    (void)n;
}

/* --- the page --- */

static bool page_parse(struct html *h, const struct buffer *page)
{
    h->parser = htmlNewParserCtxt();
    if (!h->parser)
        return error_memory(h->e, h->file);
    htmlSAXHandler events = {.startElement = on_begin,
                             .endElement = on_end,
                             .characters = on_text,
                             .ignorableWhitespace = on_text,
                             .cdataBlock = on_data};
    memcpy(h->parser->sax, &events, sizeof events);
    h->parser->userData = h;
    htmlDocPtr none = htmlCtxtReadMemory(h->parser, page->data, (int)page->used, NULL, "UTF-8",
                                         HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                             HTML_PARSE_RECOVER | HTML_PARSE_NOIMPLIED);
    xmlFreeDoc(none);
    xmlFreeDoc(h->parser->myDoc);
    h->parser->myDoc = NULL;
    htmlFreeParserCtxt(h->parser);
    h->parser = NULL;
    return !h->failed;
}

/* Cells of an inner table came between the cells of the outer row: sorts the cells so that each row's cells stand
 * together, in their order. */
static bool cells_sort(struct html *h)
{
    struct html_cell *sorted = calloc(h->cell_count + 1, sizeof *sorted);
    if (!sorted)
        return error_memory(h->e, h->file);
    for (size_t i = 0; i < h->cell_count; i++)
        h->rows[h->cells[i].row].count++;
    for (size_t i = 1; i < h->row_count; i++)
        h->rows[i].first = h->rows[i - 1].first + h->rows[i - 1].count;
    for (size_t i = 0; i < h->row_count; i++)
        h->rows[i].count = 0;
    for (size_t i = 0; i < h->cell_count; i++) {
        struct html_row *row = &h->rows[h->cells[i].row];
        sorted[row->first + row->count++] = h->cells[i];
    }
    free(h->cells);
    h->cells = sorted;
    return true;
}

static void html_close(void *handle)
{
    struct html *h = handle;
    for (size_t i = 0; i < LIMIT_HTML_TABLES; i++) {
        buffer_free(&h->open[i].text);
        html_choice_free(&h->open[i].choice);
    }
    if (h->text.data)
        explicit_bzero(h->text.data, h->text.size);
    buffer_free(&h->text);
    buffer_free(&h->titles.kept);
    buffer_free(&h->titles.around);
    free(h->tables);
    free(h->cells);
    free(h->rows);
    free(h);
}

static void *html_open(const char *file, struct error *e)
{
    struct html *h = calloc(1, sizeof *h);
    struct buffer page;
    if (!h) {
        error_memory(e, file);
        return NULL;
    }
    h->file = file;
    h->e = e;
    buffer_init(&page, LIMIT_HTML_BYTES);
    buffer_init(&h->text, LIMIT_HTML_BYTES);
    buffer_init(&h->titles.kept, LIMIT_HTML_BYTES);
    buffer_init(&h->titles.around, LIMIT_HTML_BYTES);
    for (size_t i = 0; i < LIMIT_HTML_TABLES; i++) {
        buffer_init(&h->open[i].text, LIMIT_RECORD_BYTES);
        html_choice_init(&h->open[i].choice, LIMIT_RECORD_BYTES);
    }
    bool ok = html_file_read(file, &page, e) && page_parse(h, &page) && cells_sort(h);
    buffer_free(&page);
    h->file = NULL; /* the file's name was borrowed for this call alone */
    h->e = NULL;
    if (ok)
        return h;
    html_close(h);
    return NULL;
}

static size_t html_tables(const void *handle)
{
    return ((const struct html *)handle)->table_count;
}

static const char *html_name(const void *handle, size_t table)
{
    (void)handle;
    (void)table;
    return "";
}

static bool html_hidden(const void *handle, size_t table)
{
    return ((const struct html *)handle)->tables[table].hidden;
}

static const char *html_title(const void *handle, size_t table)
{
    const struct html *h = handle;
    return h->tables[table].titled ? buffer_string(&h->titles.kept) + h->tables[table].title : "";
}

/* Text between two tables is the title of the lower table. */
static const char *html_after(const void *handle, size_t table)
{
    const struct html *h = handle;
    return table + 1 == h->table_count ? buffer_string(&h->titles.around) : "";
}

static bool html_from_1904(const void *handle)
{
    (void)handle;
    return false;
}

static bool html_select(void *handle, size_t table, struct error *e)
{
    struct html *h = handle;
    (void)e;
    h->table = (uint32_t)table;
    h->at = h->line = 0;
    memset(h->carried, 0, sizeof h->carried);
    return true;
}

/* --- rows --- */

static bool put(struct html *h, struct sheet_row *row, size_t column, size_t cell, struct error *e)
{
    const struct html_cell *c = &h->cells[cell];
    if (++h->put > LIMIT_HTML_CELLS)
        return error_set(e, ERROR_DATA, "", _("Import a page with fewer rows."),
                         _("the page has more cells than can be read"));
    size_t n = c->choice && !h->rows[c->row].words ? 0 : c->length;
    return sheet_row_put(row, column, buffer_string(&h->text) + c->at, n, false, e);
}

/* Fills columns that cells of rows above reach into, from *column on; stops at a column that is free for a cell of
 * this row. */
static bool carried_put(struct html *h, struct sheet_row *row, size_t *column, struct error *e)
{
    for (; *column < LIMIT_SHEET_COLUMNS && h->carried[*column].rows; ++*column) {
        h->carried[*column].rows--;
        if (!put(h, row, *column, h->carried[*column].cell, e))
            return false;
    }
    return true;
}

/* Puts a cell and its copies; copies beyond the last column are left out without harm. */
static bool cell_put(struct html *h, struct sheet_row *row, size_t *column, size_t cell, struct error *e)
{
    const struct html_cell *c = &h->cells[cell];
    if (!carried_put(h, row, column, e))
        return false;
    if (*column >= LIMIT_SHEET_COLUMNS)
        return put(h, row, *column, cell, e);
    for (uint32_t k = 0; k < c->column_span && *column < LIMIT_SHEET_COLUMNS; k++, ++*column) {
        h->carried[*column] = (struct carried){c->row_span - 1, cell};
        if (!put(h, row, *column, cell, e))
            return false;
    }
    return true;
}

static enum sheet_result html_next(void *handle, struct sheet_row *row, struct error *e)
{
    struct html *h = handle;
    while (h->at < h->row_count && h->rows[h->at].table != h->table)
        h->at++;
    sheet_row_begin(row, ++h->line);
    if (h->at == h->row_count)
        return SHEET_END;
    const struct html_row *r = &h->rows[h->at++];
    size_t column = 0;
    if (r->group != h->group)
        memset(h->carried, 0, sizeof h->carried);
    h->group = r->group;
    for (size_t i = 0; i < r->count; i++)
        if (!cell_put(h, row, &column, r->first + i, e))
            return SHEET_FAILED;
    for (; column < LIMIT_SHEET_COLUMNS; column++)
        if (!carried_put(h, row, &column, e))
            return SHEET_FAILED;
    return SHEET_ROW;
}

const struct sheet_format sheet_html = {.suits = html_suits,
                                        .open = html_open,
                                        .close = html_close,
                                        .tables = html_tables,
                                        .name = html_name,
                                        .hidden = html_hidden,
                                        .title = html_title,
                                        .after = html_after,
                                        .select = html_select,
                                        .next = html_next,
                                        .from_1904 = html_from_1904};
