/* Chooses which column of a sheet is read for each column of the manifest, judged by what the columns hold
 * (survey.h). Of several columns whose titles fit, the manifest's order decides, but a filled column goes before an
 * empty column, and a column of another kind (a number of days where a date belongs) is never taken. */
#ifndef MOTCUA_ADAPTERS_TABLE_COLUMN_CHOICE_H
#define MOTCUA_ADAPTERS_TABLE_COLUMN_CHOICE_H

#include "adapters/table/survey.h"
#include "adapters/table/table_manifest.h"
#include "rows/misgiving.h"

struct column_choice {
    struct survey survey;
    /* fitting columns that are not read, and date columns whose days and months are swapped or uncertain */
    struct misgiving_list issues;
    uint64_t empty;              /* fields of a dossier whose column of words is empty in every row */
    bool uncertain;              /* some column holds dates of uncertain order: each dossier's code decides */
    size_t units[2], unit_count; /* the sheet's columns with names and with codes of units */
    bool needs_reception;        /* the stream needs the column of the date of reception */
};

/* Reads all rows of the table below the heading, chooses the columns of h anew, and puts the sheet back behind the
 * rows of the head. row: scratch space for a row. NULL and e: the table cannot be read again, or no memory. */
MUST_CHECK struct column_choice *column_choose(const struct table_manifest *m,
                                               const struct table_stream *stream, const struct head *head,
                                               struct heading *h, struct sheet *sheet, size_t table,
                                               struct sheet_row *row, struct error *e);
/* Do the columns hold what their titles promise: is every column that the stream needs filled, and fit by most of its
 * cells? */
bool column_choice_holds(const struct column_choice *c, const struct table_stream *s,
                         const struct heading *h);
void column_choice_free(struct column_choice *c); /* safe with NULL */
/* What the survey knows of the sheet's column `at`; NULL if the stream does not read that column. Borrowed from c. */
const struct survey_fit *column_choice_fit(const struct column_choice *c, const struct heading *h, size_t at);

/* True if the rule reads the column, or one of the column's readings (reading.h). */
bool column_read_by(const struct plan *p, const struct member_node *column, const struct rule *r);

#endif
