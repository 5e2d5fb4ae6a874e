/* A wide reading by COPY (SELECT ...) TO STDOUT in its binary form, the cheapest way to read many rows. COPY cannot
 * be in a pipeline, and so costs two round trips more. */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "store/postgres/driver.h"

/* HEAD_BYTES: signature, flags and the length of an extension, which come before the first row. */
enum { HEAD_BYTES = 19, LENGTH_BYTES = 4, COUNT_BYTES = 2 };

struct scan {
    struct postgres_store *q;
    struct block *block;
    block_take *take;
    void *context;
    bool begun; /* the head of the COPY was read */
};

static bool torn(const struct scan *scan, struct error *e)
{
    return error_set(e, ERROR_TEMPORARY, scan->q->name, _("Try again."),
                     _("an answer that is no binary COPY"));
}

static bool number_read(const char *at, size_t length, int64_t *out)
{
    uint64_t eight;
    uint32_t four;
    uint16_t two;
    switch (length) {
    case sizeof eight:
        memcpy(&eight, at, sizeof eight);
        *out = (int64_t)be64toh(eight);
        return true;
    case sizeof four:
        memcpy(&four, at, sizeof four);
        *out = (int32_t)be32toh(four);
        return true;
    case sizeof two:
        memcpy(&two, at, sizeof two);
        *out = (int16_t)be16toh(two);
        return true;
    default:
        return false;
    }
}

/* Reads one field at *at, which must end before `end`. */
static bool field_read(struct scan *scan, int column, const char **at, const char *end, struct error *e)
{
    struct block *b = scan->block;
    uint32_t length;
    if (end - *at < LENGTH_BYTES)
        return torn(scan, e);
    memcpy(&length, *at, LENGTH_BYTES);
    length = be32toh(length);
    *at += LENGTH_BYTES;
    if (length == UINT32_MAX) {
        b->values[column][b->rows] = BLOCK_UNKNOWN;
        return true;
    }
    if ((size_t)(end - *at) < length)
        return torn(scan, e);
    const char *bytes = *at;
    *at += length;
    if (!b->is_text[column])
        return number_read(bytes, length, &b->values[column][b->rows]) || torn(scan, e);
    return block_text_put(b, column, bytes, length) || block_failed(b, e);
}

/* Reads one message of libpq: a row, with the head before the first row; a count of -1 follows the last row. */
static bool message_read(struct scan *scan, const char *at, size_t length, struct error *e)
{
    const char *end = at + length;
    uint16_t fields;
    if (!scan->begun) {
        if (length < HEAD_BYTES)
            return torn(scan, e);
        scan->begun = true;
        at += HEAD_BYTES;
    }
    if (at == end)
        return true;
    if (end - at < COUNT_BYTES)
        return torn(scan, e);
    memcpy(&fields, at, COUNT_BYTES);
    at += COUNT_BYTES;
    if (fields == UINT16_MAX)
        return true;
    if (be16toh(fields) != scan->block->column_count)
        return torn(scan, e);
    for (int i = 0; i < scan->block->column_count; i++)
        if (!field_read(scan, i, &at, end, e))
            return false;
    return block_row_end(scan->block, scan->take, scan->context, e);
}

/* Reads rows to the end of the COPY. After a failure here the remaining rows are read and dropped, so that the
 * connection stays usable. */
static bool rows_read(struct scan *scan, struct error *e)
{
    struct postgres_store *q = scan->q;
    bool ok = true;
    for (;;) {
        char *bytes = NULL;
        int length = PQgetCopyData(q->conn, &bytes, 1);
        if (length > 0)
            ok = ok && message_read(scan, bytes, (size_t)length, e);
        PQfreemem(bytes);
        if (length < 0)
            return ok;
        if (length == 0 && !postgres_wait_more(q, ok ? e : NULL))
            return false;
    }
}

static bool scan_run(struct scan *scan, const char *sql, struct error *e)
{
    struct postgres_store *q = scan->q;
    bool out = false;
    bool ok = postgres_copy_begin(q, sql, PGRES_COPY_OUT, &out, e);
    if (q->conn && out) {
        ok = rows_read(scan, e);
        ok = q->conn && postgres_copy_answers(q, PGRES_COPY_OUT, &out, ok ? e : NULL) && ok;
    }
    if (!q->conn)
        return false;
    return PQenterPipelineMode(q->conn) ? ok : postgres_lost(q, NULL, ok ? e : NULL);
}

bool postgres_scan(struct store *s, const char *sql, struct block *b, block_take *take, void *context,
                   struct error *e)
{
    struct postgres_store *q = s->handle;
    struct scan scan = {.q = q, .block = b, .take = take, .context = context};
    char *copy = NULL;
    bool alone = q->state == POSTGRES_IDLE;
    if (q->reading)
        return error_set(e, ERROR_INTERNAL, q->name, NULL, "a reading inside another");
    if (alone && !postgres_begin(q, false, LIMIT_STATEMENT_SECONDS, e))
        return false;
    bool ok = asprintf(&copy, "COPY (%s) TO STDOUT (FORMAT binary)", sql) >= 0 ||
              (copy = NULL, error_memory(e, q->name));
    ok = ok && postgres_ready(q, e) && scan_run(&scan, copy, e);
    free(copy);
    if (alone)
        postgres_rollback(q);
    return ok;
}
