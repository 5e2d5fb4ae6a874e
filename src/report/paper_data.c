/* Writes a paper for programs (CSV, JSON), for a terminal, and as a message. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "report/paper.h"
#include "show/table_write.h"

enum { LINE_WIDEST = 100, LINE_LEAST = 40 };

/* --- tables, through the writer that all commands have --- */

static bool cell_put(struct table *t, const struct paper_cell *c, bool people)
{
    if (people)
        return table_text(t, c->text);
    if (!c->known)
        return table_none(t);
    switch (c->kind) {
    case PAPER_COUNT:
        return table_number(t, c->number);
    case PAPER_RATE:
        return table_rate(t, c->number, c->other);
    case PAPER_TARGET:
    case PAPER_CHANGE:
        return table_scaled(t, c->number * (FIGURE_SCALE / 100));
    case PAPER_POINTS:
        return table_scaled(t, c->number);
    case PAPER_DAY:
    case PAPER_MOMENT:
        return table_moment(t, c->number);
    default:
        return table_text(t, c->text);
    }
}

static bool right_aligned(enum paper_kind kind)
{
    return kind == PAPER_COUNT || kind == PAPER_RATE || kind == PAPER_POINTS || kind == PAPER_CHANGE;
}

/* Makes a table of a paper's table. warning is NULL for people, because a block of the paper already warns people. */
static struct table *table_of(const struct paper_table *from, bool people, const char *warning,
                              struct error *e)
{
    char title[LIMIT_COLUMN_BYTES];
    struct table *t = table_new();
    size_t rows = paper_rows(from), part = 0;
    for (size_t i = 0; t && i < from->column_count; i++) {
        const struct paper_column *c = &from->columns[i];
        snprintf(title, sizeof title, "%.240s%s%.200s", c->group ? c->group : "", c->group ? "\n" : "",
                 c->title);
        table_column(t, c->name, title, right_aligned(c->kind));
    }
    for (size_t row = 0; t && row < rows; row++) {
        if (people && part < from->part_count && from->parts[part] == row) {
            table_rule(t);
            part++;
        }
        if (people && from->total && row + 1 == rows)
            table_rule(t);
        table_row(t);
        for (size_t i = 0; i < from->column_count; i++)
            cell_put(t, paper_cell(from, row, i), people);
    }
    if (t && warning)
        table_warning(t, warning);
    if (t && !table_failed(t))
        return t;
    table_free(t);
    error_memory(e, "report");
    return NULL;
}

static bool table_put(const struct paper_table *from, const struct table_look *look, bool people,
                      const char *warning, struct buffer *out, struct error *e)
{
    size_t size = 0;
    struct table *t = table_of(from, people, warning, e);
    char *text = t ? table_written(t, look, &size, e) : NULL;
    bool ok = text && buffer_append(out, text, size);
    free(text);
    table_free(t);
    return ok && !out->failed;
}

/* --- programs --- */

bool paper_csv(const struct paper *p, const struct table_look *look, struct buffer *out, struct error *e)
{
    if (!p->sheet_count)
        return error_set(e, ERROR_USAGE, "csv", _("Ask for html, docx or text."),
                         _("this report has no table"));
    struct table_look csv = *look;
    csv.format = FORMAT_CSV;
    return table_put(p->sheets[0], &csv, false, p->warning, out, e) || error_memory(e, "csv");
}

bool paper_json(const struct paper *p, struct buffer *out, struct error *e)
{
    const struct table_look look = {.format = FORMAT_JSON};
    char at[MOMENT_TEXT_BYTES];
    bool ok = true;
    buffer_printf(out, "{\"at\": \"%s\",\n", moment_write(p->made, "yyyy-MM-ddTHH:mm", at));
    buffer_printf(out, "\"blanks\": %zu", p->blank_count);
    for (size_t i = 0; ok && i < p->sheet_count; i++) {
        buffer_printf(out, ",\n\"%s\": ", p->sheets[i]->name);
        ok = table_put(p->sheets[i], &look, false, p->warning, out, e);
        while (ok && out->used && out->data[out->used - 1] == '\n')
            out->data[--out->used] = '\0';
    }
    buffer_text(out, "}\n");
    return (ok && !out->failed) || error_memory(e, "json");
}

/* --- people --- */

bool paper_message_text(const struct paper *p, struct buffer *out, struct error *e)
{
    for (size_t i = 0; i < p->message_count; i++) {
        buffer_text(out, p->message[i]);
        buffer_text(out, "\n");
    }
    return !out->failed || error_memory(e, "text");
}

/* Writes the words in lines of at most `width` columns; width 0 makes one line. */
static void words_put(struct buffer *out, const char *text, int width)
{
    int used = 0;
    while (*text) {
        size_t n = strcspn(text, " ");
        char word[LIMIT_VALUE_BYTES];
        snprintf(word, sizeof word, "%.*s", (int)n, text);
        int wide = text_width(word);
        if (width && used && used + 1 + wide > width) {
            buffer_text(out, "\n");
            used = 0;
        }
        if (used) {
            buffer_text(out, " ");
            used++;
        }
        buffer_append(out, text, n);
        used += wide;
        text += n + (text[n] == ' ');
    }
    buffer_text(out, "\n");
}

static bool block_put(const struct paper_block *b, int width, struct buffer *out, struct error *e)
{
    const struct table_look look = {.format = FORMAT_TABLE, .width = width};
    if (b->kind == PAPER_TABLE)
        return table_put(b->table, &look, true, NULL, out, e) && buffer_text(out, "\n");
    if (b->kind == PAPER_FIGURE)
        return true;
    char *text = paper_text_join(&b->text);
    if (!text)
        return error_memory(e, "report");
    words_put(out, text,
              width > LINE_WIDEST           ? LINE_WIDEST
              : width && width < LINE_LEAST ? LINE_LEAST
                                            : width);
    buffer_text(out, "\n");
    free(text);
    return true;
}

bool paper_plain(const struct paper *p, int width, struct buffer *out, struct error *e)
{
    bool ok = true;
    char *subject = paper_text_join(&p->subject);
    if (!subject)
        return error_memory(e, "report");
    buffer_printf(out, "%s\n", p->kind);
    words_put(out, subject, width);
    buffer_text(out, "\n");
    free(subject);
    for (size_t i = 0; ok && i < p->count; i++)
        ok = block_put(&p->blocks[i], width, out, e);
    for (size_t a = 0; ok && a < p->annex_count; a++) {
        words_put(out, p->annexes[a].title, width);
        buffer_text(out, "\n");
        for (size_t i = 0; ok && i < p->annexes[a].count; i++)
            ok = block_put(&p->annexes[a].blocks[i], width, out, e);
    }
    return (ok && !out->failed) || error_memory(e, "report");
}
