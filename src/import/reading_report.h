/* What a file was taken for: its columns, its dates, its units, the unknown words. Told in few lines after every
 * import, and whole by `motcua import --explain`. */
#ifndef MOTCUA_IMPORT_READING_REPORT_H
#define MOTCUA_IMPORT_READING_REPORT_H

#include "adapters/table/tabular.h"
#include "base/buffer.h"
#include "base/key_set.h"

struct reading_column {
    char *table; /* owned: name of the sheet or table; "" for a single table without a name */
    char *title; /* owned: as the file has it, fit to be printed */
    char *name;  /* owned: name of the manifest's column; NULL: the column is not used */
    char *known; /* owned: the first title of that column; NULL where name is NULL */
};

struct reading_report {
    struct reading_column *columns; /* owned */
    /* used: columns that are read; dropped: columns beyond LIMIT_READING_COLUMNS */
    size_t count, used, dropped;
    struct key_set known, fresh; /* codes of units that the store knew; codes that the store did not know */
    struct buffer fresh_names;   /* the first of the unknown units, for people */
    moment first, last;          /* receptions of dossiers; MOMENT_NONE: none */
    int64_t rows, skipped;       /* records of all tables; rows with too few cells to be a record */
    int64_t homeless;            /* dossiers without a known unit: they count in the total alone */
    const char
        *unit_place; /* where units stood that no column names, marked for translation; NULL: nowhere */
    uint64_t knows;  /* fields of a dossier that all tables tell: bit i for field i; ~0: no dossiers */
};

void reading_report_init(struct reading_report *r);
void reading_report_free(struct reading_report *r); /* safe on a zeroed struct */
/* Adds the columns of a table that is read. false: no memory. */
MUST_CHECK bool reading_report_table(struct reading_report *r, const char *name, const struct tabular *t);
/* Adds the fields that a table of dossiers, or a list of records, tells of its dossiers. */
void reading_report_knows(struct reading_report *r, uint64_t knows);
/* Adds the dates of reception of a page's dossiers; dates after `observed` are slips and are left out. */
void reading_report_page(struct reading_report *r, const struct page *page, moment observed);
/* The table is read: adds the rows that were passed over, and where its units stood. t NULL: a list of records. */
void reading_report_end(struct reading_report *r, const struct tabular *t);
/* Adds a unit of the file. *first: the unit was not added before. false: no memory. */
MUST_CHECK bool reading_report_unit(struct reading_report *r, const char *code, bool known, bool *first);
/* Prints the lines on stderr; unknown_words: how many different words were unknown, in unknown_rows rows. */
void reading_report_print(const struct reading_report *r, int64_t unknown_words, int64_t unknown_rows);

#endif
