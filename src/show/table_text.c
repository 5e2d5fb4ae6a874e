/* Writes tables for a terminal: bold heads over a thin rule, values aligned by display width, marks and notes in
 * columns of their own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "show/table_inner.h"

enum { GAP = 2, TEXT_LEAST = 10 /* no text column is made narrower than this */ };

#define BOLD  "\033[1m"
#define DIM   "\033[2m"
#define PLAIN "\033[0m"

static const struct mark {
    const char *sign, *colour;
} marks[] = {[MARK_NONE] = {"", ""},
             [MARK_GOOD] = {"●", "\033[32m"},
             [MARK_NEAR] = {"◊", "\033[33m"},
             [MARK_BAD] = {"▲", "\033[1;31m"},
             [MARK_QUIET] = {"", DIM}};

/* Widths of one column, in terminal columns. */
struct view {
    char *head; /* the title, perhaps wrapped */
    int head_width;
    int value; /* the widest value */
    int sign;  /* a space and the sign, where any cell has one */
    int note;  /* a space and the widest note beside a value */
    int alone; /* the widest note in place of an unknown value */
    bool text; /* holds text that may be wrapped */
};

/* Writes spaces only when something follows them, so that no line ends in spaces. */
struct pen {
    FILE *out;
    bool colour;
    int spaces;
};

static void pen_pad(struct pen *p, int n)
{
    p->spaces += n;
}

static void pen_text(struct pen *p, const char *text, const char *style)
{
    bool styled = p->colour && *style;
    if (!*text)
        return;
    fprintf(p->out, "%*s%s%s%s", p->spaces, "", styled ? style : "", text, styled ? PLAIN : "");
    p->spaces = 0;
}

static void pen_line(struct pen *p)
{
    fputc('\n', p->out);
    p->spaces = 0;
}

/* --- measuring --- */

static int widest(int a, int b)
{
    return a > b ? a : b;
}

static int view_body(const struct view *v)
{
    return widest(v->value + v->sign + v->note, v->alone);
}

static int view_width(const struct view *v)
{
    return widest(view_body(v), v->head_width);
}

static int views_width(const struct view *views, size_t count)
{
    int width = count ? GAP * ((int)count - 1) : 0;
    for (size_t i = 0; i < count; i++)
        width += view_width(&views[i]);
    return width;
}

/* Returns the width of the n bytes at text, in terminal columns. */
static int part_width(const char *text, size_t n)
{
    char *part = strndup(text, n);
    int width = part ? text_width(part) : 0;
    free(part);
    return width;
}

static int lines_width(const char *text)
{
    int width = 0;
    for (;;) {
        size_t n = strcspn(text, "\n");
        width = widest(width, part_width(text, n));
        if (!text[n])
            return width;
        text += n + 1;
    }
}

/* Turns spaces into line ends so that no line is wider than width, where its words allow. */
static void lines_wrap(char *text, int width)
{
    char *line = text, *space = NULL;
    for (char *at = text;; at++) {
        if (*at && *at != ' ' && *at != '\n')
            continue;
        if (space && part_width(line, (size_t)(at - line)) > width) {
            *space = '\n';
            line = space + 1;
        }
        space = *at == ' ' ? at : NULL;
        if (*at == '\n')
            line = at + 1;
        if (!*at)
            return;
    }
}

static bool cell_measure(struct view *v, const struct table_cell *c)
{
    char *value = table_cell_words(c), *note = text_printable(c && c->note ? c->note : "");
    bool ok = value && note;
    if (ok && !*value && *note) {
        v->alone = widest(v->alone, text_width(note));
    } else if (ok) {
        v->value = widest(v->value, *value ? text_width(value) : 1);
        v->note = widest(v->note, table_note_gap(note) + text_width(note));
        v->sign = *value && c && *marks[c->mark].sign ? 2 : v->sign;
        v->text = v->text || (c && c->kind == CELL_TEXT);
    }
    free(value);
    free(note);
    return ok;
}

/* Wraps the heads first, because wrapped heads stay readable; where that is not enough, wraps the widest texts. */
static void views_narrow(struct view *views, size_t count, const struct table *t, int width)
{
    for (size_t i = 0; i < count && views_width(views, count) > width; i++) {
        lines_wrap(views[i].head, widest(view_body(&views[i]), 1));
        views[i].head_width = lines_width(views[i].head);
    }
    while (views_width(views, count) > width) {
        struct view *most = NULL;
        for (size_t i = 0; i < count; i++) {
            struct view *v = &views[i];
            if (v->text && !t->columns[i].right && v->value > TEXT_LEAST &&
                view_width(v) == v->value + v->sign + v->note && view_width(v) > v->head_width &&
                view_width(v) > v->alone && (!most || v->value > most->value))
                most = v;
        }
        if (!most)
            return;
        most->value--;
    }
}

static bool views_make(struct view *views, const struct table *t, int width)
{
    for (size_t i = 0; i < t->column_count; i++) {
        struct view *v = &views[i];
        v->head = text_printable_lines(t->columns[i].title);
        if (!v->head)
            return false;
        v->head_width = lines_width(v->head);
        for (size_t row = 0; row < t->row_count; row++)
            if (!cell_measure(v, table_cell(t, row, i)))
                return false;
    }
    if (width > 0)
        views_narrow(views, t->column_count, t, width);
    return true;
}

/* --- writing --- */

/* Returns how many bytes the letter at text has, with its combining marks. */
static size_t letter_bytes(const char *text)
{
    size_t n = 1;
    while (((unsigned char)text[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* Returns the text in lines of at most `width` columns, broken at spaces, and inside a word only where the word is
 * wider. No letter is left out, so that two rows that differ look different. Frees `text`; NULL: no memory. */
static char *value_wrap(char *text, int width)
{
    size_t n = strlen(text), used = 0;
    int wide = 0;
    if (text_width(text) <= width)
        return text;
    lines_wrap(text, width);
    char *out = malloc(2 * n + 1); /* the worst case has a line end before each letter */
    for (size_t at = 0; out && at < n;) {
        size_t length = letter_bytes(text + at);
        int letter = text[at] == '\n' ? 0 : part_width(text + at, length);
        if (wide && wide + letter > width) {
            out[used++] = '\n';
            wide = 0;
        }
        wide = text[at] == '\n' ? 0 : wide + letter;
        memcpy(out + used, text + at, length);
        used += length;
        at += length;
    }
    if (out)
        out[used] = '\0';
    free(text);
    return out;
}

/* True if the column has signs or notes beside its values; then values and head are aligned left. */
static bool view_tail(const struct view *v)
{
    return v->sign || v->note || v->alone;
}

/* Writes a value, its sign and its note, each in its own width, and returns the width written. */
static int write_value(struct pen *p, const struct view *v, const struct table_cell *c, const char *value,
                       const char *note, bool right)
{
    const struct mark *mark = &marks[c ? c->mark : MARK_NONE];
    bool empty = !*value;
    int blank = v->value - (empty ? 1 : text_width(value));
    int lead = right && !view_tail(v) ? view_width(v) - v->value : 0;
    pen_pad(p, lead + (right ? blank : 0));
    pen_text(p, empty ? "–" : value, mark->colour);
    pen_pad(p, (right ? 0 : blank) + v->sign);
    if (!empty && *mark->sign) {
        pen_pad(p, -1);
        pen_text(p, mark->sign, mark->colour);
    }
    pen_pad(p, table_note_gap(note));
    pen_text(p, note, mark->colour);
    return lead + v->value + v->sign + table_note_gap(note) + text_width(note);
}

/* One cell of the row that is being written, line by line. */
struct cell_lines {
    char *value, *note; /* owned */
    char *rest;         /* the part of `value` that is not written yet; NULL: all is written */
};

static bool cell_lines_make(struct cell_lines *out, const struct view *v, const struct table_cell *c)
{
    out->value = table_cell_words(c);
    out->note = text_printable(c && c->note ? c->note : "");
    if (out->value && v->text)
        out->value = value_wrap(out->value, v->value);
    out->rest = out->value;
    return out->value && out->note;
}

/* Writes the next line of a cell; the lines below the first have neither sign nor note. */
static void write_cell_line(struct pen *p, const struct view *v, const struct table_cell *c,
                            struct cell_lines *l, bool first, bool right)
{
    const struct table_cell below = {.mark = MARK_NONE};
    char *line = l->rest ? strsep(&l->rest, "\n") : NULL;
    if (!line) {
        pen_pad(p, view_width(v) + GAP);
    } else if (first && !*line && *l->note) {
        pen_text(p, l->note, marks[c ? c->mark : MARK_NONE].colour);
        pen_pad(p, view_width(v) - text_width(l->note) + GAP);
    } else {
        int used = write_value(p, v, first ? c : &below, line, first ? l->note : "", right);
        pen_pad(p, view_width(v) - used + GAP);
    }
}

static bool write_row(struct pen *p, const struct view *views, const struct table *t, size_t row)
{
    struct cell_lines cells[LIMIT_COLUMNS] = {0};
    bool ok = true, more = true;
    for (size_t i = 0; ok && i < t->column_count; i++)
        ok = cell_lines_make(&cells[i], &views[i], table_cell(t, row, i));
    for (bool first = true; ok && more; first = false) {
        more = false;
        for (size_t i = 0; i < t->column_count; i++) {
            write_cell_line(p, &views[i], table_cell(t, row, i), &cells[i], first, t->columns[i].right);
            more = more || cells[i].rest;
        }
        pen_line(p);
    }
    for (size_t i = 0; i < t->column_count; i++) {
        free(cells[i].value);
        free(cells[i].note);
    }
    return ok;
}

static size_t lines_count(const char *text)
{
    size_t n = 1;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

/* Writes line i of n of a head; a head of fewer lines stands at the bottom. */
static void write_head_line(struct pen *p, const struct view *v, size_t i, size_t n, bool right)
{
    const char *from = v->head;
    size_t missing = n - lines_count(from);
    if (i < missing) {
        pen_pad(p, view_width(v) + GAP);
        return;
    }
    for (size_t k = missing; k < i; k++)
        from += strcspn(from, "\n") + 1;
    char *line = strndup(from, strcspn(from, "\n"));
    int blank = view_width(v) - (line ? text_width(line) : 0);
    bool moved = right && !view_tail(v);
    pen_pad(p, moved ? blank : 0);
    pen_text(p, line ? line : "", BOLD);
    pen_pad(p, (moved ? 0 : blank) + GAP);
    free(line);
}

static void write_rule(struct pen *p, int width)
{
    if (p->colour)
        fputs(DIM, p->out);
    while (width-- > 0)
        fputs("─", p->out);
    if (p->colour)
        fputs(PLAIN, p->out);
    pen_line(p);
}

static bool write_rows(struct pen *p, const struct view *views, const struct table *t)
{
    size_t n = 1;
    int width = views_width(views, t->column_count);
    for (size_t i = 0; i < t->column_count; i++)
        n = lines_count(views[i].head) > n ? lines_count(views[i].head) : n;
    for (size_t line = 0; line < n; line++) {
        for (size_t i = 0; i < t->column_count; i++)
            write_head_line(p, &views[i], line, n, t->columns[i].right);
        pen_line(p);
    }
    write_rule(p, width);
    for (size_t row = 0; row < t->row_count && !ferror(p->out); row++) {
        if (t->ruled[row])
            write_rule(p, width);
        if (!write_row(p, views, t, row))
            return false;
    }
    return true;
}

/* --- columns that do not fit side by side: each row in lines of its own, every value behind its head --- */

/* "Thanh toán trực tuyến ≥ 50%: 77,78% ▲ thiếu 5"; "" for a cell that holds nothing. NULL: no memory; the caller
 * frees. */
static char *item_words(const struct table *t, size_t row, size_t i, bool head)
{
    const struct table_cell *c = table_cell(t, row, i);
    char *value = table_cell_words(c), *note = text_printable(c && c->note ? c->note : "");
    char *title = text_printable(t->columns[i].title), *out = NULL;
    const char *sign = c && value && *value ? marks[c->mark].sign : "";
    if (value && value[strspn(value, " ")] == '\0')
        *value = '\0'; /* people do not see such a cell */
    bool there = value && note && (*value || *note);
    if (value && note && title &&
        asprintf(&out, "%s%s%s%s%s%s%s", there && head ? title : "", there && head ? ": " : "", value,
                 *sign ? " " : "", sign, *value && table_note_gap(note) ? " " : "", note) < 0)
        out = NULL;
    free(value);
    free(note);
    free(title);
    return out;
}

/* Returns how many leading columns name the row's unit: its texts, behind a number that is the place. */
static size_t stack_heads(const struct table *t)
{
    size_t n = t->column_count && t->columns[0].right ? 1 : 0, texts = 0;
    while (n < t->column_count && !t->columns[n].right && texts < 2) {
        n++;
        texts++;
    }
    return n;
}

static void stack_item(struct pen *p, char *item, int *used, int width, const char *style)
{
    int wide = text_width(item);
    if (!*item)
        return;
    if (*used > GAP && *used + GAP + wide > width) {
        pen_line(p);
        *used = 0;
    }
    if (*used == 0)
        pen_pad(p, GAP);
    else
        pen_text(p, ";", ""), pen_pad(p, 1);
    *used = *used ? *used + GAP : GAP;
    lines_wrap(item, widest(width - GAP, TEXT_LEAST));
    for (char *rest = item, *line; (line = strsep(&rest, "\n")) != NULL;) {
        pen_text(p, line, style);
        *used += text_width(line);
        if (rest) {
            pen_line(p);
            pen_pad(p, GAP);
            *used = GAP;
        }
    }
}

/* Writes the name of the row's unit in lines of its own. */
static bool stack_name(struct pen *p, const struct table *t, size_t row, size_t heads, int width)
{
    char *name = strdup("");
    for (size_t i = 0; name && i < heads; i++) {
        char *words = item_words(t, row, i, false), *longer = NULL;
        if (!words || asprintf(&longer, "%s%s%s", name, *name && *words ? "  " : "", words) < 0)
            longer = NULL;
        free(words);
        free(name);
        name = longer;
    }
    if (!name)
        return false;
    lines_wrap(name, width);
    for (char *rest = name, *line; (line = strsep(&rest, "\n")) != NULL;)
        if (*line) {
            pen_text(p, line, BOLD);
            pen_line(p);
        }
    free(name);
    return true;
}

static bool stack_row(struct pen *p, const struct table *t, size_t row, int width)
{
    size_t heads = stack_heads(t);
    int used = 0;
    if (!stack_name(p, t, row, heads, width))
        return false;
    for (size_t i = heads; i < t->column_count; i++) {
        const struct table_cell *c = table_cell(t, row, i);
        char *words = item_words(t, row, i, true);
        if (!words)
            return false;
        stack_item(p, words, &used, width, marks[c ? c->mark : MARK_NONE].colour);
        free(words);
    }
    if (used)
        pen_line(p);
    return true;
}

static bool write_stacked(struct pen *p, const struct table *t, int width)
{
    for (size_t row = 0; row < t->row_count && !ferror(p->out); row++) {
        if (t->ruled[row])
            write_rule(p, width);
        if (!stack_row(p, t, row, width))
            return false;
    }
    return true;
}

static bool write_lines(struct pen *p, const struct table_lines *l, int width, const char *first_style,
                        const char *style)
{
    for (size_t i = 0; i < l->count; i++) {
        char *text = text_printable_lines(l->items[i]);
        if (!text)
            return false;
        if (width > 0)
            lines_wrap(text, width);
        for (char *rest = text, *line; (line = strsep(&rest, "\n")) != NULL;) {
            pen_text(p, line, i ? style : first_style);
            pen_line(p);
        }
        free(text);
    }
    return true;
}

bool table_write_text(const struct table *t, bool colour, int width, FILE *out)
{
    struct view views[LIMIT_COLUMNS] = {0};
    struct pen p = {out, colour, 0};
    bool ok = views_make(views, t, width) && write_lines(&p, &t->captions, width, BOLD, "");
    if (ok && t->captions.count)
        pen_line(&p);
    bool fits = width <= 0 || views_width(views, t->column_count) <= width;
    ok = ok && (fits ? write_rows(&p, views, t) : write_stacked(&p, t, width));
    if (ok && t->footnotes.count)
        pen_line(&p);
    ok = ok && write_lines(&p, &t->footnotes, width, DIM, DIM);
    if (ok && t->warnings.count)
        pen_line(&p);
    ok = ok && write_lines(&p, &t->warnings, width, BOLD, BOLD);
    for (size_t i = 0; i < t->column_count; i++)
        free(views[i].head);
    return ok;
}
