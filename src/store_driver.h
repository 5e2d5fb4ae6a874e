/* What a kind of store (SQLite, PostgreSQL) must do; store.c calls it and nothing else does. A driver speaks
 * SQL with $1.. placeholders; what can be said in SQL that both understand is said once, in store.c. */
#ifndef MOTCUA_STORE_DRIVER_H
#define MOTCUA_STORE_DRIVER_H

#include "store.h"

struct store_driver {
    const char *scheme; /* of the address: "sqlite" */
    /* Opens and migrates what `place` (the address after "scheme:") names; sets s->handle, also on failure if
     * close is to free it. */
    bool (*open)(struct store *s, const char *place, struct error *e);
    void (*close)(struct store *s); /* s->handle may be NULL */
    /* One statement; `write` false: one that only reads, or an error. Rows, if any, go to `row` (which may be
     * NULL). */
    bool (*run)(struct store *s, bool write, const char *sql, const struct value *params, int param_count,
                store_row *row, void *context, struct error *e);
    /* A transaction that writes, or (write false) one in which all reading sees one state. */
    bool (*begin)(struct store *s, bool write, struct error *e);
    bool (*commit)(struct store *s, struct error *e); /* rolls back if it fails */
    void (*rollback)(struct store *s);
    /* The content of store_page_put, within a transaction that the caller began. */
    bool (*page)(struct store *s, const struct page_place *place, const struct page *page,
                 struct page_outcome *out, struct error *e);
};

struct store {
    const struct store_driver *driver;
    void *handle;  /* the driver's */
    char *name;    /* the address as given, for messages: never with a password */
    int snapshots; /* depth of store_snapshot_begin */
};

extern const struct store_driver store_sqlite, store_postgres, store_postgres_short;

/* The kind that a unit's name tells, or NULL. */
const char *unit_kind_told(const char *name);

#endif
