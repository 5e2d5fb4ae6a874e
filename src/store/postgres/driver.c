/* The store in PostgreSQL: the struct store_driver of store/driver.h, made of the functions of postgres/driver.h. */
#include "store/postgres/driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limit.h"
#include "base/text.h"

static bool driver_connect(struct store *s, const char *place, bool create, struct error *e)
{
    struct postgres_store *q = calloc(1, sizeof *q);
    (void)create; /* the administrator makes the database */
    if (!q)
        return error_memory(e, "postgresql:");
    s->handle = q;
    q->patience = LIMIT_STATEMENT_SECONDS;
    q->wait_seconds = LIMIT_SILENCE_SECONDS;
    if (asprintf(&q->address, "postgresql:%s", place) < 0) {
        q->address = NULL;
        return error_memory(e, "postgresql:");
    }
    char *name = postgres_name_of(q->address, s->name, e);
    if (!name)
        return false;
    free(s->name);
    s->name = name;
    q->name = name;
    return postgres_ready(q, e);
}

static bool driver_open(struct store *s, const char *place, struct error *e)
{
    return driver_connect(s, place, false, e) && postgres_migrate(s, e);
}

static void driver_close(struct store *s)
{
    struct postgres_store *q = s->handle;
    if (!q)
        return;
    postgres_link_close(q);
    if (q->address)
        explicit_bzero(q->address, strlen(q->address));
    free(q->address);
    free(q);
    s->handle = NULL;
}

static bool is_query(const char *sql)
{
    sql += strspn(sql, " \t\n");
    return strncasecmp(sql, "SELECT", 6) == 0 || strncasecmp(sql, "WITH", 4) == 0;
}

/* True if the statement uses $n; the server cannot find out the type of an unused parameter that is NULL. */
static bool is_used(const char *sql, int n)
{
    char name[16];
    int length = snprintf(name, sizeof name, "$%d", n);
    for (const char *p = strstr(sql, name); p; p = strstr(p + 1, name))
        if (p[length] < '0' || p[length] > '9')
            return true;
    return false;
}

static bool driver_run(struct store *s, bool write, const char *sql, const struct value *params,
                       int param_count, store_row *row, void *context, struct error *e)
{
    struct postgres_store *q = s->handle;
    struct postgres_params p = {.count = 0};
    struct postgres_answer answer = {.row = row, .context = context, .one_by_one = row};
    if (!write && !is_query(sql))
        return error_set(e, ERROR_INTERNAL, q->name, NULL, _("a query that does not only read: %.60s"), sql);
    for (int i = 0; i < param_count; i++)
        if (params[i].known || is_used(sql, i + 1))
            params_value(&p, &params[i]);
        else
            params_text(&p, NULL);
    return postgres_command(q, write, sql, &p, &answer, e);
}

/* False for a socket's folder and for this machine by name or number. */
static bool driver_remote(const struct store *s)
{
    const struct postgres_store *q = s->handle;
    const char *host = q->conn ? PQhost(q->conn) : NULL;
    return host && *host && *host != '/' && strcmp(host, "localhost") != 0 && strcmp(host, "::1") != 0 &&
           strncmp(host, "127.", 4) != 0;
}

static bool driver_begin(struct store *s, bool write, struct error *e)
{
    struct postgres_store *q = s->handle;
    return postgres_begin(q, write, write ? q->patience : LIMIT_STATEMENT_SECONDS, e);
}

static void driver_patience(struct store *s, int seconds)
{
    struct postgres_store *q = s->handle;
    q->patience = seconds;
    q->wait_seconds = seconds + seconds / 10;
}

static bool driver_commit(struct store *s, struct error *e)
{
    return postgres_commit(s->handle, e);
}

static void driver_rollback(struct store *s)
{
    postgres_rollback(s->handle);
}

static bool script_try(struct postgres_store *q, void *context, struct error *e)
{
    if (!postgres_begin(q, true, LIMIT_MIGRATION_SECONDS, e))
        return false;
    if (postgres_lock_briefly(q, e) && postgres_finish(q, e) && postgres_script(q, context, e))
        return postgres_commit(q, e);
    postgres_rollback(q);
    return false;
}

static bool driver_script(struct store *s, const char *sql, struct error *e)
{
    struct postgres_store *q = s->handle;
    int patience = q->wait_seconds;
    q->wait_seconds = LIMIT_MIGRATION_SECONDS + LIMIT_LOCK_SECONDS;
    bool ok = postgres_schema_change(q, script_try, (void *)sql, e);
    q->wait_seconds = patience;
    return ok;
}

/* libpq knows the scheme by two names. */
#define DRIVER(name)                                                                                         \
    {                                                                                                        \
        .scheme = (name), .far = true, .open = driver_open, .folder = POSTGRES_FOLDER,                       \
        .connect = driver_connect, .version = postgres_version, .migrate = postgres_migrate,                 \
        .script = driver_script, .roles = POSTGRES_FOLDER "/roles.sql", .facts = postgres_facts,             \
        .columns = postgres_columns, .checks = postgres_checks, .distribute = postgres_distribute,           \
        .is_distributed = postgres_is_distributed, .distributed_sizes = postgres_distributed_sizes,          \
        .distributed_checks = postgres_distributed_checks, .close = driver_close, .run = driver_run,         \
        .scan = postgres_scan, .remote = driver_remote, .begin = driver_begin, .commit = driver_commit,      \
        .rollback = driver_rollback, .page = postgres_page_put, .missing = postgres_missing_put,             \
        .units = postgres_unit_rows_put, .rows = postgres_rows_put, .ahead = postgres_samples_ahead,         \
        .partitions = postgres_partitions, .patience = driver_patience                                       \
    }

const struct store_driver store_postgres = DRIVER("postgresql");
const struct store_driver store_postgres_short = DRIVER("postgres");
