/* What the files tabular_*.c share: a table while it is being read. */
#ifndef MOTCUA_ADAPTERS_TABLE_TABULAR_INNER_H
#define MOTCUA_ADAPTERS_TABLE_TABULAR_INNER_H

#include "adapters/manifest/row_writer.h"
#include "adapters/table/column_choice.h"
#include "adapters/table/reading_memo.h"
#include "adapters/table/tabular.h"
#include "adapters/table/told_total.h"

enum { WAYS = 8 }; /* readings of one column */

/* A column of the table that the stream reads. */
struct bound {
    size_t at; /* the sheet's column */
    const struct member_node *column;
    struct {
        const struct reading *reading;
        const struct member_node *node;
        const struct rule *list; /* the list of words that the reading is held against; NULL: none */
    } ways[WAYS];
    size_t way_count;
    bool unit;             /* names of units, and what stands beside them (unit_text.h) */
    bool reception, share; /* the date of reception, which other dates follow; a column of shares */
    struct date_order order;
};

/* Units whose name stands beside the cells: a row between the dossiers, a title, the name of the sheet; "": none. */
struct unit_beside {
    struct buffer cut; /* the name of a cell that holds more than the name */
    char group[LIMIT_VALUE_BYTES], title[LIMIT_VALUE_BYTES];
    bool sheet;     /* the title is the sheet's name */
    size_t rows[2]; /* dossiers that got the unit of the group, of the title */
};

struct tabular {
    const struct table_manifest *manifest;
    const struct table_stream *stream;
    const struct plan *plan;
    struct sheet *sheet;
    size_t table;
    struct head *head;
    struct heading heading;
    size_t head_at; /* the next row of the head; behind the head the sheet goes on */
    struct bound bounds[LIMIT_HEADING_NAMES];
    size_t bound_count;
    struct sheet_row row;
    struct row_writer writer;
    struct member_cell *cells; /* by slot */
    struct buffer bytes;
    struct portal_row record;
    size_t records, skipped;
    struct column_choice *choice;
    struct reading_memo *memo;
    struct member_cell *raws; /* by slot: the cell as the file has it */
    struct {                  /* span of the row's dates, by its dossier's code: survey_span() */
        moment from, to;
    } first, later;
    struct table_counts *counts; /* of a table of counts; NULL: a list of dossiers */
    struct {                     /* of a list of dossiers: what stands beside its records */
        struct told_total told;
        struct unit_beside unit;
    } beside;
    struct {
        size_t count;
        char first[48];
    } faults[CELL_SPOILT + 1];
};

/* What a table of counts needs until the table is over. */
struct table_counts {
    struct count_block *block;
    struct page *scratch; /* holds the figures of one row */
    size_t label;         /* the sheet's column with the names of rows; HEADING_NONE: none */
    size_t sums;
    bool begun, over;
    size_t rows; /* rows that wait since the last title with a period */
    bool dated;  /* a title stated the period of the rows that wait: */
    enum period_kind kind;
    moment from;
};

/* The text of a cell of the row that is being read; "" where the cell is empty, or holds a dash that says so. */
const char *tabular_text(const struct tabular *t, size_t column, const struct sheet_cell **cell);
const char *tabular_text_at(const struct tabular *t, size_t column);
/* Makes the bytes that were appended from `start` on the value of a node. */
void tabular_node_take(struct tabular *t, const struct member_node *node, size_t start, bool number);

/* --- tabular_told.c: how many dossiers the list says that it has --- */
void tabular_told_titles(struct tabular *t); /* titles above the list */
void tabular_told_row(struct tabular *t);    /* a row that is no record */
void tabular_told_end(struct tabular *t);    /* text below the list */

/* --- tabular_unit.c: the unit that stands beside the cells --- */
void tabular_unit_titles(struct tabular *t); /* titles above the table, the name of the sheet */
void tabular_unit_row(struct tabular *t);    /* a row that is no record */
/* Adds the values of file.group and file.title to the row. false: no memory, or the row is too long. */
MUST_CHECK bool tabular_unit_take(struct tabular *t, const struct tabular_use *use);
/* Counts the row that was put, if its unit is one of these; a unit that a title named gets that name. false: no
 * memory. */
MUST_CHECK bool tabular_unit_note(struct tabular *t, const struct tabular_use *use, struct page *page);

/* --- table_counts.c: tables of counts --- */
/* Call this before the first row of a table of counts. */
MUST_CHECK bool table_counts_make(struct tabular *t, struct error *e);
void table_counts_free(struct table_counts *c); /* safe with NULL */
/* Copies the name of a sum into the empty column of names, where both cells are merged. */
void table_counts_label_mend(struct tabular *t);
/* Takes the row that was read; a row that is no record may be the title of a section. */
MUST_CHECK bool table_counts_put(struct tabular *t, const struct tabular_use *use, struct page *page,
                                 struct error *e);
/* Takes a row that is a title alone: of a section, or of a block with a period of its own. */
MUST_CHECK bool table_counts_title(struct tabular *t, const struct tabular_use *use, struct page *page,
                                   struct error *e);
/* The table is over: its rows go into the ledger, their units and rejects into the page. */
MUST_CHECK bool table_counts_close(struct tabular *t, const struct tabular_use *use, struct page *page,
                                   struct error *e);

#endif
