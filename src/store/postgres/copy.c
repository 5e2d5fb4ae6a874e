/* Rows are written by COPY in its binary form, the quickest way for rows that are known to be new. COPY cannot be in
 * a pipeline, and so costs two round trips. */
#include <endian.h>
#include <string.h>

#include "base/limit.h"
#include "store/postgres/driver.h"

#define BLOCK_BYTES ((size_t)64 * 1024)

static const char start[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0"; /* signature, no flags, no extension */
enum { START_BYTES = 19 };

static bool copy_block(struct postgres_store *q, struct buffer *b, struct error *e)
{
    int sent;
    if (b->failed)
        return error_memory(e, q->name);
    while ((sent = PQputCopyData(q->conn, b->data, (int)b->used)) == 0)
        if (!postgres_wait_sent(q, e))
            return false;
    buffer_reset(b);
    return sent == 1 ? postgres_wait_sent(q, e) : postgres_lost(q, NULL, e);
}

static bool copy_rows(struct postgres_store *q, const struct postgres_set *set,
                      const struct postgres_place *places, uint32_t count, int columns, struct buffer *b,
                      struct error *e)
{
    const uint16_t fields = htobe16((uint16_t)columns);
    bool ok = true;
    buffer_reset(b);
    buffer_append(b, start, START_BYTES);
    for (uint32_t i = 0; ok && i < count; i++) {
        buffer_append(b, &fields, sizeof fields);
        for (int j = 0; ok && j < columns; j++)
            ok = postgres_set_element(set, places[i].row, j, b, q->name, e);
        if (ok && b->used >= BLOCK_BYTES)
            ok = copy_block(q, b, e);
    }
    buffer_append(b, "\xff\xff", 2);
    return ok && copy_block(q, b, e);
}

bool postgres_copy_answers(struct postgres_store *q, ExecStatusType rows, bool *begun, struct error *e)
{
    bool ok = true;
    *begun = false;
    while (!*begun) {
        if (!postgres_wait_answer(q, ok ? e : NULL))
            return false;
        PGresult *r = PQgetResult(q->conn);
        ExecStatusType status = r ? PQresultStatus(r) : PGRES_COMMAND_OK;
        *begun = status == rows;
        if (!*begun && status != PGRES_COMMAND_OK)
            ok = ok && postgres_failed(q, r, e);
        PQclear(r);
        if (!r)
            break;
        if (PQstatus(q->conn) == CONNECTION_BAD) /* libpq would go on to give results for ever */
            return postgres_lost(q, NULL, ok ? e : NULL);
    }
    return ok;
}

bool postgres_copy_begin(struct postgres_store *q, const char *sql, ExecStatusType rows, bool *begun,
                         struct error *e)
{
    *begun = false;
    if (!postgres_finish(q, e))
        return false;
    if (!PQexitPipelineMode(q->conn) || !PQsendQuery(q->conn, sql))
        return postgres_lost(q, NULL, e);
    return postgres_wait_sent(q, e) && postgres_copy_answers(q, rows, begun, e);
}

bool postgres_copy(struct postgres_store *q, const char *sql, const struct postgres_set *set,
                   const struct postgres_place *places, uint32_t count, int columns, struct buffer *memory,
                   struct error *e)
{
    struct error why = {0};
    bool waits = false;
    bool ok = postgres_copy_begin(q, sql, PGRES_COPY_IN, &waits, e);
    if (q->conn && waits) {
        ok = copy_rows(q, set, places, count, columns, memory, &why);
        if (!q->conn || PQputCopyEnd(q->conn, ok ? NULL : "given up") < 0 || !postgres_wait_sent(q, NULL)) {
            if (e)
                *e = why;
            return q->conn ? postgres_lost(q, NULL, e) : false;
        }
        ok = postgres_copy_answers(q, PGRES_COPY_IN, &waits, ok ? e : NULL) && ok;
        if (why.code != ERROR_NONE && e)
            *e = why;
    }
    if (!q->conn)
        return false;
    return PQenterPipelineMode(q->conn) ? ok : postgres_lost(q, NULL, ok ? e : NULL);
}
