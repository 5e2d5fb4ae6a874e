/* Samples in PostgreSQL: many rows of one table as arrays, and the partitions of the table. */
#include <stdlib.h>

#include "base/limit.h"
#include "base/text.h"
#include "rows/value.h"
#include "store/postgres/driver.h"

/* The rows of store_rows_put(), seen as a set. */
static struct value row_at(const void *rows, uint32_t row, int column)
{
    const struct store_rows *r = rows;
    return r->at(r->rows, row, column);
}

static char *put_sql(const struct store_rows *rows, const struct postgres_column *columns)
{
    struct buffer b;
    buffer_init(&b, (size_t)(LIMIT_SQL_BYTES));
    buffer_printf(&b, "INSERT INTO %s ({names}) SELECT {names} FROM {rows} ON CONFLICT (", rows->table);
    for (int i = 0; i < rows->key_count; i++)
        buffer_printf(&b, "%s%s", i ? ", " : "", rows->columns[i].name);
    buffer_text(&b, rows->key_count < rows->column_count ? ") DO UPDATE SET {settings}" : ") DO NOTHING");
    char *sql =
        b.failed ? NULL : postgres_sql(buffer_string(&b), columns, rows->column_count, rows->key_count);
    buffer_free(&b);
    return sql;
}

/* Rows go in the order of their keys, so that two writers never wait for each other, and in parts, so that memory
 * stays bounded. */
bool postgres_rows_put(struct store *s, const struct store_rows *rows, struct error *e)
{
    struct postgres_column columns[POSTGRES_PARAMS];
    struct postgres_store *q = s->handle;
    const struct page_place nowhere = {.period_kind = NULL};
    struct postgres_job job = {.q = q, .place = &nowhere};
    struct postgres_set set = {columns, rows->column_count, rows->key_count, row_at, rows, rows->count, NULL};
    for (int i = 0; i < rows->column_count && i < POSTGRES_PARAMS; i++)
        columns[i] = (struct postgres_column){
            rows->columns[i].name, rows->columns[i].text ? POSTGRES_TEXT_ARRAY : POSTGRES_INT8_ARRAY};
    buffer_init(&job.memory, 2 * (size_t)(LIMIT_PAGE_BYTES));
    char *sql = put_sql(rows, columns);
    bool ok = (sql || error_memory(e, q->name)) && postgres_set_order(&set, q->name, e) &&
              postgres_set_send(&job, &set, set.order, set.count, rows->column_count, sql, NULL, e) &&
              postgres_finish(q, e);
    postgres_set_free(&set);
    buffer_free(&job.memory);
    free(sql);
    return ok;
}

static bool function_call(struct store *s, const char *sql, int64_t number, int64_t *out, struct error *e)
{
    const struct value param = {.known = true, .number = number};
    return s->driver->run(s, true, sql, &param, 1, value_number_row, out, e);
}

bool postgres_samples_ahead(struct store *s, moment at, struct error *e)
{
    return function_call(s, "SELECT motcua.sample_month_make($1)", at, NULL, e);
}

/* Names come from the catalogue, quoted by the server. A sample table without the program's partitions was made by
 * an administrator: a hypertable (its chunks inherit from the table) loses whole chunks; from a plain table rows are
 * deleted. A drop waits but briefly (LIMIT_SCHEMA_LOCK_SECONDS): whoever writes samples waits behind it. */
const char postgres_partitions[] =
    "SELECT p.relname::text, NULL::bigint, CASE WHEN EXISTS (SELECT 1 FROM pg_inherits i WHERE i.inhparent = "
    "p.oid)"
    " AND f.name IS NOT NULL"
    " THEN format('SELECT %s(%L::regclass, older_than => %L::bigint)', f.name, 'motcua.' || p.relname, $2)"
    " ELSE format('DELETE FROM motcua.%I WHERE observed_at < %L::bigint', p.relname, $2) END"
    " FROM pg_class p LEFT JOIN (SELECT MIN(oid::regproc::text) AS name FROM pg_proc WHERE proname = "
    "'drop_chunks'"
    " AND prokind = 'f') f ON true"
    " WHERE p.relnamespace = to_regnamespace('motcua') AND p.relname = $1 AND p.relkind = 'r'"
    " UNION ALL (SELECT c.relname::text, CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint END,"
    " format('DO $drop$ BEGIN SET LOCAL lock_timeout = ''2s''; DROP TABLE motcua.%I; END $drop$', c.relname)"
    " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent"
    " WHERE p.relnamespace = to_regnamespace('motcua') AND p.relname = $1"
    " AND substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \\(''?(-?[0-9]+)''?\\)')::bigint <= $2"
    " ORDER BY c.relname::text COLLATE \"C\")";
