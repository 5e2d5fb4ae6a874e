/* A survey looks at all rows of a table before they are read for good, so that the whole column and not a single cell
 * says what the column holds. For each column that may be read, the survey counts filled cells and cells that fit the
 * kind, and for dates the evidence for the order of day and month. A survey keeps counts alone: its memory does not
 * grow with the table. */
#ifndef MOTCUA_ADAPTERS_TABLE_SURVEY_H
#define MOTCUA_ADAPTERS_TABLE_SURVEY_H

#include "adapters/manifest/plan.h"
#include "adapters/table/heading.h"
#include "base/date_text.h"

enum survey_kind { SURVEY_TEXT, SURVEY_WORD, SURVEY_NUMBER, SURVEY_DATE };

/* A column of the sheet that may be read for a column of the manifest. */
struct survey_fit {
    size_t at; /* index of the sheet's column */
    enum survey_kind kind;
    bool reception;                 /* the date of reception, which other dates follow */
    bool event;                     /* a date of what happened, not of what is due */
    const struct member_node *word; /* of SURVEY_WORD: the member whose codes the manifest knows */
    int64_t filled, fitting;        /* cells that are not empty; cells of the column's kind */
    /* Of dates, by form (written, machine) and reading (as it stands, swapped): */
    int64_t sure[2][2]; /* cells with one possible reading */
    int64_t both[2];    /* cells with two possible readings */
    int64_t near[2][2]; /* cells of which one reading alone agrees with the dossier's code */
    /* [form][reading of reception][form of reception][reading]: cells of which one reading alone follows the
     * reception */
    int64_t after[2][2][2][2];
    struct {
        int day;             /* the day, as it stands, of all cells with two readings; -1: the days differ */
        unsigned months;     /* their months, bit for bit */
    } run[2];                /* by form */
    struct date_order order; /* order of day and month, set by survey_end() */
    moment newest[2][2];     /* newest date of the past: [form][reading]; MOMENT_NONE: none */
};

struct survey {
    const struct plan *plan;
    struct survey_fit fits[LIMIT_HEADING_FITS]; /* in the order of the heading's fits */
    size_t count;
    int64_t rows; /* rows that count as evidence */
    size_t code;  /* the sheet's column of dossier codes; HEADING_NONE */
    bool from_1904;
    moment now; /* dates after this moment are slips, or are still to come */
};

/* Counts one row. Rows whose code has no digit, and rows with hardly a cell, are titles, sums and signatures: they
 * count as no evidence. */
void survey_row(struct survey *s, const struct sheet_row *row);
/* No row follows: decides the order of day and month of each date column. */
void survey_end(struct survey *s);
/* The newest date of what happened, at most s->now, read in each column's own order; MOMENT_NONE: no such date. Call
 * this after survey_end(). */
moment survey_newest(const struct survey *s);

/* The span in which the dossier of that code has its dates: its reception, or the dates that follow the reception.
 * MOMENT_NONE: the code tells no day. */
void survey_span(const char *code, size_t n, bool reception, moment *from, moment *to);

#endif
