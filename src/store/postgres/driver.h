/* Shared by the files of the PostgreSQL driver alone. A store has one connection, and commands go out in libpq's
 * pipeline mode, so that a call costs one round trip. The driver leaves nothing in the session after a transaction
 * (no SET, no prepared statement, no temporary table, no session lock), because behind pgbouncer in transaction mode
 * the next transaction may run in another session. */
#ifndef MOTCUA_STORE_POSTGRES_DRIVER_H
#define MOTCUA_STORE_POSTGRES_DRIVER_H

#include <libpq-fe.h>

#include "base/buffer.h"
#include "store/driver.h"
#include "store/recent.h"

#define POSTGRES_PARAMS   64 /* parameters of one statement: the dossier's fields, and room */
#define POSTGRES_COMMANDS 64 /* commands that are sent and not yet answered */
#define POSTGRES_FOLDER   "schema/postgres"

/* Types of parameters, by their numbers (OIDs), which are the same in every PostgreSQL. */
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

/* What the driver does with a command's answer. */
struct postgres_answer {
    store_row *row; /* NULL: rows are dropped */
    void *context;
    bool one_by_one;   /* rows are handed over as they come, not when all are here */
    int64_t *affected; /* gets the number of rows that the command wrote; or NULL */
};

enum postgres_state { POSTGRES_IDLE, POSTGRES_READS, POSTGRES_WRITES };

struct postgres_store {
    PGconn *conn;     /* NULL: lost; the next call outside a transaction opens another */
    PGcancel *cancel; /* ends conn's statement when the process has to leave; NULL with conn */
    char *address;    /* may hold a password, so that no message shows the address */
    const char *name; /* borrowed: for messages */
    int patience;     /* seconds for one statement of a write */
    int wait_seconds; /* seconds to wait for a sign of life of the server */
    enum postgres_state state;
    bool committing; /* if the connection is lost now, nobody knows whether the commit was done */
    struct postgres_answer sent[POSTGRES_COMMANDS];
    int sent_count;
    struct postgres_reading *reading; /* the reading whose row callback is running */
    struct recent seen;               /* emptied when a transaction rolls back or the connection changes */
};

/* --- error.c --- */
struct postgres_kind {
    const char *prefix; /* the start of the SQLSTATE */
    enum error_code code;
    const char *hint; /* to be translated */
};
/* The meaning of an SQLSTATE, never NULL. sqlstate NULL: the server gave no answer, which counts as 08006. */
const struct postgres_kind *postgres_kind_of(const char *sqlstate);
/* Fills e from an answer that is an error; returns false. */
bool postgres_failed(const struct postgres_store *q, const PGresult *r, struct error *e);
/* Fills e from libpq's last message of the connection; returns false. */
bool postgres_failed_link(const struct postgres_store *q, const char *sqlstate, struct error *e);

/* --- link.c --- */
/* Closes the connection, if the store has one; q->conn is NULL afterwards. */
void postgres_link_close(struct postgres_store *q);
/* The address for messages: as it was given, or its host and database alone where the address has a password.
 * malloc'd, the caller frees. NULL and e, which does not show the address: not an address, or no memory. */
MUST_CHECK char *postgres_name_of(const char *address, const char *given_as, struct error *e);
/* Makes sure that the connection can be used; outside a transaction a lost connection is opened again. */
MUST_CHECK bool postgres_ready(struct postgres_store *q, struct error *e);
/* Closes the connection and fills e; what: the reason, or NULL. Returns false. */
bool postgres_lost(struct postgres_store *q, const char *what, struct error *e);
/* The first waits until all commands are sent; the second until an answer can be read, or the end of the connection. */
MUST_CHECK bool postgres_wait_sent(struct postgres_store *q, struct error *e);
MUST_CHECK bool postgres_wait_answer(struct postgres_store *q, struct error *e);
/* Waits for more bytes from the server. */
MUST_CHECK bool postgres_wait_more(struct postgres_store *q, struct error *e);

/* --- command.c --- */
/* Each adds one parameter; a parameter over POSTGRES_PARAMS sets p->full. Texts and bytes are borrowed until the
 * command is sent. */
void params_value(struct postgres_params *p, const struct value *v);
void params_number(struct postgres_params *p, int64_t number);
void params_text(struct postgres_params *p, const char *text);
void params_array(struct postgres_params *p, enum postgres_type type, const char *bytes, size_t n);
/* Puts a command behind the commands already put; params may be NULL. postgres_finish() reads the command's answer. */
MUST_CHECK bool postgres_send(struct postgres_store *q, const char *sql, const struct postgres_params *params,
                              const struct postgres_answer *answer, struct error *e);
/* Sends the commands that were put and reads all answers; false and e at the first error. */
MUST_CHECK bool postgres_finish(struct postgres_store *q, struct error *e);
/* Runs one command in the present transaction, else in one of its own; a row callback may call this function, too. */
MUST_CHECK bool postgres_command(struct postgres_store *q, bool write, const char *sql,
                                 const struct postgres_params *params, const struct postgres_answer *answer,
                                 struct error *e);
/* Runs the statements of a text (a migration) one by one, without parameters or rows. */
MUST_CHECK bool postgres_script(struct postgres_store *q, const char *sql, struct error *e);
/* Puts the settings of one transaction; patience: seconds for one statement. The next three begin and end
 * transactions. */
MUST_CHECK bool postgres_settings(struct postgres_store *q, bool write, int patience, struct error *e);
MUST_CHECK bool postgres_begin(struct postgres_store *q, bool write, int patience, struct error *e);
MUST_CHECK bool postgres_commit(struct postgres_store *q, struct error *e);
void postgres_rollback(struct postgres_store *q);

/* --- set.c: rows as arrays, one for each column --- */
struct postgres_column {
    const char *name;
    enum postgres_type type; /* type of the array */
};
/* Rows that are written together, in waves: within one wave no key comes twice, and the rows of a key keep their
 * order. */
struct postgres_set {
    const struct postgres_column *columns;
    int column_count;
    int key_count; /* so many first columns are the key */
    struct value (*at)(const void *rows, uint32_t row, int column);
    const void *rows;
    uint32_t count;
    struct postgres_place *order; /* the rows by wave, then by key; owned */
};
struct postgres_place {
    uint32_t row;
    uint32_t wave;
};
MUST_CHECK bool postgres_set_order(struct postgres_set *set, const char *name, struct error *e);
void postgres_set_free(struct postgres_set *set);
/* How many rows the wave that begins at `from` has. */
uint32_t postgres_wave(const struct postgres_set *set, uint32_t from);
/* Makes a statement from its template: {rows} becomes "unnest($7, $8) AS r(a, b)", {names} "a, b", {settings} "b =
 * excluded.b" for the columns behind the key. malloc'd, the caller frees; NULL: no memory. */
MUST_CHECK char *postgres_sql(const char *template, const struct postgres_column *columns, int count,
                              int key_count);
/* Adds the first `columns` columns of `count` rows to the parameters. `memory` holds the bytes and must live until
 * the command is sent. */
MUST_CHECK bool postgres_set_params(const struct postgres_set *set, const struct postgres_place *places,
                                    uint32_t count, int columns, struct buffer *memory,
                                    struct postgres_params *p, const char *name, struct error *e);

/* Appends one value with its length in front, the form that arrays and COPY share. */
MUST_CHECK bool postgres_set_element(const struct postgres_set *set, uint32_t row, int column,
                                     struct buffer *b, const char *name, struct error *e);

/* --- copy.c --- */
/* Runs sql, a COPY .. FROM STDIN (FORMAT binary), with the first `columns` columns of `count` rows; `memory` holds
 * blocks of rows. Commands that were put before are sent and answered first. */
MUST_CHECK bool postgres_copy(struct postgres_store *q, const char *sql, const struct postgres_set *set,
                              const struct postgres_place *places, uint32_t count, int columns,
                              struct buffer *memory, struct error *e);
/* Sends a COPY, after what was put before is answered, and reads its answers as postgres_copy_answers() does. The
 * connection, where it is left, is out of pipeline mode if the COPY was sent. */
MUST_CHECK bool postgres_copy_begin(struct postgres_store *q, const char *sql, ExecStatusType rows,
                                    bool *begun, struct error *e);
/* Reads the answers to a COPY: to the last one, or until rows may be sent (rows: PGRES_COPY_IN) or come
 * (PGRES_COPY_OUT), which *begun tells. After a failure the rest is read, so that the connection stays usable. */
MUST_CHECK bool postgres_copy_answers(struct postgres_store *q, ExecStatusType rows, bool *begun,
                                      struct error *e);

/* --- scan.c --- */
/* store_driver.scan. */
MUST_CHECK bool postgres_scan(struct store *s, const char *sql, struct block *b, block_take *take,
                              void *context, struct error *e);

/* --- page.c --- */
/* A page that is being put. All its statements have the parameters $1 source, $2 run, $3 observed, $4 period_kind,
 * $5 period_from, $6 stream, and from $7 on the arrays of a set, which a statement reads as `r`. */
struct postgres_job {
    struct postgres_store *q;
    const struct page_place *place;
    const struct page *page;
    struct buffer memory; /* parameters of the statement in hand */
    bool rejects;         /* the source has rejects that a good dossier may clear */
    bool copies;          /* COPY may be used: row-level security does not apply to this role */
};
/* Puts one statement for each LIMIT_STATEMENT_ROWS of the places, with the set's first columns. Before a second
 * statement all commands that were put are sent and answered, so that memory stays bounded. answer: for every
 * statement, or NULL. */
MUST_CHECK bool postgres_set_send(struct postgres_job *job, const struct postgres_set *set,
                                  const struct postgres_place *places, uint32_t count, int columns,
                                  const char *sql, const struct postgres_answer *answer, struct error *e);
MUST_CHECK bool postgres_page_put(struct store *s, const struct page_place *place, const struct page *page,
                                  struct page_outcome *out, struct error *e);
MUST_CHECK bool postgres_missing_put(struct store *s, const struct page_place *place, const char *keys,
                                     size_t count, struct error *e);

/* --- unit.c: the units that a page names, in its units, dossiers and figures --- */
MUST_CHECK bool postgres_units_put(struct postgres_job *job, struct error *e);
/* Puts units that do not come with a page: two statements for each LIMIT_STATEMENT_ROWS of them. */
MUST_CHECK bool postgres_unit_rows_put(struct store *s, const struct unit_row *rows, size_t count,
                                       struct error *e);

/* --- sample.c --- */
MUST_CHECK bool postgres_rows_put(struct store *s, const struct store_rows *rows, struct error *e);
MUST_CHECK bool postgres_samples_ahead(struct store *s, moment at, struct error *e);
extern const char postgres_partitions[];

/* --- migrate.c --- */
/* A transaction that changes the schema takes POSTGRES_SCHEMA_LOCK, and POSTGRES_SEQUENTIAL first: the transaction
 * then waits for the lock without a limit, and changes the shards of a distributed table one after the other,
 * because Citus refuses several at once on one connection. The lock is on a table, because any login of the database
 * could hold an advisory lock; a role that only reads cannot take this lock. */
#define POSTGRES_SCHEMA_LOCK "LOCK TABLE motcua.migration IN SHARE ROW EXCLUSIVE MODE"
#define POSTGRES_SEQUENTIAL                                                                                  \
    "SELECT set_config('lock_timeout', '0', true), set_config('citus.multi_shard_modify_mode', "             \
    "'sequential', "                                                                                         \
    "true)"
/* Sets how long the transaction's next commands wait for a lock: LIMIT_SCHEMA_LOCK_SECONDS. */
MUST_CHECK bool postgres_lock_briefly(struct postgres_store *q, struct error *e);
/* One try of a change of the schema, in a transaction of its own. */
typedef bool postgres_attempt(struct postgres_store *q, void *context, struct error *e);
/* Tries until no lock is refused, LIMIT_SCHEMA_LOCK_TRIES times; then e names who holds the tables. */
MUST_CHECK bool postgres_schema_change(struct postgres_store *q, postgres_attempt *attempt, void *context,
                                       struct error *e);
MUST_CHECK bool postgres_version(struct store *s, int64_t *version, struct error *e);
MUST_CHECK bool postgres_migrate(struct store *s, struct error *e);

/* --- check.c: the queries of `db status` and `db check` --- */
extern const char postgres_facts[], postgres_columns[];
extern const struct store_check postgres_checks[];

/* --- distribute.c --- */
MUST_CHECK bool postgres_distribute(struct store *s, const struct distribute_wish *wish,
                                    distribute_take *take, void *context, struct error *e);
MUST_CHECK bool postgres_is_distributed(struct store *s, bool *out, struct error *e);
extern const char postgres_distributed_sizes[];
extern const struct store_check postgres_distributed_checks[];

#endif
