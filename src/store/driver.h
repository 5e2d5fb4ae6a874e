/* What a kind of store (SQLite, PostgreSQL) must do; store.c and steps.c call it. A driver speaks
 * SQL with $1.. placeholders; what can be said in SQL that both understand is said once, in steps.c. */
#ifndef MOTCUA_STORE_DRIVER_H
#define MOTCUA_STORE_DRIVER_H

#include "store/block.h"
#include "store/distribute.h"
#include "store/store.h"

/* The steps of a poll, each whole. A driver that has none of its own gets those of steps.c, made of SQL. */
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
    bool far;           /* a page costs round trips: several as one cost less */
    const char *scheme; /* of the address: "sqlite" */
    /* Opens and migrates what `place` (the address after "scheme:") names; sets s->handle, also on failure if
     * close is to free it. */
    bool (*open)(struct store *s, const char *place, struct error *e);
    void (*close)(struct store *s); /* s->handle may be NULL */
    /* One statement; `write` false: one that only reads, or an error. Rows, if any, go to `row` (which may be
     * NULL). */
    bool (*run)(struct store *s, bool write, const char *sql, const struct value *params, int param_count,
                store_row *row, void *context, struct error *e);
    /* One statement that only reads, whose columns are those of b, row by row into b (block_row_end). */
    bool (*scan)(struct store *s, const char *sql, struct block *b, block_take *take, void *context,
                 struct error *e);
    bool (*remote)(const struct store *s); /* see store_is_remote; NULL: never */
    /* A transaction that writes, or (write false) one in which all reading sees one state. */
    bool (*begin)(struct store *s, bool write, struct error *e);
    bool (*commit)(struct store *s, struct error *e); /* rolls back if it fails */
    void (*rollback)(struct store *s);
    /* The content of store_page_put, within a transaction that the caller began. */
    bool (*page)(struct store *s, const struct page_place *place, const struct page *page,
                 struct page_outcome *out, struct error *e);
    /* Ends the newest versions of these keys (NUL behind each), as of place: they go to the history with
     * nothing in their place; but for those that became known later. Within a transaction of the caller's. */
    bool (*missing)(struct store *s, const struct page_place *place, const char *keys, size_t count,
                    struct error *e);
    /* The content of store_units_put, all at once; NULL: unit by unit, out of SQL. */
    bool (*units)(struct store *s, const struct unit_row *rows, size_t count, struct error *e);
    /* The content of store_rows_put. */
    bool (*rows)(struct store *s, const struct store_rows *rows, struct error *e);
    /* See store_samples_ahead; NULL: nothing is needed ahead. */
    bool (*ahead)(struct store *s, moment at, struct error *e);
    /* Query: the partitions of the table of samples $1 that end at the moment $2 or before: name, rows by the
     * server's estimate or NULL, the statement that drops the partition. NULL: tables of samples have no
     * partitions, their rows are deleted. */
    const char *partitions;
    /* How many seconds one statement of a write may take from now on; NULL: a statement of this kind of store never
     * waits for a server. */
    void (*patience)(struct store *s, int seconds);
    const struct store_steps *steps; /* or NULL */
    /* Looking after it: connect is open without migrating (create: what is not there may be made); version is
     * the number of the last migration that was applied, 0: none. */
    const char *folder; /* of its migrations: "schema/sqlite" */
    bool (*connect)(struct store *s, const char *place, bool create, struct error *e);
    bool (*version)(struct store *s, int64_t *version, struct error *e);
    bool (*migrate)(struct store *s, struct error *e);
    bool (*script)(struct store *s, const char *sql, struct error *e); /* one transaction; or NULL */
    const char *roles;                /* file of such a script that makes its roles; NULL: it has none */
    const char *facts;                /* query: what, name, rows, bytes; $1: this machine's time */
    const char *columns;              /* query: table, column, "number" or "text" */
    const struct store_check *checks; /* of this kind of store alone; end with a NULL name */
    /* See distribute.h; NULL: of a kind that is never distributed. Where it is: query of its tables (name, bytes on all
     * servers, shards), and further checks. */
    bool (*distribute)(struct store *s, const struct distribute_wish *wish, distribute_take *take,
                       void *context, struct error *e);
    bool (*is_distributed)(struct store *s, bool *out, struct error *e);
    const char *distributed_sizes;
    const struct store_check *distributed_checks;
};

/* One thing that `db check` looks at. Each row of the query is a finding: whose (text), and how many or how
 * much (number; may be left out). $1: this machine's time, $2: the present. */
struct store_check {
    const char *name;
    bool wrong;       /* else it is only worth knowing */
    const char *what; /* N_() */
    const char *hint; /* N_(), or NULL */
    const char *sql;
};

struct store {
    const struct store_driver *driver;
    void *handle;  /* the driver's */
    char *name;    /* the address as given, for messages: never with a password */
    int snapshots; /* depth of store_snapshot_begin */
    bool is_known; /* read as known at `known` */
    moment known;
};

extern const struct store_driver store_sqlite, store_postgres, store_postgres_short;

/* missing.c: of a page whose keys are all that the source has, ends what is not among them. Within a
 * transaction of the caller's. */
MUST_CHECK bool store_missing_put(struct store *s, const struct page_place *place, const struct page *page,
                                  struct page_outcome *out, struct error *e);

#endif
