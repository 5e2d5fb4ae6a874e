/* What a file was taken for: its columns, its dates, its units, the words that were not known. Told in two
 * lines after every import, and whole by `motcua import --explain`. */
#ifndef MOTCUA_IMPORT_READING_REPORT_H
#define MOTCUA_IMPORT_READING_REPORT_H

#include "adapters/table/tabular.h"
#include "base/buffer.h"
#include "base/key_set.h"

struct reading_column {
    char *table; /* owned: of which sheet or table; "" for the file's only one without a name */
    char *title; /* owned: as it stands in the file, fit to be printed */
    char *name;  /* owned: of the manifest's column; NULL: not used */
    char *known; /* owned: the first title that this column goes by; NULL where name is */
};

struct reading_report {
    struct reading_column *columns; /* owned */
    size_t count, used, dropped;    /* used: columns that are read; dropped: beyond LIMIT_READING_COLUMNS */
    struct key_set known, fresh;    /* codes of units that the store knew, and that it did not */
    struct buffer fresh_names;      /* the first of the latter, for people */
    moment first, last;             /* receptions of dossiers; MOMENT_NONE: none */
    int64_t rows;                   /* records, of all tables */
};

void reading_report_init(struct reading_report *r);
void reading_report_free(struct reading_report *r); /* safe on a zeroed one */
/* A table that is read. false: no memory. */
MUST_CHECK bool reading_report_table(struct reading_report *r, const char *name, const struct tabular *t);
/* The receptions of a page's dossiers; those ahead of the moment are slips and are left out. */
void reading_report_page(struct reading_report *r, const struct page *page, moment observed);
/* A unit of the file. *first: it was not told of before. */
MUST_CHECK bool reading_report_unit(struct reading_report *r, const char *code, bool known, bool *first);
/* The two lines, on stderr; unknown_words: different words that were not known, in so many rows. */
void reading_report_print(const struct reading_report *r, int64_t unknown_words, int64_t unknown_rows);

#endif
