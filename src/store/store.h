/* Where everything is kept. SQLite or PostgreSQL behind this one interface; nothing above it knows which.
 * Reading is portable SQL with $1.. placeholders; writing is by page: a page's rows and the cursor that lets
 * the page be forgotten commit in one transaction, or nothing does. */
#ifndef MOTCUA_STORE_STORE_H
#define MOTCUA_STORE_STORE_H

#include "base/error.h"
#include "base/moment.h"
#include "rows/dossier.h"
#include "rows/outcome.h"
#include "rows/page.h"
#include "rows/value.h"

struct store;

/* Opens "sqlite:PATH" or "postgresql://USER@HOST/DATABASE". A store that is empty or has an older schema is migrated, one
 * with a newer schema is refused. NULL and e on failure. */
MUST_CHECK struct store *store_open(const char *url, struct error *e);
/* The two halves of store_open: opens what is there, older or newer (create: a SQLite file that is not there
 * is made, empty); applies the migrations that are missing, the only thing that needs the right to create. */
MUST_CHECK struct store *store_connect(const char *url, bool create, struct error *e);
MUST_CHECK bool store_migrate(struct store *s, struct error *e);
/* Number of the last migration that was applied; 0: none. */
MUST_CHECK bool store_version(struct store *s, int64_t *version, struct error *e);
const char *store_migrations(const struct store *s); /* folder, for migration_list_read() */
void store_close(struct store *s);                   /* safe with NULL */
const char *store_name(const struct store *s);

/* --- reading --- */
/* Called once a row; columns are borrowed until it returns. Return false to stop (with *e set by the
 * callback). */
typedef bool store_row(void *context, const struct value *columns, int count, struct error *e);
MUST_CHECK bool store_query(struct store *s, const char *sql, const struct value *params, int param_count,
                            store_row *row, void *context, struct error *e);
/* How many statements this process has asked of stores, for measures: queries, and writes of one statement. */
int64_t store_asked(void);
/* Between the two, all reading sees the store as it was at the first query: figures that belong together
 * agree although a poll is writing. May be nested. Nothing may be written meanwhile through this store. */
MUST_CHECK bool store_snapshot_begin(struct store *s, struct error *e);
void store_snapshot_end(struct store *s);

/* --- known then --- */
/* Whoever evaluates sees what was known at that moment: the versions of dossiers, the figures, the units that
 * had brought any, and the runs of then. MOMENT_NONE (so at first): all that is known. Names of units and
 * sources are today's. */
void store_known_set(struct store *s, moment known);
moment store_known(const struct store *s);

/* --- sources and runs --- */
/* Registers a source (or finds it) and notes which dossier fields its manifest can know: bit i of `knows` for
 * field i. */
MUST_CHECK bool store_source_put(struct store *s, const char *name, const char *title, const char *manifest,
                                 uint64_t knows, int64_t *id, struct error *e);
/* count false: the source is kept for comparison only, no counter sees its dossiers. A new source counts. */
MUST_CHECK bool store_source_count_set(struct store *s, int64_t id, bool count, struct error *e);

/* The stream under whose cursor the moment of the last reading of all is kept. */
#define STREAM_ALL "*"

/* How often a poll had to send a request again. */
struct run_retries {
    int64_t tries, waited_ms;       /* of all its requests */
    char reason[LIMIT_VALUE_BYTES]; /* why the last time; "": never */
};

#define RUN_ORIGIN_BYTES 40
struct run {
    int64_t id;
    int64_t source;
    moment observed; /* when the portal said so: now, or --at for recorded replies */
    moment started, ended;
    int64_t expected; /* rows by the portal's own total; -1 unknown */
    int64_t got;      /* distinct rows */
    int64_t new_rows, changed, unchanged, rejected, bytes, pages, milliseconds;
    const char *outcome; /* running, complete, partial, failed, interrupted */
    const char *message;
    char origin[RUN_ORIGIN_BYTES]; /* an identity that the caller chose, or "" */
    struct outcome why;            /* what is not whole, by reason */
    struct run_retries retries;
    moment newest;             /* the newest date inside of what came; MOMENT_NONE: none */
    const char *file, *sha256; /* of an import: the file's name, and its bytes; NULL: not of a file */
    const char
        *issues; /* what was not understood, as misgiving_list_write makes it; NULL: nothing. Borrowed */
};
/* Starts a run: sets r->id; a run of this source still marked running (it was killed) becomes interrupted. A
 * run whose origin the source has already is found, not begun again. */
MUST_CHECK bool store_run_begin(struct store *s, struct run *r, struct error *e);
/* What was not understood goes with it; a store that refuses that part alone is told on stderr, and the run ends. */
MUST_CHECK bool store_run_end(struct store *s, const struct run *r, struct error *e);

/* --- writing a page --- */
struct page_place {
    int64_t source;
    int64_t run;
    const char *stream;      /* stream of the manifest */
    moment observed;         /* known from then on */
    const char *period_kind; /* of figures: "year" ...; NULL for dossiers */
    moment period_from;
    const char *cursor; /* what the next start goes on from; NULL leaves it alone */
    bool joint; /* several pages as one: refused with ERROR_TEMPORARY where each is to be kept by itself */
};
struct page_outcome {
    int64_t new_rows, changed, unchanged;
    int64_t had,
        missing;  /* of a page that ends what it does not name: dossiers before, and those not named */
    bool doubted; /* more than LIMIT_MISSING_PERCENT: not believed, nothing was ended */
};
/* True if each write costs a network round trip, so that writing several pages in one transaction is faster. */
bool store_is_far(const struct store *s);
/* True if what is read crosses a network: a whole table is then not read for what a few sums would tell. */
bool store_is_remote(const struct store *s);
/* One transaction: units registered, dossiers inserted or changed where the content hash differs (the old
 * version goes to history with its time), figures appended where they differ from the last, rejects, cursor.
 * A page that `ends` also ends the newest version of every dossier of the source that its keys do not name;
 * how many, or that the page was doubted, is noted in the run, which then cannot end as complete. `out` counts this
 * page alone. */
MUST_CHECK bool store_page_put(struct store *s, const struct page_place *place, const struct page *page,
                               struct page_outcome *out, struct error *e);

/* Cursor of (source, stream): copies at most size-1 bytes into out; "" where there is none. */
MUST_CHECK bool store_cursor_get(struct store *s, int64_t source, const char *stream, char *out, size_t size,
                                 struct error *e);

/* --- units --- */
struct unit_row {
    const char *code, *name, *kind, *parent, *successor; /* NULL: not said, what is there stays */
    moment valid_from, valid_to;                         /* MOMENT_NONE: open */
};
MUST_CHECK bool store_units_put(struct store *s, const struct unit_row *rows, size_t count, struct error *e);

/* --- rows of samples --- */
/* One transaction of several writes. store_write_end: commits, or rolls back where ok is false; gives ok, or
 * false if the commit failed. */
MUST_CHECK bool store_write_begin(struct store *s, struct error *e);
MUST_CHECK bool store_write_end(struct store *s, bool ok, struct error *e);
/* One statement that both stores understand; rows (RETURNING) go to `row`, which may be NULL. */
MUST_CHECK bool store_write(struct store *s, const char *sql, const struct value *params, int param_count,
                            store_row *row, void *context, struct error *e);
/* Many rows of one table, inside a transaction; one whose key is there already is replaced. */
struct store_column {
    const char *name;
    bool text; /* else a number */
};
struct store_rows {
    const char *table;
    const struct store_column *columns; /* those of the key first */
    int column_count, key_count;
    struct value (*at)(const void *rows, uint32_t row, int column);
    const void *rows;
    uint32_t count; /* no key twice */
};
MUST_CHECK bool store_rows_put(struct store *s, const struct store_rows *rows, struct error *e);
/* Makes room for samples of that moment and of a month on (partitions in PostgreSQL), inside a transaction.
 */
MUST_CHECK bool store_samples_ahead(struct store *s, moment at, struct error *e);

#endif
