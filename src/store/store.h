/* The store keeps everything, in SQLite or PostgreSQL, behind this one interface; code above does not know which.
 * Reading is portable SQL with $1.. placeholders. Writing is by page: a page's rows and the cursor that moves past
 * the page are committed in one transaction. */
#ifndef MOTCUA_STORE_STORE_H
#define MOTCUA_STORE_STORE_H

#include "base/error.h"
#include "base/moment.h"
#include "rows/dossier.h"
#include "rows/outcome.h"
#include "rows/page.h"
#include "rows/value.h"

struct store;

/* Opens "sqlite:PATH" or "postgresql://USER@HOST/DATABASE". A store that is empty or has an older schema is
 * migrated, one with a newer schema is refused. The caller closes the store. NULL and e on failure. */
MUST_CHECK struct store *store_open(const char *url, struct error *e);
/* The two halves of store_open(). store_connect() opens a store of an older or newer schema (create: a missing
 * SQLite file is made, empty). store_migrate() applies the missing migrations, and it alone needs the right to
 * create tables. */
MUST_CHECK struct store *store_connect(const char *url, bool create, struct error *e);
MUST_CHECK bool store_migrate(struct store *s, struct error *e);
/* *version: the number of the last migration that was applied; 0: none. */
MUST_CHECK bool store_version(struct store *s, int64_t *version, struct error *e);
const char *store_migrations(const struct store *s); /* folder, for migration_list_read() */
void store_close(struct store *s);                   /* safe with NULL */
const char *store_name(const struct store *s);

/* --- reading --- */
/* Called once a row; columns are borrowed until the function returns. A false, with *e set, stops the statement. */
typedef bool store_row(void *context, const struct value *columns, int count, struct error *e);
/* Runs one statement that only reads, and calls row(context, ...) for each row. false and e: the statement or a row
 * failed. */
MUST_CHECK bool store_query(struct store *s, const char *sql, const struct value *params, int param_count,
                            store_row *row, void *context, struct error *e);
/* How many calls of store_query() and store_write() this process has made, for measurements. */
int64_t store_asked(void);
/* Between begin and end all reading sees the store as at the first query, so that figures agree with each other
 * although a poll is writing. Pairs may be nested. The caller must not write through this store meanwhile. */
MUST_CHECK bool store_snapshot_begin(struct store *s, struct error *e);
void store_snapshot_end(struct store *s);

/* --- known then --- */
/* Sets the moment whose knowledge evaluations use: the versions of dossiers, the figures, the units that had any,
 * and the runs known at that moment; MOMENT_NONE, the value at first: all that is known. Names of units and sources
 * are always today's. */
void store_known_set(struct store *s, moment known);
moment store_known(const struct store *s);

/* --- sources and runs --- */
/* Registers a source, or updates a registered one, and notes which dossier fields its manifest can know (bit i of
 * `knows` for field i). *id: the source's number in the store. */
MUST_CHECK bool store_source_put(struct store *s, const char *name, const char *title, const char *manifest,
                                 uint64_t knows, int64_t *id, struct error *e);
/* count false: the source serves comparison alone, and no counter sees its dossiers. A new source counts. */
MUST_CHECK bool store_source_count_set(struct store *s, int64_t id, bool count, struct error *e);

/* The cursor of this stream keeps the moment of the last full reading. */
#define STREAM_ALL "*"

/* How often a poll had to send a request again. */
struct run_retries {
    int64_t tries, waited_ms;       /* of all requests of the poll */
    char reason[LIMIT_VALUE_BYTES]; /* why the last try again was needed; "": none was */
};

#define RUN_ORIGIN_BYTES 40
struct run {
    int64_t id;
    int64_t source;
    moment observed; /* when the portal gave the records: now, or --at for recorded replies */
    moment started, ended;
    int64_t expected; /* rows by the portal's own total; -1 unknown */
    int64_t got;      /* distinct rows that came */
    int64_t new_rows, changed, unchanged, rejected, bytes, pages, milliseconds;
    const char *outcome; /* running, complete, partial, failed, interrupted */
    const char *message;
    char origin[RUN_ORIGIN_BYTES]; /* an identity of the run that the caller chose, or "" */
    struct outcome why;            /* the records that are not whole, by reason */
    struct run_retries retries;
    moment newest;             /* the newest date of the records that came; MOMENT_NONE: none */
    const char *file, *sha256; /* of an import: the file's name and digest; NULL: no file */
    const char *issues; /* the misgivings, as misgiving_list_write() makes them; NULL: none. Borrowed */
};
/* Begins a run and sets r->id. A run of this source that is still marked running was killed and becomes interrupted.
 * Where the source has a run of the same origin already, r->id is that run's, and none is begun. */
MUST_CHECK bool store_run_begin(struct store *s, struct run *r, struct error *e);
/* Ends a run and keeps its misgivings. Where the store refuses the misgivings alone, stderr tells so and the run
 * ends. */
MUST_CHECK bool store_run_end(struct store *s, const struct run *r, struct error *e);

/* --- writing a page --- */
struct page_place {
    int64_t source;
    int64_t run;
    const char *stream;      /* stream of the manifest */
    moment observed;         /* the moment from which the rows are known */
    const char *period_kind; /* of figures: "year" ...; NULL for dossiers */
    moment period_from;
    const char *cursor; /* where the next poll goes on; NULL: the store's cursor stays */
    bool joint;         /* several pages as one; refused (ERROR_TEMPORARY) where pages are kept one by one */
};
struct page_outcome {
    int64_t new_rows, changed, unchanged;
    int64_t had, missing; /* of a page with `ends`: dossiers before, and those without a key in the page */
    bool doubted;         /* more than LIMIT_MISSING_PERCENT were missing, so none was ended */
};
/* True if each write costs a network round trip, so that writing several pages in one transaction is faster. */
bool store_is_far(const struct store *s);
/* True if reading crosses a network, so that sums are asked for instead of a whole table. */
bool store_is_remote(const struct store *s);
/* Puts a page in one transaction: units and names are registered; dossiers are added, or replaced where the content
 * hash differs (the old version goes to the history with its time); figures are added where they differ from the
 * last ones; rejects and cursor are kept. A page with `ends` also ends every dossier of the source whose key it
 * lacks; the run notes their number, or that the page was doubted, and a doubted run cannot end as complete. `out`
 * counts this page alone, and is zero after a failure. */
MUST_CHECK bool store_page_put(struct store *s, const struct page_place *place, const struct page *page,
                               struct page_outcome *out, struct error *e);

/* Copies the cursor of (source, stream) to out, at most size-1 bytes; "": the stream has no cursor. */
MUST_CHECK bool store_cursor_get(struct store *s, int64_t source, const char *stream, char *out, size_t size,
                                 struct error *e);

/* --- units --- */
struct unit_row {
    const char *code, *name, *kind, *parent, *successor; /* NULL: the store's value stays */
    moment valid_from, valid_to;                         /* MOMENT_NONE: not said */
};
/* Adds or updates the units, all in one transaction. */
MUST_CHECK bool store_units_put(struct store *s, const struct unit_row *rows, size_t count, struct error *e);

/* --- rows of samples --- */
/* One transaction of several writes. store_write_end() commits if ok, else rolls back and leaves e alone; returns
 * true only if the commit succeeded. */
MUST_CHECK bool store_write_begin(struct store *s, struct error *e);
MUST_CHECK bool store_write_end(struct store *s, bool ok, struct error *e);
/* Runs one statement that both kinds of store understand; rows (RETURNING) go to `row`, which may be NULL. */
MUST_CHECK bool store_write(struct store *s, const char *sql, const struct value *params, int param_count,
                            store_row *row, void *context, struct error *e);
/* Rows of one table for store_rows_put(). */
struct store_column {
    const char *name;
    bool text; /* false: a number */
};
struct store_rows {
    const char *table;
    const struct store_column *columns; /* the columns of the key come first */
    int column_count, key_count;
    struct value (*at)(const void *rows, uint32_t row, int column);
    const void *rows;
    uint32_t count; /* of rows, no key twice */
};
/* Writes the rows inside the caller's transaction; a row whose key the table has is replaced. */
MUST_CHECK bool store_rows_put(struct store *s, const struct store_rows *rows, struct error *e);
/* Makes room (partitions in PostgreSQL) for samples of that moment and of the next month, inside the caller's
 * transaction. */
MUST_CHECK bool store_samples_ahead(struct store *s, moment at, struct error *e);

#endif
