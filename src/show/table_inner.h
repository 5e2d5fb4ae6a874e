/* The inside of a table, for table.c, table_pick.c and the writers of tables alone. */
#ifndef MOTCUA_TABLE_INNER_H
#define MOTCUA_TABLE_INNER_H

#include <stdio.h>

#include "base/limit.h"
#include "show/table.h"
#include "show/table_write.h"

enum { CELL_TEXT_BYTES = 64 /* holds the value of any cell that is no text */ };

struct table_column {
    char *name, *title;
    bool right;
};

struct table_lines {
    char **items;
    size_t count;
};

struct table {
    struct table_column columns[LIMIT_COLUMNS];
    size_t column_count;
    struct table_cell *cells; /* row after row; the last row may be short */
    size_t cell_count, cell_room, row_start;
    bool *ruled; /* for each row: true if a line stands before the row */
    size_t row_count, row_room;
    bool rule_next;
    struct table_lines captions, footnotes, warnings;
    bool failed;
};

/* Returns the cell, borrowed until the table changes; NULL for a missing cell of the last row, whose value is
 * unknown. */
const struct table_cell *table_cell(const struct table *t, size_t row, size_t column);
/* Returns the value as people read values, without note and mark; "" for an unknown value. The caller frees the text;
 * NULL: no memory. */
char *table_cell_words(const struct table_cell *c);
/* Returns the value as programs read values: a text cell's own text (borrowed), else out; "" for an unknown value. */
const char *table_cell_plain(const struct table_cell *c, char out[CELL_TEXT_BYTES]);

/* Returns how many spaces stand between a value and its note: 0 before "/11" and "*", which belong to the value. */
int table_note_gap(const char *note);

/* Returns all warnings joined by spaces; the caller frees the text; NULL: no memory. */
char *table_warnings(const struct table *t);

/* The writers return false only where memory ran out; the error flag of `out` tells of failed writes. */
bool table_write_text(const struct table *t, bool colour, int width, FILE *out);
bool table_write_csv(const struct table *t, const struct table_look *look, FILE *out);
bool table_write_json(const struct table *t, FILE *out);
bool table_write_html(const struct table *t, FILE *out);

#endif
