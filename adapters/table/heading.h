/* The heading of a table: found by its words among the first rows, one to LIMIT_HEADING_ROWS rows deep, below
 * whatever titles and blank rows stand above it. Case, diacritics and punctuation do not matter. */
#ifndef MOTCUA_ADAPTERS_TABLE_HEADING_H
#define MOTCUA_ADAPTERS_TABLE_HEADING_H

#include <jansson.h>

#include "adapters/table/sheet.h"

/* The columns that a manifest knows and the titles of each column. "A / B" is a column B under a heading that has the
 * words A in it. */
struct titles;

/* columns: {"name": ["title", ...], ...}; borrowed, must outlive the result. NULL and e (ERROR_CONFIG). */
MUST_CHECK struct titles *titles_make(const json_t *columns, const char *file, struct error *e);
void titles_free(struct titles *t); /* safe with NULL */
size_t titles_count(const struct titles *t);
const char *titles_name(const struct titles *t, size_t column);
const char *titles_first(const struct titles *t, size_t column); /* the column's first title, for messages */
/* index of the column of that name; -1: none */
long titles_find(const struct titles *t, const char *name, size_t n);

/* Is the text the last part of a title of that column? Case, diacritics and what is in parentheses do not matter. */
bool titles_match(const struct titles *t, size_t column, const char *text);

/* Copies of a table's first rows. */
struct head;

/* Reads the first rows of a selected table, at most LIMIT_SHEET_HEAD. row: scratch space. NULL and e: a row cannot be
 * read, or no memory. */
MUST_CHECK struct head *head_read(struct sheet *s, struct sheet_row *row, struct error *e);
void head_free(struct head *h); /* wipes; safe with NULL */
size_t head_rows(const struct head *h);
/* Copies rows of a head, for a table below that goes on without a heading. NULL: no memory. */
MUST_CHECK struct head *head_copy(const struct head *h, size_t first, size_t end);
/* Puts copies of all rows of `above` before the rows of h; head_lent() tells how many. false: no memory; h is then
 * fit for head_free() alone. */
MUST_CHECK bool head_lend(struct head *h, const struct head *above);
size_t head_lent(const struct head *h);
size_t head_columns(const struct head *h);                            /* the most cells in one row */
void head_row(const struct head *h, size_t i, struct sheet_row *out); /* copies row i */
/* The words of a cell ("" where it is empty); borrowed. */
const char *head_words(const struct head *h, size_t row, size_t column);
/* the cell's text as the file has it, "" where it is empty; borrowed */
const char *head_text(const struct head *h, size_t row, size_t column);

#define HEADING_NONE SIZE_MAX
/* A column of the sheet whose title fits a column of the manifest. */
struct heading_fit {
    size_t name, column; /* index of the manifest's column; index of the sheet's column */
    size_t depth, rank;  /* parts of the title that fits; place of that title in the manifest's order */
    bool aside;          /* the column is of another time: read only where no other column fits */
};
enum heading_worth { HEADING_GOOD, HEADING_EMPTY, HEADING_POOR, HEADING_REFUSED };

struct heading {
    size_t end;   /* rows of the head up to the heading's last row, titles above included */
    size_t first; /* the heading's first row */
    /* columns up to the last titled column; all columns, where most rows below are wider than the heading */
    size_t width;
    size_t column_of[LIMIT_HEADING_NAMES]; /* by the manifest's column: the sheet's column, or HEADING_NONE */
    size_t matched;                        /* columns of the manifest that were found */
    size_t weight;                         /* title parts that fit: a deeper title tells more */
    struct heading_fit fits[LIMIT_HEADING_FITS]; /* all columns that fit; fits beyond the limit are ignored */
    size_t fit_count;
};

/* Finds the rows under which the `used` columns fit with most parts of their titles. loose: a title of one part also
 * fits below any heading. matched 0: no row fits. */
void heading_find(const struct head *h, const struct titles *t, const bool *used, bool loose,
                  struct heading *out);
/* Chooses anew which column of the sheet is read for each column of the manifest, once their content is known, and
 * sets matched and weight. worth: of each fit; HEADING_REFUSED is never chosen, else the best worth wins, of equals
 * the deepest title, after that the manifest's order, after that the leftmost column. worth NULL: the content is not
 * known. */
void heading_choose(struct heading *h, const enum heading_worth *worth);

#endif
