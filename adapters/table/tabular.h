/* Tables read by manifests: which stream of which manifest a table's heading fits, and its rows made into a
 * page's. Cells under columns that the manifest does not name are never looked at. */
#ifndef MOTCUA_ADAPTERS_TABLE_TABULAR_H
#define MOTCUA_ADAPTERS_TABLE_TABULAR_H

#include "adapters/table/count_block.h"
#include "adapters/table/table_manifest.h"
#include "base/period.h"
#include "rows/page.h"

struct tabular;

/* What fitted best where nothing fits, for a hint. */
struct tabular_miss {
    size_t matched;
    size_t needed,
        needed_there;  /* columns that the stream cannot do without, and how many of them are there */
    bool empty;        /* the table has no row */
    char missing[256]; /* titles of columns, ", " between */
    char unused[256];  /* titles of the table that fit nothing: the missing ones may be among them */
};

/* Reads the first rows of a table and finds the stream that fits: all columns that it needs are there, and
 * most of those that it reads. *out NULL: none does. Everything given is borrowed. false and e: the table
 * cannot be read. */
MUST_CHECK bool tabular_open(struct sheet *s, size_t table, struct table_manifest *const *manifests,
                             size_t count, struct tabular **out, struct tabular_miss *miss, struct error *e);
void tabular_close(struct tabular *t); /* safe with NULL */

const struct table_manifest *tabular_manifest(const struct tabular *t);
const struct stream *tabular_stream(const struct tabular *t);
/* Which dossier fields the table's columns give: bit i for field i. */
uint64_t tabular_knows(const struct tabular *t);
/* The period that the titles above the table state; false: they state none. */
bool tabular_period(const struct tabular *t, enum period_kind *kind, moment *from);

/* The newest date of what happened in the table, at most `now`; MOMENT_NONE: there is none. */
moment tabular_newest(const struct tabular *t, moment now);
/* The moment that the titles above the table state (title_moment.h): the latest of those that are no spans, else of
 * those that are. MOMENT_NONE: they state none. */
moment tabular_title_moment(const struct tabular *t, bool *span);

/* A broken identity of a row: left is not right. Nothing is repaired. */
struct tabular_break {
    const char *unit, *group; /* group "" where the stream has none */
    const struct table_identity *identity;
    int64_t left, right;
};
/* "finished = early + on_time + late". Returns out. */
const char *table_identity_text(const struct table_identity *identity, char *out, size_t size);

/* What the table itself does not say. */
struct tabular_use {
    const char *unit;   /* file.unit: of all rows; NULL: not given */
    const char *source; /* file.source */
    moment now;         /* when the file was made; MOMENT_NONE: not known */
    const char *(*unit_code)(void *context,
                             const char *name); /* code of a unit by its name; NULL: no memory */
    void (*broken)(void *context, const struct tabular_break *b);
    void (*issue)(void *context, const struct count_issue *issue); /* NULL: not told */
    struct figure_ledger *ledger; /* into which figures of tables of counts go */
    bool asked;                   /* the period is that of the request, whatever the titles say */
    void *context;
};

/* Figures of counts go into the ledger when the table is over, a page gets their units and rejects. Puts up to LIMIT_IMPORT_ROWS further rows into an empty page. *done: the table is over. */
MUST_CHECK bool tabular_fill(struct tabular *t, const struct tabular_use *use, struct page *page, bool *done,
                             struct error *e);
size_t tabular_records(const struct tabular *t);      /* rows so far that are records */
const char *tabular_letters(const struct tabular *t); /* sheet_letters() */
size_t tabular_sums(const struct tabular *t);         /* rows that were sums and groups */
/* Cells of columns that are read and that could not be known: by kind, and where the first of them stands ("C4"). */
size_t tabular_faults(const struct tabular *t, enum cell_fault fault, const char **where);
/* How many records the table says that it has, where it has fewer; 0: it does not say, or has them. */
int64_t tabular_told(const struct tabular *t);
size_t tabular_skipped(const struct tabular *t); /* rows with too few cells to be one: notes, signatures */

#endif
