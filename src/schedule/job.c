#include "schedule/job.h"

#include <stdio.h>
#include <string.h>

#include "base/limit.h"

static bool written(struct store *s, const char *sql, const struct value *params, int count, int64_t *rows,
                    struct error *e)
{
    *rows = 0;
    if (!store_write_begin(s, e))
        return false;
    return store_write_end(s, store_write(s, sql, params, count, value_number_row, rows, e), e);
}

static bool name_row(void *context, const struct value *columns, int count, struct error *e)
{
    const struct timetable *t = ((void **)context)[0];
    bool *there = ((void **)context)[1];
    (void)count;
    (void)e;
    for (size_t i = 0; i < timetable_count(t); i++)
        there[i] = there[i] || strcmp(timetable_job(t, i)->name, value_to_text(&columns[0])) == 0;
    return true;
}

bool job_rows_enter(struct store *s, const struct timetable *t, moment now, struct error *e)
{
    bool there[LIMIT_JOBS] = {false};
    void *context[] = {(void *)(uintptr_t)t, there};
    if (!store_query(s, "SELECT name FROM job", NULL, 0, name_row, context, e))
        return false;
    for (size_t i = 0; i < timetable_count(t); i++) {
        const struct value params[] = {value_text(timetable_job(t, i)->name), value_moment(now)};
        int64_t rows;
        if (!there[i] &&
            !written(s,
                     "INSERT INTO job (name, since) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING"
                     " RETURNING 1",
                     params, 2, &rows, e))
            return false;
    }
    return true;
}

struct loading {
    const struct timetable *t;
    struct job_row *rows;
};

static bool job_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct loading *l = context;
    (void)count;
    (void)e;
    for (size_t i = 0; i < timetable_count(l->t); i++) {
        if (strcmp(timetable_job(l->t, i)->name, value_to_text(&columns[0])) != 0)
            continue;
        struct job_row *row = &l->rows[i];
        row->done = (struct job_done){.since = value_to_moment(&columns[1]),
                                      .started = value_to_moment(&columns[2]),
                                      .ended = value_to_moment(&columns[3]),
                                      .full = value_to_moment(&columns[4]),
                                      .code = columns[5].known ? (int)columns[5].number : 0,
                                      .interrupted = columns[3].known && !columns[5].known};
        snprintf(row->holder, sizeof row->holder, "%s", value_to_text(&columns[6]));
        row->beat = columns[7].number;
        break;
    }
    return true;
}

bool job_rows_load(struct store *s, const struct timetable *t, struct job_row *rows, struct error *e)
{
    struct loading l = {t, rows};
    for (size_t i = 0; i < timetable_count(t); i++)
        rows[i] = (struct job_row){
            .done = {.since = MOMENT_NONE, .started = MOMENT_NONE, .ended = MOMENT_NONE, .full = MOMENT_NONE},
            .beat = -1};
    return store_query(s, "SELECT name, since, started_at, ended_at, full_at, code, holder, beat FROM job",
                       NULL, 0, job_row, &l, e);
}

bool job_is_free(const struct job_row *row, struct job_watch *watch, const char *me, int64_t clock)
{
    if (row->beat < 0) /* the job has no row yet */
        return false;
    if (!*row->holder)
        return true;
    if (strcmp(row->holder, me) == 0)
        return false;
    if (watch->beat != row->beat || !watch->since) {
        *watch = (struct job_watch){row->beat, clock};
        return holder_gone(row->holder, me);
    }
    return clock - watch->since >= LIMIT_JOB_LEASE_SECONDS || holder_gone(row->holder, me);
}

bool job_claim(struct store *s, const char *name, const struct job_row *row, const char *me, moment now,
               bool full, bool *mine, struct error *e)
{
    const struct value params[] = {value_text(name), value_number(row->beat), value_text(me),
                                   value_moment(now), value_number(full)};
    int64_t rows;
    bool ok =
        written(s,
                "UPDATE job SET holder = $3, beat = beat + 1, started_at = $4, ended_at = NULL, code = NULL,"
                " full_at = CASE WHEN CAST($5 AS BIGINT) = 1 THEN $4 ELSE full_at END"
                " WHERE name = $1 AND beat = $2 RETURNING 1",
                params, 5, &rows, e);
    *mine = ok && rows;
    return ok;
}

bool job_beat(struct store *s, const char *name, const char *me, bool *mine, struct error *e)
{
    const struct value params[] = {value_text(name), value_text(me)};
    int64_t rows;
    bool ok = written(s, "UPDATE job SET beat = beat + 1 WHERE name = $1 AND holder = $2 RETURNING 1", params,
                      2, &rows, e);
    *mine = ok && rows;
    return ok;
}

bool job_end(struct store *s, const char *name, const char *me, moment now, int code, struct error *e)
{
    const struct value params[] = {value_text(name), value_text(me), value_moment(now),
                                   value_if(code >= 0, code)};
    int64_t rows;
    return written(s,
                   "UPDATE job SET holder = '', beat = beat + 1, ended_at = $3, code = $4"
                   " WHERE name = $1 AND holder = $2 RETURNING 1",
                   params, 4, &rows, e);
}
