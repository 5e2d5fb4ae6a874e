/* Tables read by manifests: finds the stream of a manifest that a table's heading fits, and makes the table's rows
 * into rows of a page. Cells under columns that the manifest does not name are never looked at. */
#ifndef MOTCUA_ADAPTERS_TABLE_TABULAR_H
#define MOTCUA_ADAPTERS_TABLE_TABULAR_H

#include "adapters/table/count_block.h"
#include "adapters/table/table_manifest.h"
#include "base/period.h"
#include "rows/page.h"

struct tabular;

/* What the best-fitting stream lacks where no stream fits, for a hint. */
struct tabular_miss {
    size_t matched;
    size_t needed,
        needed_there;  /* columns that the stream cannot do without; how many of them the table has */
    bool empty;        /* the table has no row */
    bool codes;        /* the table has codes of dossiers, and no heading that is known */
    char missing[256]; /* titles of missing columns, ", " between them */
    char unused[256];  /* titles of the table that fit no column: the missing columns may be among them */
};

/* Reads the first rows of a table and finds the stream that fits: of the streams whose needed columns the table has,
 * the stream with most columns in the table. *out NULL: no stream fits; *miss, which the caller has zeroed, says what
 * the nearest stream lacks. Sheet and manifests are borrowed until tabular_close(). false and e: the table cannot be
 * read. */
MUST_CHECK bool tabular_open(struct sheet *s, size_t table, struct table_manifest *const *manifests,
                             size_t count, struct tabular **out, struct tabular_miss *miss, struct error *e);
/* The same for one table of several, which may go on without a heading where the table before ended, as sheets that
 * are full and pages do: such a table is read under the heading of the table before where its columns hold what that
 * heading promises. *above: that heading, NULL: none yet; owned by the caller, replaced by each heading that is found. */
MUST_CHECK bool tabular_open_below(struct sheet *s, size_t table, struct table_manifest *const *manifests,
                                   size_t count, struct head **above, struct tabular **out,
                                   struct tabular_miss *miss, struct error *e);
/* A copy of the table's heading, for tabular_open_below(); the caller frees. NULL: no memory, and a table that goes on
 * without a heading is then not read. */
struct head *tabular_heading(const struct tabular *t);
bool tabular_continues(const struct tabular *t); /* the table is read under the heading of the table before */
void tabular_close(struct tabular *t);           /* safe with NULL */

const struct table_manifest *tabular_manifest(const struct tabular *t);
const struct stream *tabular_stream(const struct tabular *t);
/* Which dossier fields the table's columns give: bit i for field i. */
uint64_t tabular_knows(const struct tabular *t);
/* Those of these fields whose column is empty in every row, and whose words are needed to know them. */
uint64_t tabular_empty(const struct tabular *t);
/* The period, as title_period() gives it, that the table states in its titles, above it on a page, or in the name of its sheet; false: none. */
bool tabular_period(const struct tabular *t, enum period_kind *kind, moment *from);

/* The newest date of what happened in the table, at most `now`; MOMENT_NONE: no such date. */
moment tabular_newest(const struct tabular *t, moment now);
/* The latest moment that the titles above the table state (title_moment.h); spans count only where no title states a
 * single moment. *span: the moment ends a span. MOMENT_NONE: the titles state no moment. */
moment tabular_title_moment(const struct tabular *t, bool *span);

/* An identity that a row breaks: left and right are its two sides. Nothing is repaired. */
struct tabular_break {
    const char *unit, *group; /* group "" where the stream has none */
    const struct table_identity *identity;
    int64_t left, right;
};
/* "finished = early + on_time + late". Returns out. */
const char *table_identity_text(const struct table_identity *identity, char *out, size_t size);

/* What the table itself does not say. */
struct tabular_use {
    const char *unit;   /* file.unit, the unit of all rows; NULL: not given */
    const char *source; /* file.source */
    moment now;         /* when the file was made; MOMENT_NONE: not known */
    const char *(*unit_code)(
        void *context,
        /* The code of a unit by its name, borrowed until the next call; NULL: no memory. */
        const char *name);
    void (*broken)(void *context, const struct tabular_break *b);
    /* NULL: nobody is told while the table is read */
    void (*issue)(void *context, const struct count_issue *issue);
    struct figure_ledger *ledger; /* takes the figures of tables of counts */
    int cutoff;                   /* at which weeks begin that titles state; see period.h */
    bool asked;                   /* the period is that of the request, whatever the titles say */
    void *context;
};

/* Puts up to LIMIT_IMPORT_ROWS further rows into an empty page. Figures of a table of counts go into use->ledger when
 * the table is over; the page gets their units and rejects. *done: the table is over. */
MUST_CHECK bool tabular_fill(struct tabular *t, const struct tabular_use *use, struct page *page, bool *done,
                             struct error *e);
size_t tabular_records(const struct tabular *t);      /* rows read so far that are records */
const char *tabular_letters(const struct tabular *t); /* sheet_letters() */
size_t tabular_sums(const struct tabular *t);         /* rows that were sums and groups */
/* How many cells of the columns that are read have this fault; *where: the place of the first of them ("C4").
 * Borrowed. */
size_t tabular_faults(const struct tabular *t, enum cell_fault fault, const char **where);
/* Where the unit of dossiers stood that no column names, marked for translation; NULL: no dossier got such a unit. */
const char *tabular_unit_place(const struct tabular *t);
/* How many records the table says that it has, where it has fewer; 0: the table says nothing, or has them all. */
int64_t tabular_told(const struct tabular *t);
/* rows with too few cells to be a record: notes, signatures */
size_t tabular_skipped(const struct tabular *t);

#endif
