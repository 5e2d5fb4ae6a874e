/* Which column of a table is read for each of its manifest's, judged by what the columns hold (survey.h): of
 * several whose titles fit the manifest's order decides, but none that is empty before one that is filled; a
 * column of another kind (a number of days for a date) is not taken. */
#ifndef MOTCUA_ADAPTERS_TABLE_COLUMN_CHOICE_H
#define MOTCUA_ADAPTERS_TABLE_COLUMN_CHOICE_H

#include "adapters/table/survey.h"
#include "adapters/table/table_manifest.h"
#include "rows/misgiving.h"

struct column_choice {
    struct survey survey;
    struct misgiving_list
        issues;     /* columns that fit and are not read, and dates whose order was told by others */
    bool uncertain; /* a column's dates are read by each dossier's code */
    size_t units[2], unit_count; /* the sheet's columns of units: names, codes */
    bool needs_reception;        /* the stream needs the column of the date of reception */
};

/* Reads all rows of the table below the heading, chooses anew in h, and goes back to the end of the head. row:
 * room for one. NULL and e: the table cannot be read again, or no memory. */
MUST_CHECK struct column_choice *column_choose(const struct table_manifest *m,
                                               const struct table_stream *stream, const struct head *head,
                                               struct heading *h, struct sheet *sheet, size_t table,
                                               struct sheet_row *row, struct error *e);
void column_choice_free(struct column_choice *c); /* safe with NULL */
/* What is known of the sheet's column that is read; NULL: none is. Borrowed. */
const struct survey_fit *column_choice_fit(const struct column_choice *c, const struct heading *h, size_t at);

/* Does the rule read the column, or one of its readings? */
bool column_read_by(const struct plan *p, const struct member_node *column, const struct rule *r);

#endif
