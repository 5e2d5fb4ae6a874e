/* A table: columns and rows of typed cells. Every command fills one; table_write.h writes it as text, CSV, JSON or
 * HTML. */
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
    MARK_NEAR, /* good now, and in danger */
    MARK_BAD,
    MARK_QUIET
}; /* colour and ●/◊/▲ for people; nothing in CSV and JSON */

struct table_cell {
    enum table_cell_kind kind;
    enum table_mark mark;
    char *text; /* owned by the table */
    int64_t number, other;
    const char *words; /* what people read instead of text (a translation); or NULL */
    char *note;        /* for people only, beside the value: "thiếu 17"; owned */
};

struct table;

MUST_CHECK struct table *table_new(void);
void table_free(struct table *t);
/* name: machine name (CSV header, JSON key; a second column of the same name becomes NAME_2); title: for
 * people, '\n' for a second line; right: align right. All columns come before the first row, LIMIT_COLUMNS at
 * most. */
bool table_column(struct table *t, const char *name, const char *title, bool right);
bool table_caption(
    struct table *t,
    const char *text); /* a line above, for people; may be called several times, the first is the title */
bool table_footnote(struct table *t,
                    const char *text); /* a line below, for people; may be called several times */
/* What a reader must know before using these figures: a line below for people; for programs a further column
 * `warning` that is there only then, with all warnings in each row. */
bool table_warning(struct table *t, const char *text);
bool table_row(struct table *t);  /* starts a row; cells that the one before it lacks are unknown */
bool table_rule(struct table *t); /* a line before the next row (totals), for people */
/* Adds the next cell of the row; one more than there are columns is a failure. text is copied; NULL text, a
 * rate of d <= 0 and MOMENT_NONE are unknown. */
bool table_none(struct table *t);
bool table_text(struct table *t, const char *text);
/* A word of ours: machine in CSV and JSON, words (not copied: a literal or a translation) for people. */
bool table_word(struct table *t, const char *machine, const char *words);
bool table_number(struct table *t, int64_t n);
bool table_rate(struct table *t, int64_t n, int64_t d);
bool table_moment(struct table *t, moment m);
bool table_scaled(struct table *t, int64_t value); /* 85 */
bool table_points(struct table *t, int64_t value); /* the same, always with two decimals for people: 73,60 */
void table_mark(struct table *t, enum table_mark mark); /* the cell just added */
void table_note(struct table *t, const char *note);     /* the cell just added */
bool table_failed(const struct table *t); /* some add failed (memory, a cell too many): check once */
size_t table_rows(const struct table *t);

#endif
