/* A survey of a table: all its rows are looked at once before they are read for good, so that what a column
 * holds is judged by the column and not by a cell. Of each column that may be read it counts what is filled and
 * what fits its kind, and of dates the evidence for the order of day and month. It keeps counts alone: its
 * memory does not grow with the table. */
#ifndef MOTCUA_ADAPTERS_TABLE_SURVEY_H
#define MOTCUA_ADAPTERS_TABLE_SURVEY_H

#include "adapters/manifest/plan.h"
#include "adapters/table/heading.h"
#include "base/date_text.h"

enum survey_kind { SURVEY_TEXT, SURVEY_WORD, SURVEY_NUMBER, SURVEY_DATE };

/* A column of the sheet for a column of the manifest. */
struct survey_fit {
    size_t at; /* the sheet's */
    enum survey_kind kind;
    bool reception;                 /* the date that the others follow */
    bool event;                     /* a date of what happened, not of what is due */
    const struct member_node *word; /* of SURVEY_WORD: whose codes the manifest knows */
    int64_t filled, fitting;        /* cells: not empty; of its kind */
    /* of dates, by form (written, machine) and reading (as it stands, swapped): */
    int64_t sure[2][2];        /* cells that read one way only */
    int64_t both[2];           /* that read both ways */
    int64_t near[2][2];        /* that agree with the dossier's code in one reading only */
    int64_t after[2][2][2][2]; /* [form][reading of reception][form of reception][reading]: that follow the
                                  reception in one reading only */
    struct {
        int day;             /* of all cells that read both ways, as they stand; -1: not the same in all */
        unsigned months;     /* of these, bit for bit */
    } run[2];                /* by form */
    struct date_order order; /* survey_end() */
    moment newest[2][2];     /* of dates that have come: [form][reading]; MOMENT_NONE: none */
};

struct survey {
    const struct plan *plan;
    struct survey_fit fits[LIMIT_HEADING_FITS]; /* as the heading's */
    size_t count;
    size_t code; /* the sheet's column of dossier codes; HEADING_NONE */
    bool from_1904;
    moment now; /* later dates are slips, or are still to come */
};

/* Rows whose code has no digit, and rows with hardly a cell, are titles, sums and signatures: they are no evidence. */
void survey_row(struct survey *s, const struct sheet_row *row);
void survey_end(struct survey *s);
/* The newest date of what happened, at most s->now, as the columns' order has it; MOMENT_NONE: none. After survey_end(). */
moment survey_newest(const struct survey *s);

/* Where the dossier of that code has its dates: of its reception, or of what follows. MOMENT_NONE: the code
 * does not say. */
void survey_span(const char *code, size_t n, bool reception, moment *from, moment *to);

#endif
