#include "report/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/limit.h"
#include "base/memory.h"

struct paper *paper_new(void)
{
    struct paper *p = calloc(1, sizeof *p);
    if (p)
        p->made = MOMENT_NONE;
    return p;
}

static char no_text[] = ""; /* shared by all cells without words, which are many */

/* --- memory --- */

static void lines_free(char **lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(lines[i]);
    free(lines);
}

static void text_free(struct paper_text *t)
{
    for (size_t i = 0; i < t->count; i++)
        free(t->runs[i].text);
    free(t->runs);
}

void paper_cell_clear(struct paper_cell *c)
{
    if (c->text != no_text)
        free(c->text);
    free(c->note);
    free(c->link);
}

static void table_free_all(struct paper_table *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->column_count; i++) {
        free(t->columns[i].name);
        free(t->columns[i].title);
        free(t->columns[i].group);
    }
    for (size_t i = 0; i < t->cell_count; i++) {
        paper_cell_clear(&t->cells[i]);
    }
    lines_free(t->part_words, t->part_count);
    text_free(&t->below);
    free(t->parts);
    free(t->cells);
    free(t->name);
    free(t->title);
    free(t);
}

static void charts_free(struct paper_chart *charts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(charts[i].title);
        free(charts[i].words);
        free(charts[i].points);
    }
    free(charts);
}

static void blocks_free(struct paper_block *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text_free(&blocks[i].text);
        table_free_all(blocks[i].table);
        charts_free(blocks[i].charts, blocks[i].chart_count);
    }
    free(blocks);
}

static void office_free(struct paper_office *o)
{
    free(o->parent);
    free(o->issuing);
    text_free(&o->number);
    text_free(&o->place_day);
    text_free(&o->signer);
    lines_free(o->addressed, o->addressed_count);
    lines_free(o->titles, o->title_count);
    lines_free(o->recipients, o->recipient_count);
}

void paper_free(struct paper *p)
{
    if (!p)
        return;
    office_free(&p->office);
    blocks_free(p->blocks, p->count);
    for (size_t i = 0; i < p->annex_count; i++) {
        free(p->annexes[i].title);
        blocks_free(p->annexes[i].blocks, p->annexes[i].count);
    }
    for (size_t i = 0; i < p->sheet_count; i++)
        table_free_all(p->sheets[i]);
    charts_free(p->series, p->series_count);
    lines_free(p->message, p->message_count);
    lines_free(p->blanks, p->blank_count);
    text_free(&p->subject);
    free(p->annexes);
    free(p->sheets);
    free(p->kind);
    free(p->file_title);
    free(p->author);
    free(p->with);
    free(p->warning);
    free(p);
}

/* Adds a zeroed item at the end of an array of `count` items and returns the item; NULL: no memory. */
static void *grown(void **items, size_t *count, size_t size)
{
    if ((*count & (*count - 1)) == 0) { /* room is the next power of two */
        void *longer = reallocarray(*items, *count ? *count * 2 : 1, size);
        if (!longer)
            return NULL;
        *items = longer;
    }
    char *item = (char *)*items + (*count)++ * size;
    return memset(item, 0, size);
}

/* --- blocks --- */

void paper_annex(struct paper *p, const char *title, bool wide)
{
    struct paper_annex *a = grown((void **)&p->annexes, &p->annex_count, sizeof *a);
    if (a)
        *a = (struct paper_annex){.title = text_printable_lines(title), .wide = wide};
    p->failed = p->failed || !a || !a->title;
}

struct paper_block *paper_newest(struct paper *p)
{
    struct paper_annex *a = p->annex_count ? &p->annexes[p->annex_count - 1] : NULL;
    size_t count = a ? a->count : p->count;
    return count ? &(a ? a->blocks : p->blocks)[count - 1] : NULL;
}

void paper_block(struct paper *p, enum paper_block_kind kind, int level)
{
    struct paper_annex *a = p->annex_count ? &p->annexes[p->annex_count - 1] : NULL;
    struct paper_block *b =
        grown((void **)(a ? &a->blocks : &p->blocks), a ? &a->count : &p->count, sizeof *b);
    if (b)
        *b = (struct paper_block){.kind = kind, .level = level};
    p->failed = p->failed || !b;
}

void paper_run(struct paper *p, struct paper_text *t, unsigned style, const char *text)
{
    if (!*text)
        return;
    struct paper_run *run = grown((void **)&t->runs, &t->count, sizeof *run);
    if (run)
        *run = (struct paper_run){.text = text_printable(text), .style = style};
    p->failed = p->failed || !run || !run->text;
    if (run && !run->text)
        t->count--;
}

void paper_say(struct paper *p, unsigned style, const char *text)
{
    struct paper_block *b = paper_newest(p);
    if (!b || !*text)
        return;
    struct paper_text *t = &b->text;
    const char *last = t->count ? t->runs[t->count - 1].text : NULL;
    if (last && !strchr(" (", last[strlen(last) - 1]) && !strchr(" .,;:)", *text))
        paper_run(p, t, style & ~(unsigned)PAPER_BLANK, " ");
    paper_run(p, t, style, text);
}

void paper_sayf(struct paper *p, unsigned style, const char *fmt, ...)
{
    char text[LIMIT_LINE_BYTES];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    paper_say(p, style, text);
}

void paper_heading(struct paper *p, int level, const char *text)
{
    paper_block(p, PAPER_HEADING, level);
    paper_say(p, PAPER_PLAIN, text);
}

/* --- blanks --- */

static void blank_add(struct paper *p, const char *name)
{
    for (size_t i = 0; i < p->blank_count; i++)
        if (strcmp(p->blanks[i], name) == 0)
            return;
    paper_line(p, &p->blanks, &p->blank_count, name);
}

void paper_say_blank(struct paper *p, const char *name)
{
    blank_add(p, name);
    paper_say(p, PAPER_BLANK, "……");
}

void paper_run_blanks(struct paper *p, struct paper_text *t, const char *text, const char *name)
{
    static const char mark[] = "…";
    for (const char *at; (at = strstr(text, mark)); text = at) {
        char *head = strndup(text, (size_t)(at - text));
        paper_run(p, t, PAPER_PLAIN, head ? head : "");
        p->failed = p->failed || !head;
        free(head);
        while (strncmp(at, mark, sizeof mark - 1) == 0)
            at += sizeof mark - 1;
        blank_add(p, name);
        paper_run(p, t, PAPER_BLANK, "……");
    }
    paper_run(p, t, PAPER_PLAIN, text);
}

char *paper_text_join(const struct paper_text *t)
{
    size_t size = 1;
    for (size_t i = 0; i < t->count; i++)
        size += strlen(t->runs[i].text);
    char *whole = malloc(size), *end = whole;
    for (size_t i = 0; whole && i < t->count; i++)
        end = stpcpy(end, t->runs[i].text);
    if (whole)
        *end = '\0';
    return whole;
}

bool paper_whole(const struct paper *p, const char *where, struct error *e)
{
    return (!p->failed && !memory_short()) || error_memory(e, where);
}

/* --- lines --- */

void paper_line(struct paper *p, char ***lines, size_t *count, const char *text)
{
    char **line = grown((void **)lines, count, sizeof *line);
    if (line)
        *line = text_printable(text);
    p->failed = p->failed || !line || !*line;
    if (line && !*line)
        --*count;
}

void paper_message(struct paper *p, const char *fmt, ...)
{
    char text[LIMIT_LINE_BYTES];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    paper_line(p, &p->message, &p->message_count, text);
}

/* --- tables --- */

struct paper_table *paper_table(struct paper *p)
{
    paper_block(p, PAPER_TABLE, 0);
    struct paper_block *b = paper_newest(p);
    struct paper_table *t = b && b->kind == PAPER_TABLE ? calloc(1, sizeof *t) : NULL;
    p->failed = p->failed || !t;
    if (t)
        b->table = t;
    return t;
}

struct paper_table *paper_sheet(struct paper *p, const char *name, const char *title)
{
    struct paper_table **place = grown((void **)&p->sheets, &p->sheet_count, sizeof *place);
    struct paper_table *t = place ? calloc(1, sizeof *t) : NULL;
    if (place)
        *place = t;
    if (t) {
        t->name = text_printable_lines(name);
        t->title = text_printable_lines(title);
    }
    p->failed = p->failed || !t || !t->name || !t->title;
    return t;
}

struct paper_column *paper_column(struct paper_table *t, const char *name, const char *title,
                                  enum paper_kind kind, int width)
{
    if (!t || t->column_count == LIMIT_COLUMNS) {
        if (t)
            t->failed = true;
        return NULL;
    }
    struct paper_column *c = &t->columns[t->column_count++];
    *c = (struct paper_column){.name = strdup(name),
                               .title = text_printable_lines(title),
                               .kind = kind,
                               .width = width,
                               .n = -1,
                               .d = -1};
    t->failed = t->failed || !c->name || !c->title;
    return c;
}

void paper_column_group(struct paper_table *t, const char *group)
{
    if (!t || !t->column_count)
        return;
    struct paper_column *c = &t->columns[t->column_count - 1];
    c->group = text_printable_lines(group);
    t->failed = t->failed || !c->group;
}

void paper_column_formula(struct paper_table *t, enum paper_formula formula, int n, int d, int target)
{
    if (!t || !t->column_count)
        return;
    struct paper_column *c = &t->columns[t->column_count - 1];
    c->formula = formula;
    c->n = n;
    c->d = d;
    c->target = target;
}

void paper_part(struct paper_table *t, const char *words)
{
    if (!t)
        return;
    size_t count = t->part_count;
    size_t *row = grown((void **)&t->parts, &count, sizeof *row);
    char **line = grown((void **)&t->part_words, &t->part_count, sizeof *line);
    if (row)
        *row = paper_rows(t);
    if (line)
        *line = text_printable_lines(words);
    t->failed = t->failed || !row || !line || !*line;
}

static struct paper_cell *cell_add(struct paper_table *t, enum paper_kind kind, bool known, const char *text)
{
    static struct paper_cell nowhere;
    nowhere = (struct paper_cell){0};
    if (!t)
        return &nowhere;
    struct paper_cell *c = grown((void **)&t->cells, &t->cell_count, sizeof *c);
    if (c) {
        c->kind = (unsigned char)kind;
        c->known = known;
        c->text = *text ? text_printable(text) : no_text;
    }
    t->failed = t->failed || !c || !c->text;
    return c ? c : &nowhere;
}

static enum paper_kind column_kind(const struct paper_table *t)
{
    return t && t->column_count ? t->columns[t->cell_count % t->column_count].kind : PAPER_WORDS;
}

void paper_words(struct paper_table *t, const char *text)
{
    enum paper_kind kind = column_kind(t);
    cell_add(t, kind == PAPER_CODE || kind == PAPER_CENTRE ? kind : PAPER_WORDS, text != NULL,
             text ? text : "");
}

void paper_none(struct paper_table *t, const char *shown)
{
    struct paper_cell *c = cell_add(t, column_kind(t), false, shown);
    c->mark = PAPER_QUIET;
}

static bool is_bare(const struct paper_table *t)
{
    return t && t->bare;
}

void paper_count(struct paper_table *t, bool known, int64_t n)
{
    char text[TEXT_NUMBER_BYTES] = "";
    struct paper_cell *c = cell_add(t, PAPER_COUNT, known, known && !is_bare(t) ? text_count(n, text) : text);
    c->number = n;
}

void paper_rate(struct paper_table *t, int64_t n, int64_t d, const char *shown)
{
    char text[TEXT_NUMBER_BYTES] = "";
    struct paper_cell *c = cell_add(t, PAPER_RATE, d > 0,
                                    shown        ? shown
                                    : is_bare(t) ? text
                                                 : text_rate(n, d, 2, text));
    c->number = n;
    c->other = d;
}

void paper_target(struct paper_table *t, int64_t target)
{
    char number[TEXT_NUMBER_BYTES], text[TEXT_NUMBER_BYTES + 8];
    snprintf(text, sizeof text, "≥ %s%%", text_scaled(target * (FIGURE_SCALE / 100), 0, number));
    struct paper_cell *c = cell_add(t, PAPER_TARGET, true, is_bare(t) ? "" : text);
    c->number = target;
}

void paper_points(struct paper_table *t, bool known, int64_t points)
{
    char text[TEXT_NUMBER_BYTES] = "";
    struct paper_cell *c = cell_add(t, PAPER_POINTS, known, known ? text_scaled(points, 2, text) : text);
    c->number = points;
}

void paper_change(struct paper_table *t, bool known, int64_t hundredths)
{
    char number[TEXT_NUMBER_BYTES], text[TEXT_NUMBER_BYTES + 4] = "";
    int64_t size = hundredths < 0 ? -hundredths : hundredths;
    if (known)
        snprintf(text, sizeof text, "%s%s",
                 hundredths > 0   ? "+"
                 : hundredths < 0 ? "−"
                                  : "±",
                 text_scaled(size * (FIGURE_SCALE / 100), 2, number));
    struct paper_cell *c = cell_add(t, PAPER_CHANGE, known, text);
    c->number = hundredths;
}

static void moment_add(struct paper_table *t, moment m, enum paper_kind kind, const char *pattern)
{
    char text[MOMENT_TEXT_BYTES];
    struct paper_cell *c = cell_add(t, kind, m != MOMENT_NONE, moment_write(m, pattern, text));
    c->number = m;
}

void paper_day(struct paper_table *t, moment m)
{
    moment_add(t, m, PAPER_DAY, "dd/MM/yyyy");
}

void paper_moment(struct paper_table *t, moment m)
{
    moment_add(t, m, PAPER_MOMENT, "HH:mm dd/MM/yyyy");
}

void paper_mark(struct paper_table *t, enum paper_mark mark, bool bold)
{
    if (!t || !t->cell_count)
        return;
    t->cells[t->cell_count - 1].mark = (unsigned char)mark;
    t->cells[t->cell_count - 1].bold = bold;
}

void paper_note(struct paper_table *t, const char *note)
{
    if (!t || !t->cell_count || !*note)
        return;
    struct paper_cell *c = &t->cells[t->cell_count - 1];
    c->note = text_printable(note);
    t->failed = t->failed || !c->note;
}

void paper_link(struct paper_table *t, size_t row, size_t column, const char *address)
{
    if (!t || row >= paper_rows(t) || column >= t->column_count)
        return;
    struct paper_cell *c = &t->cells[row * t->column_count + column];
    free(c->link);
    c->link = strdup(address);
    t->failed = t->failed || !c->link;
}

size_t paper_rows(const struct paper_table *t)
{
    return t->column_count ? (t->cell_count + t->column_count - 1) / t->column_count : 0;
}

const struct paper_cell *paper_cell(const struct paper_table *t, size_t row, size_t column)
{
    static const struct paper_cell none = {.text = (char *)""};
    size_t at = row * t->column_count + column;
    return at < t->cell_count ? &t->cells[at] : &none;
}

/* --- charts --- */

struct paper_chart *paper_chart(struct paper *p, bool sheet, const char *title, int64_t target)
{
    struct paper_block *b = sheet ? NULL : paper_newest(p);
    struct paper_chart *c = sheet ? grown((void **)&p->series, &p->series_count, sizeof *c)
                            : b   ? grown((void **)&b->charts, &b->chart_count, sizeof *c)
                                  : NULL;
    if (c)
        *c = (struct paper_chart){.title = text_printable_lines(title), .target = target};
    p->failed = p->failed || !c || !c->title;
    return c;
}

void paper_chart_point(struct paper *p, struct paper_chart *c, const struct paper_point *point)
{
    struct paper_point *place = c ? grown((void **)&c->points, &c->count, sizeof *place) : NULL;
    if (place)
        *place = *point;
    p->failed = p->failed || !place;
}
