/* The heading of a table: found by its words among the first rows, one to LIMIT_HEADING_ROWS rows deep, below
 * whatever titles and blank rows stand above it. Case, diacritics and punctuation do not matter. */
#ifndef MOTCUA_ADAPTERS_TABLE_HEADING_H
#define MOTCUA_ADAPTERS_TABLE_HEADING_H

#include <jansson.h>

#include "adapters/table/sheet.h"

/* The columns that a manifest knows and the titles that each goes by. "A / B" is a column B under a heading
 * that has the words A in it. */
struct titles;

/* columns: {"name": ["title", ...], ...}; borrowed, must outlive the result. NULL and e (ERROR_CONFIG). */
MUST_CHECK struct titles *titles_make(const json_t *columns, const char *file, struct error *e);
void titles_free(struct titles *t); /* safe with NULL */
size_t titles_count(const struct titles *t);
const char *titles_name(const struct titles *t, size_t column);
const char *titles_first(const struct titles *t, size_t column);      /* its first title, for people */
long titles_find(const struct titles *t, const char *name, size_t n); /* or -1 */

/* Is the text the last part of a title of that column? Case, diacritics and what is in parentheses do not matter. */
bool titles_match(const struct titles *t, size_t column, const char *text);

/* The first rows of a table, kept. */
struct head;

MUST_CHECK struct head *head_read(struct sheet *s, struct sheet_row *row, struct error *e);
void head_free(struct head *h); /* wipes; safe with NULL */
size_t head_rows(const struct head *h);
void head_row(const struct head *h, size_t i, struct sheet_row *out); /* a copy */
/* The words of a cell ("" where it is empty); borrowed. */
const char *head_words(const struct head *h, size_t row, size_t column);
const char *head_text(const struct head *h, size_t row, size_t column); /* as it stands there */

#define HEADING_NONE SIZE_MAX
/* A column of the sheet whose title fits a column of the manifest. */
struct heading_fit {
    size_t name, column; /* the manifest's; the sheet's */
    size_t depth, rank;  /* parts of the title that fits; its place in the manifest's order */
};
enum heading_worth { HEADING_GOOD, HEADING_EMPTY, HEADING_POOR, HEADING_REFUSED };

struct heading {
    size_t end;   /* rows of the head up to its end */
    size_t first; /* its first row */
    size_t width; /* columns up to the last that has a title; all, where most rows below go on without */
    size_t column_of[LIMIT_HEADING_NAMES];       /* by the manifest's column: the sheet's; HEADING_NONE */
    size_t matched;                              /* columns */
    size_t weight;                               /* parts of the titles that fit: a deeper title tells more */
    struct heading_fit fits[LIMIT_HEADING_FITS]; /* all that fit; those beyond the limit are not looked at */
    size_t fit_count;
};

/* The place where most of the `used` columns fit. loose: a single title also fits below any heading.
 * matched 0: none. */
void heading_find(const struct head *h, const struct titles *t, const bool *used, bool loose,
                  struct heading *out);
/* Chooses anew which column of the sheet is read for each of the manifest's, once it is known what they hold
 * (by fit): the best worth first, of equals the deepest title, then the manifest's order, then the leftmost.
 * worth NULL: nothing is known of them. */
void heading_choose(struct heading *h, const enum heading_worth *worth);

#endif
