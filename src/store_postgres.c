/* The store in PostgreSQL: what store_driver.h asks for, out of the parts of store_postgres.h. */
#include "store_postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "limits.h"
#include "text.h"

static bool driver_open(struct store *s, const char *place, struct error *e)
{
    struct postgres_store *q = calloc(1, sizeof *q);
    if (!q)
        return error_memory(e, "postgresql:");
    s->handle = q;
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
    return postgres_ready(q, e) && postgres_migrate(q, e);
}

static void driver_close(struct store *s)
{
    struct postgres_store *q = s->handle;
    if (!q)
        return;
    PQfinish(q->conn);
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

/* Is $n used? One that is not, and unknown too, has no type that the server could find out. */
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

static bool driver_begin(struct store *s, bool write, struct error *e)
{
    return postgres_begin(s->handle, write, LIMIT_STATEMENT_SECONDS, e);
}

static bool driver_commit(struct store *s, struct error *e)
{
    return postgres_commit(s->handle, e);
}

static void driver_rollback(struct store *s)
{
    postgres_rollback(s->handle);
}

const struct store_driver store_postgres = {.scheme = "postgresql",
                                            .open = driver_open,
                                            .close = driver_close,
                                            .run = driver_run,
                                            .begin = driver_begin,
                                            .commit = driver_commit,
                                            .rollback = driver_rollback,
                                            .page = postgres_page_put};

/* libpq's other name for the same. */
const struct store_driver store_postgres_short = {.scheme = "postgres",
                                                  .open = driver_open,
                                                  .close = driver_close,
                                                  .run = driver_run,
                                                  .begin = driver_begin,
                                                  .commit = driver_commit,
                                                  .rollback = driver_rollback,
                                                  .page = postgres_page_put};
