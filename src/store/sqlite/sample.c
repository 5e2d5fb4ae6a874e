/* Samples in SQLite: many rows of one table. */
#include "base/buffer.h"
#include "base/limit.h"
#include "store/sqlite/driver.h"

static void names_write(struct buffer *b, const struct store_rows *rows, int from, int to, const char *form)
{
    for (int i = from; i < to; i++) {
        buffer_text(b, i > from ? ", " : "");
        for (const char *p = form; *p; p++)
            if (*p == '%')
                buffer_text(b, rows->columns[i].name);
            else
                buffer_append(b, p, 1);
    }
}

static void put_sql(struct buffer *b, const struct store_rows *rows)
{
    buffer_printf(b, "INSERT INTO %s (", rows->table);
    names_write(b, rows, 0, rows->column_count, "%");
    buffer_text(b, ") VALUES (");
    names_write(b, rows, 0, rows->column_count, "?");
    buffer_text(b, ") ON CONFLICT (");
    names_write(b, rows, 0, rows->key_count, "%");
    buffer_text(b, rows->key_count < rows->column_count ? ") DO UPDATE SET " : ") DO NOTHING");
    names_write(b, rows, rows->key_count, rows->column_count, "% = excluded.%");
}

static bool rows_step(struct sqlite_store *q, sqlite3_stmt *stmt, const struct store_rows *rows,
                      struct error *e)
{
    bool ok = true;
    for (uint32_t row = 0; ok && row < rows->count; row++) {
        for (int i = 0; ok && i < rows->column_count; i++) {
            struct value v = rows->at(rows->rows, row, i);
            ok = sqlite_value_bind(stmt, i + 1, &v) == SQLITE_OK;
        }
        ok = ok && sqlite3_step(stmt) == SQLITE_DONE;
        sqlite3_reset(stmt);
    }
    return ok || sqlite_failed(q, e);
}

bool sqlite_rows_put(struct store *s, const struct store_rows *rows, struct error *e)
{
    struct sqlite_store *q = s->handle;
    sqlite3_stmt *stmt = NULL;
    struct buffer sql;
    buffer_init(&sql, (size_t)(LIMIT_SQL_BYTES));
    put_sql(&sql, rows);
    bool ok = sql.failed ? error_memory(e, q->name)
                         : sqlite3_prepare_v2(q->db, buffer_string(&sql), -1, &stmt, NULL) == SQLITE_OK ||
                               sqlite_failed(q, e);
    ok = ok && rows_step(q, stmt, rows, e);
    sqlite3_finalize(stmt);
    buffer_free(&sql);
    return ok;
}
