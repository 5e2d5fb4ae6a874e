/* A table has columns and rows of typed cells. Every command fills a table; table_write.h writes the table as text,
 * CSV, JSON or HTML. Each function that returns false also sets table_failed(), so callers may check once. */
#ifndef MOTCUA_TABLE_H
#define MOTCUA_TABLE_H

#include <stdint.h>

#include "base/error.h"
#include "base/moment.h"

enum table_cell_kind {
    CELL_NONE, /* unknown: empty in CSV, null in JSON, "–" for people */
    CELL_TEXT,
    CELL_NUMBER, /* 1.234 for people, 1234 in CSV/JSON */
    CELL_RATE,   /* number/other as percent, two decimals: 97,17% for people, 97.17 in CSV, 97.17 in JSON */
    CELL_MOMENT, /* 25/11/2022 15:00 for people, 2022-11-25T15:00 in CSV/JSON */
    CELL_SCALED  /* number/FIGURE_SCALE */
};
enum table_mark {
    MARK_NONE,
    MARK_GOOD,
    MARK_NEAR, /* kept now, but only just */
    MARK_BAD,
    MARK_QUIET
}; /* people see a colour and ●/◊/▲; CSV and JSON have no marks */

struct table_cell {
    enum table_cell_kind kind;
    enum table_mark mark;
    char *text;                    /* owned by the table; NULL in cells that are no text */
    int64_t number, other, target; /* target of a rate, in 1/10,000; 0: none */
    const char *words; /* borrowed: the words that people read in place of `text`; NULL: people read `text` */
    char *note;        /* owned: words beside the value for people only ("thiếu 17"); or NULL */
};

struct table;

/* Returns an empty table, which the caller frees; NULL: no memory. */
MUST_CHECK struct table *table_new(void);
void table_free(struct table *t);
/* Adds a column. name is the CSV header and JSON key (a second column of the same name becomes NAME_2); title is for
 * people, '\n' begins its second line; right aligns the values right. All columns come before the first row, at most
 * LIMIT_COLUMNS; a later or further column is a failure. Texts are copied. */
bool table_column(struct table *t, const char *name, const char *title, bool right);
bool table_caption(
    struct table *t,
    const char *text); /* adds a line above the table, for people; the first line is the title */
bool table_footnote(struct table *t, const char *text); /* adds a line below the table, for people */
/* Adds a text that readers must know before they use the figures. People get the text as a line below the table;
 * programs get a further column `warning`, with all warnings in each row, where a table has any. */
bool table_warning(struct table *t, const char *text);
bool table_row(struct table *t);  /* starts a row; missing cells of the previous row become unknown */
bool table_rule(struct table *t); /* draws a line before the next row (totals), for people; never fails */
/* Each function adds the next cell of the row; a cell without a row or beyond the last column is a failure. Text is
 * copied; a NULL text, a rate with d <= 0 and MOMENT_NONE become unknown cells. */
bool table_none(struct table *t);
bool table_text(struct table *t, const char *text);
/* Adds a word of the program: CSV and JSON show `machine`, people see `words` (not copied: a literal or a
 * translation). */
bool table_word(struct table *t, const char *machine, const char *words);
bool table_number(struct table *t, int64_t n);
bool table_rate(struct table *t, int64_t n, int64_t d);
/* A rate that is compared with a target (in 1/10,000): people never read the target where the rate is under it. */
bool table_rate_of(struct table *t, int64_t n, int64_t d, int64_t target);
bool table_moment(struct table *t, moment m);
bool table_scaled(struct table *t,
                  int64_t value); /* value / FIGURE_SCALE; people see as many decimals as needed: 85 */
bool table_points(struct table *t,
                  int64_t value); /* value / FIGURE_SCALE; people always see two decimals: 73,60 */
void table_mark(struct table *t, enum table_mark mark); /* marks the newest cell of the row */
void table_note(struct table *t, const char *note);     /* sets the newest cell's note; the text is copied */
bool table_failed(
    const struct table *t); /* true once any add failed: no memory, or a cell or column too many */
size_t table_rows(const struct table *t);

#endif
