/* What the files of the PostgreSQL driver share. One connection; every command goes out in libpq's pipeline
 * mode, so that a call costs one round trip. Nothing outlives a transaction in the session (no SET, no
 * prepared statement, no temporary table, no session lock): it may be another session next time, behind
 * pgbouncer in transaction mode. */
#ifndef MOTCUA_STORE_POSTGRES_DRIVER_H
#define MOTCUA_STORE_POSTGRES_DRIVER_H

#include <libpq-fe.h>

#include "base/buffer.h"
#include "store/driver.h"
#include "store/recent.h"

#define POSTGRES_PARAMS   64 /* of one statement: the dossier's fields and room */
#define POSTGRES_COMMANDS 64 /* sent and not yet answered */
#define POSTGRES_FOLDER   "schema/postgres"

/* Kinds of values in parameters: their types' numbers in every PostgreSQL, fixed for ever. */
enum postgres_type {
    POSTGRES_BOOL = 16,
    POSTGRES_INT8 = 20,
    POSTGRES_INT2 = 21,
    POSTGRES_INT4 = 23,
    POSTGRES_TEXT = 25,
    POSTGRES_NUMERIC = 1700,
    POSTGRES_INT2_ARRAY = 1005,
    POSTGRES_TEXT_ARRAY = 1009,
    POSTGRES_INT8_ARRAY = 1016
};

/* Parameters in binary. Texts and arrays are borrowed until the command is sent. */
struct postgres_params {
    int count;
    bool full; /* more than POSTGRES_PARAMS were added */
    Oid types[POSTGRES_PARAMS];
    const char *values[POSTGRES_PARAMS];
    int lengths[POSTGRES_PARAMS];
    int formats[POSTGRES_PARAMS];
    uint64_t numbers[POSTGRES_PARAMS];
};

/* What is done with a command's answer. */
struct postgres_answer {
    store_row *row; /* or NULL */
    void *context;
    bool one_by_one;   /* rows are handed over as they come, not when all are here */
    int64_t *affected; /* or NULL: rows that the command wrote */
};

enum postgres_state { POSTGRES_IDLE, POSTGRES_READS, POSTGRES_WRITES };

struct postgres_store {
    PGconn *conn;     /* NULL: lost; opened again by the next call outside a transaction */
    PGcancel *cancel; /* of conn: ends its statement when the process has to leave; NULL with conn */
    char *address;    /* may hold a password, so it is never shown */
    const char *name; /* borrowed: for messages */
    int patience;     /* seconds for one statement of a write */
    int wait_seconds; /* for a sign of life of the server */
    enum postgres_state state;
    bool committing; /* lost now, a transaction may or may not have been committed */
    struct postgres_answer sent[POSTGRES_COMMANDS];
    int sent_count;
    struct postgres_reading *reading; /* whose row callback is running */
    struct recent seen;               /* emptied when a transaction rolls back or the connection is another */
};

/* --- error.c --- */
struct postgres_kind {
    const char *prefix; /* of the SQLSTATE */
    enum error_code code;
    const char *hint; /* to be translated */
};
/* Never NULL. sqlstate NULL: no answer at all, as 08006. */
const struct postgres_kind *postgres_kind_of(const char *sqlstate);
/* Fills e from an answer that is an error; returns false. */
bool postgres_failed(const struct postgres_store *q, const PGresult *r, struct error *e);
/* The same from what libpq said last of the connection. */
bool postgres_failed_link(const struct postgres_store *q, const char *sqlstate, struct error *e);

/* Closes the connection, if there is one; q->conn is NULL then. */
void postgres_link_close(struct postgres_store *q);
/* --- link.c --- */
/* Name for messages: the address as it was given or, if a password stands in it, its host and database only.
 * malloc'd; NULL and e (without the address) if it is not one. */
MUST_CHECK char *postgres_name_of(const char *address, const char *given_as, struct error *e);
/* There is a connection that can be used; outside a transaction a lost one is opened again. */
MUST_CHECK bool postgres_ready(struct postgres_store *q, struct error *e);
/* Closes the connection and fills e; what: why, or NULL. Returns false. */
bool postgres_lost(struct postgres_store *q, const char *what, struct error *e);
/* Waits until all is sent; until the next answer can be read, which may be that the connection is gone. */
MUST_CHECK bool postgres_wait_sent(struct postgres_store *q, struct error *e);
MUST_CHECK bool postgres_wait_answer(struct postgres_store *q, struct error *e);
/* Waits for more bytes of the server. */
MUST_CHECK bool postgres_wait_more(struct postgres_store *q, struct error *e);

/* --- command.c --- */
void params_value(struct postgres_params *p, const struct value *v);
void params_number(struct postgres_params *p, int64_t number);
void params_text(struct postgres_params *p, const char *text);
void params_array(struct postgres_params *p, enum postgres_type type, const char *bytes, size_t n);
/* Puts a command behind those already put; params may be NULL. Its answer is read by postgres_finish. */
MUST_CHECK bool postgres_send(struct postgres_store *q, const char *sql, const struct postgres_params *params,
                              const struct postgres_answer *answer, struct error *e);
/* Sends what was put and reads all answers; false and e at the first error. */
MUST_CHECK bool postgres_finish(struct postgres_store *q, struct error *e);
/* One command in the transaction that runs, else in one of its own; inside a row callback too. */
MUST_CHECK bool postgres_command(struct postgres_store *q, bool write, const char *sql,
                                 const struct postgres_params *params, const struct postgres_answer *answer,
                                 struct error *e);
/* The statements of a text (a migration), one by one, without parameters or rows. */
MUST_CHECK bool postgres_script(struct postgres_store *q, const char *sql, struct error *e);
/* Settings of one transaction; `patience` in seconds for one statement. */
MUST_CHECK bool postgres_settings(struct postgres_store *q, bool write, int patience, struct error *e);
MUST_CHECK bool postgres_begin(struct postgres_store *q, bool write, int patience, struct error *e);
MUST_CHECK bool postgres_commit(struct postgres_store *q, struct error *e);
void postgres_rollback(struct postgres_store *q);

/* --- set.c: rows as arrays, one for each column --- */
struct postgres_column {
    const char *name;
    enum postgres_type type; /* of the array */
};
/* Rows to be written together. Waves: in one wave no key comes twice, and the rows of a key keep their order.
 */
struct postgres_set {
    const struct postgres_column *columns;
    int column_count;
    int key_count; /* the first columns: the key */
    struct value (*at)(const void *rows, uint32_t row, int column);
    const void *rows;
    uint32_t count;
    struct postgres_place *order; /* by wave, then key; owned */
};
struct postgres_place {
    uint32_t row;
    uint32_t wave;
};
MUST_CHECK bool postgres_set_order(struct postgres_set *set, const char *name, struct error *e);
void postgres_set_free(struct postgres_set *set);
/* Length of the wave that begins at `from`. */
uint32_t postgres_wave(const struct postgres_set *set, uint32_t from);
/* A statement from its template: {rows} is "unnest($7, $8) AS r(a, b)", {names} "a, b", {settings} "b =
 * excluded.b" of what is not key. malloc'd text; NULL: no memory. */
MUST_CHECK char *postgres_sql(const char *template, const struct postgres_column *columns, int count,
                              int key_count);
/* Adds the first `columns` columns of some rows to the parameters; `memory` holds the bytes, and must live
 * until they are sent. */
MUST_CHECK bool postgres_set_params(const struct postgres_set *set, const struct postgres_place *places,
                                    uint32_t count, int columns, struct buffer *memory,
                                    struct postgres_params *p, const char *name, struct error *e);

/* Appends one value, its length before it: the form that arrays and COPY share. */
MUST_CHECK bool postgres_set_element(const struct postgres_set *set, uint32_t row, int column,
                                     struct buffer *b, const char *name, struct error *e);

/* --- copy.c --- */
/* Runs sql, a COPY .. FROM STDIN (FORMAT binary), with the first columns of some rows; memory is used for
 * blocks of them. What was put before is sent and answered first. */
MUST_CHECK bool postgres_copy(struct postgres_store *q, const char *sql, const struct postgres_set *set,
                              const struct postgres_place *places, uint32_t count, int columns,
                              struct buffer *memory, struct error *e);

/* --- scan.c --- */
MUST_CHECK bool postgres_scan(struct store *s, const char *sql, struct block *b, block_take *take,
                              void *context, struct error *e);

/* --- page.c --- */
/* One page on its way in. Parameters of all its statements: $1 source, $2 run, $3 observed, $4 period_kind,
 * $5 period_from, $6 stream; from $7 on the arrays of a set, which a statement reads as `r`. */
struct postgres_job {
    struct postgres_store *q;
    const struct page_place *place;
    const struct page *page;
    struct buffer memory; /* of the statement in hand */
    bool rejects;         /* the source has some that a good dossier may clear */
    bool copies;          /* COPY is not for a role whom row-level security applies to */
};
/* Puts one statement for each LIMIT_STATEMENT_ROWS of the places, with the set's first columns. Before a
 * second one all that was put is sent and answered, so that memory stays bounded. answer: of every statement,
 * or NULL. */
MUST_CHECK bool postgres_set_send(struct postgres_job *job, const struct postgres_set *set,
                                  const struct postgres_place *places, uint32_t count, int columns,
                                  const char *sql, const struct postgres_answer *answer, struct error *e);
MUST_CHECK bool postgres_page_put(struct store *s, const struct page_place *place, const struct page *page,
                                  struct page_outcome *out, struct error *e);
MUST_CHECK bool postgres_missing_put(struct store *s, const struct page_place *place, const char *keys,
                                     size_t count, struct error *e);

/* --- unit.c: the units that a page names, in its units, dossiers and figures --- */
MUST_CHECK bool postgres_units_put(struct postgres_job *job, struct error *e);
/* Units that are told apart from pages: two statements for LIMIT_STATEMENT_ROWS of them. */
MUST_CHECK bool postgres_unit_rows_put(struct store *s, const struct unit_row *rows, size_t count,
                                       struct error *e);

/* --- sample.c --- */
MUST_CHECK bool postgres_rows_put(struct store *s, const struct store_rows *rows, struct error *e);
MUST_CHECK bool postgres_samples_ahead(struct store *s, moment at, struct error *e);
extern const char postgres_partitions[];

/* --- migrate.c --- */
/* Held by whoever changes the schema, whose transaction waits for it as long as it takes, and changes the shards of a
 * distributed table one after the other: several at once on one connection are refused there. Not an advisory lock: any
 * login of the database could hold that. Whoever only reads cannot take this one. */
#define POSTGRES_SCHEMA_LOCK "LOCK TABLE motcua.migration IN SHARE ROW EXCLUSIVE MODE"
#define POSTGRES_SEQUENTIAL                                                                                  \
    "SELECT set_config('lock_timeout', '0', true), set_config('citus.multi_shard_modify_mode', "             \
    "'sequential', "                                                                                         \
    "true)"
MUST_CHECK bool postgres_version(struct store *s, int64_t *version, struct error *e);
MUST_CHECK bool postgres_migrate(struct store *s, struct error *e);

/* --- check.c: what `db status` and `db check` ask --- */
extern const char postgres_facts[], postgres_columns[];
extern const struct store_check postgres_checks[];

/* --- distribute.c --- */
MUST_CHECK bool postgres_distribute(struct store *s, const struct distribute_wish *wish,
                                    distribute_take *take, void *context, struct error *e);
MUST_CHECK bool postgres_is_distributed(struct store *s, bool *out, struct error *e);
extern const char postgres_distributed_sizes[];
extern const struct store_check postgres_distributed_checks[];

#endif
