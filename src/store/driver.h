/* The functions of one kind of store (SQLite, PostgreSQL), which the files of src/store call. A driver takes SQL
 * with $1.. placeholders; statements that both kinds understand are written once, outside of the drivers. */
#ifndef MOTCUA_STORE_DRIVER_H
#define MOTCUA_STORE_DRIVER_H

#include "store/block.h"
#include "store/distribute.h"
#include "store/store.h"

/* The steps of a poll, each done as a whole or not at all. A driver without steps of its own gets those of steps.c. */
struct store_steps {
    bool (*source_put)(struct store *s, const char *name, const char *title, const char *manifest,
                       uint64_t knows, int64_t *id, struct error *e);
    bool (*source_count_set)(struct store *s, int64_t id, bool count, struct error *e);
    bool (*run_begin)(struct store *s, struct run *r, struct error *e);
    bool (*run_end)(struct store *s, const struct run *r, struct error *e);
    bool (*page_put)(struct store *s, const struct page_place *place, const struct page *page,
                     struct page_outcome *out, struct error *e);
    bool (*cursor_get)(struct store *s, int64_t source, const char *stream, char *out, size_t size,
                       struct error *e);
};

struct store_driver {
    bool far;           /* each write costs a network round trip: see store_is_far() */
    const char *scheme; /* the start of its addresses: "sqlite" */
    /* Opens and migrates the store that `place` (the address after "scheme:") names; sets s->handle, also on failure if
     * close() must free the handle. */
    bool (*open)(struct store *s, const char *place, struct error *e);
    void (*close)(struct store *s); /* s->handle may be NULL */
    /* Runs one statement; `write` false: a statement that writes is an error. Rows go to `row`, which may be NULL. */
    bool (*run)(struct store *s, bool write, const char *sql, const struct value *params, int param_count,
                store_row *row, void *context, struct error *e);
    /* Runs one statement that only reads and has b's columns; puts its rows into b (block_row_end). */
    bool (*scan)(struct store *s, const char *sql, struct block *b, block_take *take, void *context,
                 struct error *e);
    bool (*remote)(const struct store *s); /* see store_is_remote(); NULL: never remote */
    /* Begins a transaction that writes, or (write false) a transaction in which all reading sees one state. */
    bool (*begin)(struct store *s, bool write, struct error *e);
    bool (*commit)(struct store *s, struct error *e); /* rolls back if it fails */
    void (*rollback)(struct store *s);
    /* Puts a page as store_page_put() says, but for the missing dossiers and the names, in the caller's transaction. */
    bool (*page)(struct store *s, const struct page_place *place, const struct page *page,
                 struct page_outcome *out, struct error *e);
    /* Ends the dossiers of these keys (a NUL behind each) at place->observed: their newest versions go to the
     * history and nothing replaces them; versions that became known later stay. In the caller's transaction. */
    bool (*missing)(struct store *s, const struct page_place *place, const char *keys, size_t count,
                    struct error *e);
    /* Does store_units_put() for all units at once; NULL: store.c puts unit by unit. */
    bool (*units)(struct store *s, const struct unit_row *rows, size_t count, struct error *e);
    /* See store_rows_put(). */
    bool (*rows)(struct store *s, const struct store_rows *rows, struct error *e);
    /* See store_samples_ahead(); NULL: no room needs to be made. */
    bool (*ahead)(struct store *s, moment at, struct error *e);
    /* A query for the partitions of the sample table $1 that end at or before the moment $2: name, rows by the
     * server's estimate or NULL, the statement that drops the partition. NULL: sample tables have no partitions, and
     * their rows are deleted. */
    const char *partitions;
    /* Sets how many seconds one statement of later writes may take; NULL: this kind of store waits for no server. */
    void (*patience)(struct store *s, int seconds);
    const struct store_steps *steps; /* NULL: those of steps.c */
    /* For the upkeep of a store. connect() opens without migrating (create: a missing file is made); version() gives
     * the number of the last migration that was applied, 0: none. */
    const char *folder; /* folder of its migrations: "schema/sqlite" */
    bool (*connect)(struct store *s, const char *place, bool create, struct error *e);
    bool (*version)(struct store *s, int64_t *version, struct error *e);
    bool (*migrate)(struct store *s, struct error *e);
    /* Runs a script in one transaction; NULL: this kind takes no scripts. */
    bool (*script)(struct store *s, const char *sql, struct error *e);
    const char *roles;                /* file of the script that makes the roles; NULL: none */
    const char *facts;                /* query: what, name, rows, bytes; $1: this machine's time */
    const char *columns;              /* query: table, column, "number" or "text" */
    const struct store_check *checks; /* checks of this kind alone; the last has a NULL name */
    /* See distribute.h; NULL: this kind is never distributed. For a distributed store: a query of its tables (name,
     * bytes on all servers, shards), and further checks. */
    bool (*distribute)(struct store *s, const struct distribute_wish *wish, distribute_take *take,
                       void *context, struct error *e);
    bool (*is_distributed)(struct store *s, bool *out, struct error *e);
    const char *distributed_sizes;
    const struct store_check *distributed_checks;
};

/* One check of `db check`. Each row of its query is a finding: whose (text), and how many or how much (a number,
 * which may be left out). $1: this machine's time, $2: the present (moment_now()). */
struct store_check {
    const char *name;
    bool wrong;       /* a fault; false: the finding is only worth knowing */
    const char *what; /* N_() */
    const char *hint; /* N_(), or NULL */
    const char *sql;
};

/* check_marks.c: for every store that is not distributed; the last has a NULL name. */
extern const struct store_check mark_checks[];
/* True if the stored hash is that of the dossier without some of the values that a supplement may have filled in. */
bool hash_fits_filled(const struct dossier *filled, int64_t stored);

struct store {
    const struct store_driver *driver;
    void *handle;  /* of the driver alone */
    char *name;    /* the address, for messages: never with a password */
    int snapshots; /* depth of store_snapshot_begin */
    bool is_known; /* reading sees the rows that were known at `known` */
    moment known;
};

extern const struct store_driver store_sqlite, store_postgres, store_postgres_short;

/* missing.c: page->keys are all keys of the source. Ends the dossiers whose keys are not among them, or, where these
 * are too many to be believed, sets out->doubted and ends none; notes either in the run. In the caller's
 * transaction. */
MUST_CHECK bool store_missing_put(struct store *s, const struct page_place *place, const struct page *page,
                                  struct page_outcome *out, struct error *e);

#endif
