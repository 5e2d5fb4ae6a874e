/* Commands to the server, and their answers. */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/memory.h"
#include "base/text.h"
#include "store/postgres/driver.h"
#include "store/statement.h"

#define COLUMNS_MAX (LIMIT_COUNTERS + 8)

static void params_bytes(struct postgres_params *p, Oid type, const char *bytes, size_t n)
{
    if (p->count == POSTGRES_PARAMS) {
        p->full = true;
        return;
    }
    p->types[p->count] = type;
    p->values[p->count] = bytes;
    p->lengths[p->count] = (int)n;
    p->formats[p->count++] = 1;
}

void params_number(struct postgres_params *p, int64_t number)
{
    int i = p->count;
    params_bytes(p, POSTGRES_INT8, NULL, sizeof p->numbers[0]);
    if (p->count > i) {
        p->numbers[i] = htobe64((uint64_t)number);
        p->values[i] = (const char *)&p->numbers[i];
    }
}

/* An unknown value has no type; the server finds out the type of the NULL. */
void params_value(struct postgres_params *p, const struct value *v)
{
    if (!v->known)
        params_bytes(p, 0, NULL, 0);
    else if (v->text)
        params_bytes(p, POSTGRES_TEXT, v->text, v->length);
    else
        params_number(p, v->number);
}

void params_text(struct postgres_params *p, const char *text)
{
    params_bytes(p, POSTGRES_TEXT, text, text ? strlen(text) : 0);
}

void params_array(struct postgres_params *p, enum postgres_type type, const char *bytes, size_t n)
{
    params_bytes(p, type, bytes, n);
}

/* A reading of answers; `parked` are answers that were fetched early, because a row callback needed the connection. */
struct postgres_reading {
    struct postgres_reading *outer;
    struct postgres_parked {
        PGresult *answer; /* NULL ends a command */
    } * parked;
    size_t count, next, size;
    bool here; /* all answers of the reading were fetched */
};

static bool answer_fetch(struct postgres_store *q, PGresult **r, struct error *e)
{
    *r = NULL;
    if (!q->conn)
        return error_set(e, ERROR_TEMPORARY, q->name, _(postgres_kind_of(NULL)->hint),
                         _("the connection was lost"));
    if (!postgres_wait_answer(q, e))
        return false;
    *r = PQgetResult(q->conn);
    return true;
}

static bool is_last(const PGresult *r)
{
    return r && PQresultStatus(r) == PGRES_PIPELINE_SYNC;
}

static bool reading_grow(struct postgres_reading *reading)
{
    size_t size = reading->size ? reading->size * 2 : 64;
    struct postgres_parked *more = reallocarray(reading->parked, size, sizeof *more);
    if (more) {
        reading->parked = more;
        reading->size = size;
    }
    return more;
}

/* Fetches all answers of the present reading, so that a row callback can use the connection. */
static bool reading_park(struct postgres_store *q, struct error *e)
{
    struct postgres_reading *reading = q->reading;
    while (reading && !reading->here) {
        PGresult *r = NULL;
        if (reading->count == reading->size && !reading_grow(reading))
            return error_memory(e, q->name);
        if (!answer_fetch(q, &r, e))
            return false;
        reading->parked[reading->count++].answer = r;
        reading->here = is_last(r) || PQstatus(q->conn) == CONNECTION_BAD;
    }
    return true;
}

static bool reading_next(struct postgres_store *q, struct postgres_reading *reading, PGresult **r,
                         struct error *e)
{
    if (reading->next < reading->count) {
        *r = reading->parked[reading->next++].answer;
        return true;
    }
    if (reading->here)
        return error_set(e, ERROR_TEMPORARY, q->name, _(postgres_kind_of(NULL)->hint),
                         _("the connection was lost"));
    return answer_fetch(q, r, e);
}

static void reading_end(struct postgres_reading *reading)
{
    while (reading->next < reading->count)
        PQclear(reading->parked[reading->next++].answer);
    free(reading->parked);
}

static struct value column_value(const PGresult *r, int row, int column)
{
    const char *text = PQgetvalue(r, row, column);
    if (PQgetisnull(r, row, column))
        return (struct value){0};
    switch (PQftype(r, column)) {
    case POSTGRES_BOOL:
        return value_number(*text == 't');
    case POSTGRES_INT8:
    case POSTGRES_INT4:
    case POSTGRES_INT2:
    case POSTGRES_NUMERIC: /* of a sum of bigints; a fraction is dropped, as in SQLite */
        return value_number(strtoll(text, NULL, 10));
    default:
        return (struct value){.known = true, .text = text, .length = (uint32_t)PQgetlength(r, row, column)};
    }
}

static bool rows_give(const struct postgres_store *q, const PGresult *r, const struct postgres_answer *answer,
                      struct error *e)
{
    struct value columns[COLUMNS_MAX];
    int count = PQnfields(r);
    if (count > COLUMNS_MAX)
        return error_set(e, ERROR_INTERNAL, q->name, NULL, _("a query of more than %d columns"), COLUMNS_MAX);
    for (int i = 0; answer->row && i < PQntuples(r); i++) {
        for (int j = 0; j < count; j++)
            columns[j] = column_value(r, i, j);
        if (!answer->row(answer->context, columns, count, e))
            return false;
    }
    return true;
}

/* After a first failure the remaining answers are read and dropped. */
static bool answer_take(struct postgres_store *q, const PGresult *r, const struct postgres_answer *answer,
                        bool ok, struct error *e)
{
    switch (PQresultStatus(r)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
        if (answer->affected)
            *answer->affected += strtoll(PQcmdTuples((PGresult *)(uintptr_t)r), NULL, 10);
        return !ok || rows_give(q, r, answer, e);
    case PGRES_PIPELINE_ABORTED:
        return !ok || error_set(e, ERROR_INTERNAL, q->name, NULL, _("a command was left out"));
    default:
        return ok && postgres_failed(q, r, e);
    }
}

static bool answers_read(struct postgres_store *q, const struct postgres_answer *answers, int count,
                         struct postgres_reading *reading, struct error *e)
{
    static const struct postgres_answer nobody = {0};
    bool ok = true;
    for (int i = 0, fresh = 1;;) {
        const struct postgres_answer *answer = i < count ? &answers[i] : &nobody;
        PGresult *r = NULL;
        if (fresh && answer->one_by_one && !reading->here)
            PQsetSingleRowMode(q->conn);
        fresh = 0;
        if (!reading_next(q, reading, &r, ok ? e : NULL))
            return false;
        bool last = is_last(r);
        if (!r) {
            i++;
            fresh = 1;
        } else if (!last) {
            ok = answer_take(q, r, answer, ok, e) && ok;
        }
        PQclear(r);
        if (last)
            return ok;
        if (!reading->here && (!q->conn || PQstatus(q->conn) == CONNECTION_BAD))
            return postgres_lost(q, NULL, ok ? e : NULL);
    }
}

bool postgres_send(struct postgres_store *q, const char *sql, const struct postgres_params *params,
                   const struct postgres_answer *answer, struct error *e)
{
    static const struct postgres_params none = {0};
    const struct postgres_params *p = params ? params : &none;
    if (q->sent_count == POSTGRES_COMMANDS || p->full)
        return error_set(e, ERROR_INTERNAL, q->name, NULL, _("too many commands or parameters: %.60s"), sql);
    if (!PQsendQueryParams(q->conn, sql, p->count, p->types, p->values, p->lengths, p->formats, 0))
        return postgres_lost(q, NULL, e);
    q->sent[q->sent_count++] = answer ? *answer : (struct postgres_answer){0};
    return true;
}

bool postgres_finish(struct postgres_store *q, struct error *e)
{
    struct postgres_answer answers[POSTGRES_COMMANDS];
    struct postgres_reading reading = {.outer = q->reading};
    int count = q->sent_count;
    memcpy(answers, q->sent, (size_t)count * sizeof *answers);
    if (count == 0)
        return postgres_ready(q, e);
    q->sent_count = 0;
    if (!PQpipelineSync(q->conn))
        return postgres_lost(q, NULL, e);
    if (!postgres_wait_sent(q, e))
        return false;
    q->reading = &reading;
    bool ok = answers_read(q, answers, count, &reading, e);
    q->reading = reading.outer;
    reading_end(&reading);
    return ok;
}

/* All settings are one statement, because a pipeline takes one statement at a time. Commits are durable even where
 * the server's administrator gave that up, because a poll forgets a page once the page is committed. JIT is off,
 * because compiling a wide aggregate takes longer than it saves. */
bool postgres_settings(struct postgres_store *q, bool write, int patience, struct error *e)
{
    char sql[640];
    snprintf(sql, sizeof sql,
             "SELECT set_config('search_path', 'motcua, pg_temp', true), set_config('statement_timeout', "
             "'%ds', true),"
             " set_config('lock_timeout', '%ds', true), set_config('idle_in_transaction_session_timeout', "
             "'%ds', true),"
             " set_config('jit', 'off', true)%s",
             patience, LIMIT_LOCK_SECONDS < patience ? LIMIT_LOCK_SECONDS : patience,
             LIMIT_TRANSACTION_IDLE_SECONDS,
             write ? ", set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN "
                     "'off' THEN 'on'"
                     " ELSE current_setting('synchronous_commit') END, true)"
                   : ", set_config('transaction_read_only', 'on', true)");
    return postgres_send(q, sql, NULL, NULL, e);
}

/* Does not wait: the server's answer comes together with the answer to the first command. */
bool postgres_begin(struct postgres_store *q, bool write, int patience, struct error *e)
{
    if (!reading_park(q, e) || !postgres_ready(q, e))
        return false;
    if (q->state != POSTGRES_IDLE)
        return error_set(e, ERROR_INTERNAL, q->name, NULL, _("a transaction inside another"));
    if (!postgres_send(q, write ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL, NULL, e))
        return false;
    q->state = write ? POSTGRES_WRITES : POSTGRES_READS;
    if (postgres_settings(q, write, patience, e))
        return true;
    q->state = POSTGRES_IDLE;
    return false;
}

/* The server answers COMMIT with ROLLBACK where a command of the transaction has failed. */
bool postgres_commit(struct postgres_store *q, struct error *e)
{
    bool ok = (!memory_short() || error_memory(e, q->name)) && postgres_ready(q, e) &&
              postgres_send(q, "COMMIT", NULL, NULL, e);
    q->committing = ok;
    bool failed = ok && PQtransactionStatus(q->conn) == PQTRANS_INERROR;
    ok = ok && postgres_finish(q, e);
    q->committing = false;
    if (ok && failed)
        ok = error_set(e, ERROR_INTERNAL, q->name, NULL,
                       _("a transaction that had failed was to be committed"));
    if (ok)
        q->state = POSTGRES_IDLE;
    else
        postgres_rollback(q);
    return ok;
}

void postgres_rollback(struct postgres_store *q)
{
    struct error ignored = {0};
    recent_clear(&q->seen);
    q->state = POSTGRES_IDLE;
    if (!q->conn || !reading_park(q, &ignored) || !q->conn)
        return;
    if ((q->sent_count == 0 && PQtransactionStatus(q->conn) == PQTRANS_IDLE) ||
        (postgres_send(q, "ROLLBACK", NULL, NULL, &ignored) && postgres_finish(q, &ignored)))
        return;
    /* A pipeline that a command broke skips the first ROLLBACK, so that a second one is sent; if that fails, too, the
     * connection is closed. */
    if (q->conn && !(postgres_send(q, "ROLLBACK", NULL, NULL, &ignored) && postgres_finish(q, &ignored)) &&
        q->conn)
        postgres_lost(q, NULL, &ignored);
}

bool postgres_command(struct postgres_store *q, bool write, const char *sql,
                      const struct postgres_params *params, const struct postgres_answer *answer,
                      struct error *e)
{
    bool alone = q->state == POSTGRES_IDLE;
    if (!reading_park(q, e) || !postgres_ready(q, e))
        return false;
    if (alone && write) {
        if (!postgres_begin(q, true, q->patience, e))
            return false;
        if (postgres_send(q, sql, params, answer, e) && postgres_finish(q, e))
            return postgres_commit(q, e);
        postgres_rollback(q);
        return false;
    }
    /* The commands up to the end of a pipeline are one transaction, which needs no BEGIN and no cleaning up. */
    return (!alone || postgres_settings(q, false, LIMIT_STATEMENT_SECONDS, e)) &&
           postgres_send(q, sql, params, answer, e) && postgres_finish(q, e);
}

/* Runs one statement outside of the pipeline. */
static bool statement_run(struct postgres_store *q, const char *sql, struct error *e)
{
    bool ok = true;
    if (!PQsendQuery(q->conn, sql))
        return postgres_lost(q, NULL, e);
    if (!postgres_wait_sent(q, e))
        return false;
    for (;;) {
        PGresult *r = NULL;
        if (!answer_fetch(q, &r, ok ? e : NULL))
            return false;
        ExecStatusType status = r ? PQresultStatus(r) : PGRES_COMMAND_OK;
        if (r && status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            ok = ok && postgres_failed(q, r, e);
        PQclear(r);
        if (!r || PQstatus(q->conn) == CONNECTION_BAD)
            return ok;
    }
}

bool postgres_script(struct postgres_store *q, const char *sql, struct error *e)
{
    const char *begin;
    size_t n;
    bool ok = true;
    if (!postgres_ready(q, e) || !postgres_finish(q, e))
        return false;
    if (!PQexitPipelineMode(q->conn))
        return postgres_lost(q, NULL, e);
    while (ok && statement_next(&sql, &begin, &n)) {
        char *statement = strndup(begin, n);
        ok = statement ? statement_run(q, statement, e) : error_memory(e, q->name);
        free(statement);
        if (!q->conn)
            return false;
    }
    if (PQstatus(q->conn) == CONNECTION_BAD || !PQenterPipelineMode(q->conn))
        return postgres_lost(q, NULL, ok ? e : NULL);
    return ok;
}
