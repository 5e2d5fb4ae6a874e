/* Claims of jobs, on SQLite and on a real PostgreSQL: the same for both. */
#include "both_stores.h"

#include "base/limit.h"
#include "schedule/job.h"

static struct config_source source = {.name = "tinh", .base_url = "https://a.example", .poll_minutes = 60};
static const struct config config = {
    .sources = &source, .source_count = 1, .cutoff = 15 * 3600, .delivers = true};
enum { POLL, DELIVER, JOBS };
/* No process of this machine: only the clock tells that they are dead. */
static const char a[] = "elsewhere/1/a", b[] = "elsewhere/2/b";

static struct timetable *times(void)
{
    struct error e = {0};
    struct timetable *t = timetable_new(&config, &e);
    assert_non_null(t);
    assert_int_equal(timetable_count(t), JOBS);
    return t;
}

static void load(struct store *s, const struct timetable *t, struct job_row rows[JOBS])
{
    struct error e = {0};
    assert_ok(job_rows_load(s, t, rows, &e), e);
}

static bool claimed(struct store *s, const struct job_row *row, const char *who, moment now)
{
    struct error e = {0};
    bool mine = false;
    assert_ok(job_claim(s, "poll:tinh", row, who, now, false, &mine, &e), e);
    return mine;
}

static void entered_once(const char *url)
{
    struct store *s = open_store(url);
    struct timetable *t = times();
    struct job_row rows[JOBS];
    struct error e = {0};
    load(s, t, rows);
    assert_int_equal(rows[POLL].beat, -1);
    struct job_watch watch = {0};
    assert_false(job_is_free(&rows[POLL], &watch, a, 5));
    assert_ok(job_rows_enter(s, t, 1000, &e), e);
    assert_ok(job_rows_enter(s, t, 2000, &e), e);
    load(s, t, rows);
    assert_int_equal(rows[POLL].done.since, 1000);
    assert_true(rows[DELIVER].done.started == MOMENT_NONE && rows[DELIVER].done.ended == MOMENT_NONE);
    assert_true(job_is_free(&rows[POLL], &watch, a, 5));
    timetable_free(t);
    store_close(s);
}

/* Of two that have seen the same row one gets the job; also where the first has done it already. */
static void one_of_two(const char *url)
{
    struct store *s = open_store(url), *other = open_store(url);
    struct timetable *t = times();
    struct job_row rows[JOBS], seen[JOBS];
    struct error e = {0};
    assert_ok(job_rows_enter(s, t, 1000, &e), e);
    load(s, t, rows);
    load(other, t, seen);
    assert_true(claimed(s, &rows[POLL], a, 2000));
    assert_false(claimed(other, &seen[POLL], b, 2000));
    assert_ok(job_end(s, "poll:tinh", a, 2001, 0, &e), e);
    assert_false(claimed(other, &seen[POLL], b, 2002));
    load(other, t, seen);
    assert_int_equal(seen[POLL].done.started, 2000);
    assert_int_equal(seen[POLL].done.ended, 2001);
    assert_true(seen[POLL].done.code == 0 && !seen[POLL].done.interrupted && !*seen[POLL].holder);
    assert_true(claimed(other, &seen[POLL], b, 3000));
    assert_ok(job_end(other, "poll:tinh", b, 3001, 69, &e), e);
    load(s, t, rows);
    assert_int_equal(rows[POLL].done.code, 69);
    timetable_free(t);
    store_close(other);
    store_close(s);
}

/* A holder that gives signs of life keeps its job however long it takes; one that gives none loses it after its time, and
 * learns so. */
static void taken_over_after_its_time(const char *url)
{
    struct store *s = open_store(url);
    struct timetable *t = times();
    struct job_row rows[JOBS];
    struct job_watch watch = {0};
    struct error e = {0};
    bool mine = false;
    assert_ok(job_rows_enter(s, t, 1000, &e), e);
    load(s, t, rows);
    assert_true(claimed(s, &rows[POLL], a, 2000));
    int64_t clock = 50;
    for (int beats = 0; beats < 20; beats++, clock += LIMIT_JOB_LEASE_SECONDS - 1) {
        load(s, t, rows);
        assert_false(job_is_free(&rows[POLL], &watch, b, clock));
        assert_ok(job_beat(s, "poll:tinh", a, &mine, &e), e);
        assert_true(mine);
    }
    load(s, t, rows);
    assert_string_equal(rows[POLL].holder, a);
    assert_false(job_is_free(&rows[POLL], &watch, b, clock));
    assert_false(job_is_free(&rows[POLL], &watch, b, clock + LIMIT_JOB_LEASE_SECONDS - 1));
    assert_true(job_is_free(&rows[POLL], &watch, b, clock + LIMIT_JOB_LEASE_SECONDS));
    assert_true(claimed(s, &rows[POLL], b, 4000));
    assert_ok(job_beat(s, "poll:tinh", a, &mine, &e), e);
    assert_false(mine);
    assert_ok(job_end(s, "poll:tinh", a, 4001, 0, &e), e); /* changes nothing: it is not its any more */
    load(s, t, rows);
    assert_string_equal(rows[POLL].holder, b);
    assert_true(rows[POLL].done.ended == MOMENT_NONE);
    timetable_free(t);
    store_close(s);
}

static void full_and_interrupted(const char *url)
{
    struct store *s = open_store(url);
    struct timetable *t = times();
    struct job_row rows[JOBS];
    struct error e = {0};
    bool mine = false;
    assert_ok(job_rows_enter(s, t, 1000, &e), e);
    load(s, t, rows);
    assert_ok(job_claim(s, "poll:tinh", &rows[POLL], a, 2000, true, &mine, &e), e);
    assert_true(mine);
    assert_ok(job_end(s, "poll:tinh", a, 2100, -1, &e), e);
    load(s, t, rows);
    assert_int_equal(rows[POLL].done.full, 2000);
    assert_true(rows[POLL].done.interrupted);
    assert_true(claimed(s, &rows[POLL], a, 2200)); /* not a full one: that of before stays noted */
    load(s, t, rows);
    assert_int_equal(rows[POLL].done.full, 2000);
    assert_false(rows[POLL].done.interrupted);
    timetable_free(t);
    store_close(s);
}

ON_BOTH(entered_once)
ON_BOTH(one_of_two)
ON_BOTH(taken_over_after_its_time)
ON_BOTH(full_and_interrupted)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {BOTH(entered_once), BOTH(one_of_two), BOTH(taken_over_after_its_time),
                                       BOTH(full_and_interrupted)};
    (void)argc;
    return RUN_WITH_SERVER(tests, argv);
}
