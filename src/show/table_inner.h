/* What a table is made of: for table.c, which fills it, and its writers. */
#ifndef MOTCUA_TABLE_INNER_H
#define MOTCUA_TABLE_INNER_H

#include <stdio.h>

#include "base/limit.h"
#include "show/table.h"
#include "show/table_write.h"

enum { CELL_TEXT_BYTES = 64 /* any cell but text */ };

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
    bool *ruled; /* of each row: a line before it */
    size_t row_count, row_room;
    bool rule_next;
    struct table_lines captions, footnotes, warnings;
    bool failed;
};

/* NULL where the row has no such cell (it is unknown). */
const struct table_cell *table_cell(const struct table *t, size_t row, size_t column);
/* The value as people read it, without note and mark; malloc'd, NULL: no memory. "" for an unknown one. */
char *table_cell_words(const struct table_cell *c);
/* The value as programs read it, "" for an unknown one: the cell's own text, or written into out. */
const char *table_cell_plain(const struct table_cell *c, char out[CELL_TEXT_BYTES]);

/* All warnings in one text; malloc'd. NULL: no memory. */
char *table_warnings(const struct table *t);

/* The writers leave faults of `out` to its error flag; false only where memory ran out. */
bool table_write_text(const struct table *t, bool colour, int width, FILE *out);
bool table_write_csv(const struct table *t, const struct table_look *look, FILE *out);
bool table_write_json(const struct table *t, FILE *out);
bool table_write_html(const struct table *t, FILE *out);

#endif
