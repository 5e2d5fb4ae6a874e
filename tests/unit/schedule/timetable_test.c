/* When jobs are due. Expected moments are reckoned by hand on the calendar of November 2022 (25 November is a Friday). */
#include "schedule/timetable.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/limit.h"

static struct config_source sources[] = {
    {.name = "tinh", .base_url = "https://a.example", .poll_minutes = 60, .sweep = 7},
    {.name = "thu-muc", .folder = "/x", .poll_minutes = 10, .sweep = 7}};

static moment at(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static struct config config_of(size_t count)
{
    return (struct config){.sources = sources,
                           .source_count = count,
                           .cutoff = 15 * 3600,
                           .delivers = true,
                           .keep = {36},
                           .schedule = {.poll_minutes = 60,
                                        .night = 120,
                                        .wait_minutes = 30,
                                        .report_folder = "/r",
                                        .report_formats = {"docx"},
                                        .report_format_count = 1}};
}

static struct job_done done_of(const char *since, const char *started, const char *ended, int code)
{
    return (struct job_done){.since = at(since),
                             .started = started ? at(started) : MOMENT_NONE,
                             .ended = ended ? at(ended) : MOMENT_NONE,
                             .full = MOMENT_NONE,
                             .code = code};
}

static struct job_due due_of(const struct config *c, const struct job_done *done, size_t i, const char *now)
{
    struct error e = {0};
    struct timetable *t = timetable_new(c, &e);
    assert_non_null(t);
    struct job_due due = timetable_due(t, done, i, at(now));
    timetable_free(t);
    return due;
}

static void expect_at(moment got, const char *expected)
{
    char text[MOMENT_TEXT_BYTES];
    assert_string_equal(moment_write(got, "yyyy-MM-ddTHH:mm", text), expected);
}

static void jobs_of_a_config(void **state)
{
    static const char *const names[] = {"poll:tinh", "poll:thu-muc", "report", "deliver", "prune"};
    struct config c = config_of(2);
    struct error e = {0};
    struct timetable *t = timetable_new(&c, &e);
    (void)state;
    assert_int_equal(timetable_count(t), 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(timetable_job(t, i)->name, names[i]);
    timetable_free(t);
    c.schedule.report_folder = NULL;
    c.delivers = false;
    c.keep[0] = 0;
    t = timetable_new(&c, &e);
    assert_int_equal(timetable_count(t), 2);
    timetable_free(t);
}

/* Between nine and eleven tenths of the interval, always the same; never at the same minute for all. */
static void poll_after_its_interval(void **state)
{
    struct config c = config_of(1);
    bool differs = false;
    (void)state;
    struct job_done first = done_of("2022-11-21T08:00", NULL, NULL, 0);
    assert_int_equal(due_of(&c, &first, 0, "2022-11-21T08:00").at, at("2022-11-21T08:00"));
    moment before = 0;
    for (int day = 21; day < 25; day++) {
        char started[32];
        snprintf(started, sizeof started, "2022-11-%dT08:00", day);
        struct job_done d = done_of("2022-11-21T07:00", started, started, 0);
        d.full = at(started);
        moment due = due_of(&c, &d, 0, started).at, wait = due - at(started);
        assert_int_equal(due, due_of(&c, &d, 0, started).at);
        assert_in_range(wait, 54 * 60, 66 * 60);
        differs = differs || (before && wait != before);
        before = wait;
    }
    assert_true(differs);
}

static void missed_polls_are_one(void **state)
{
    struct config c = config_of(1);
    (void)state;
    struct job_done d = done_of("2022-11-01T08:00", "2022-11-21T08:00", "2022-11-21T08:05", 0);
    d.full = at("2022-11-21T08:00");
    assert_true(due_of(&c, &d, 0, "2022-11-23T09:00").at <= at("2022-11-23T09:00"));
    d.started = at("2022-11-23T09:00");
    d.ended = at("2022-11-23T09:01");
    assert_true(due_of(&c, &d, 0, "2022-11-23T09:01").at > at("2022-11-23T09:50"));
}

static void broken_off_goes_on_at_once(void **state)
{
    struct config c = config_of(1);
    (void)state;
    struct job_done d = done_of("2022-11-01T08:00", "2022-11-21T08:00", NULL, 0);
    d.full = d.started;
    assert_int_equal(due_of(&c, &d, 0, "2022-11-21T08:01").at, d.started);
    d.ended = at("2022-11-21T08:01");
    d.interrupted = true;
    assert_int_equal(due_of(&c, &d, 0, "2022-11-21T08:02").at, d.started);
}

static void quiet_hours(void **state)
{
    struct config c = config_of(1);
    c.schedule.quiet[0] = (struct config_quiet){22 * 60, 5 * 60};
    c.schedule.quiet[1] = (struct config_quiet){14 * 60, 16 * 60};
    c.schedule.quiet_count = 2;
    (void)state;
    struct job_done d = done_of("2022-11-01T08:00", "2022-11-21T21:30", "2022-11-21T21:31", 0);
    d.full = d.started;
    expect_at(due_of(&c, &d, 0, "2022-11-21T21:31").at, "2022-11-22T05:00");
    expect_at(due_of(&c, &d, 0, "2022-11-21T23:59").at, "2022-11-22T05:00"); /* was due, and is quiet now */
    expect_at(due_of(&c, &d, 0, "2022-11-22T04:00").at, "2022-11-22T05:00");
    assert_true(due_of(&c, &d, 0, "2022-11-22T05:00").at <= at("2022-11-22T05:00"));
    struct job_done first = done_of("2022-11-21T23:00", NULL, NULL, 0);
    expect_at(due_of(&c, &first, 0, "2022-11-21T23:00").at, "2022-11-22T05:00");
    /* the cut-off is asked for although it is quiet then */
    struct job_done friday = done_of("2022-11-01T08:00", "2022-11-25T13:50", "2022-11-25T13:51", 0);
    friday.full = friday.started;
    expect_at(due_of(&c, &friday, 0, "2022-11-25T13:51").at, "2022-11-25T15:00");
    friday.started = at("2022-11-25T15:00");
    friday.ended = at("2022-11-25T15:01");
    assert_in_range(due_of(&c, &friday, 0, "2022-11-25T15:02").at, at("2022-11-25T16:00"),
                    at("2022-11-25T16:06"));
}

static void cutoff_poll_and_its_retries(void **state)
{
    struct config c = config_of(1);
    (void)state;
    sources[0].poll_minutes = 1440;
    struct job_done d = done_of("2022-11-01T08:00", "2022-11-25T09:00", "2022-11-25T09:05", 0);
    d.full = d.started;
    expect_at(due_of(&c, &d, 0, "2022-11-25T10:00").at, "2022-11-25T15:00");
    d = done_of("2022-11-01T08:00", "2022-11-25T15:00", "2022-11-25T15:01", 69); /* the portal is down */
    d.full = at("2022-11-24T02:00");
    expect_at(due_of(&c, &d, 0, "2022-11-25T15:02").at, "2022-11-25T15:10");
    d.code = 0;
    assert_true(due_of(&c, &d, 0, "2022-11-25T15:02").at > at("2022-11-26T12:00"));
    d = done_of("2022-11-01T08:00", "2022-11-25T15:40", "2022-11-25T15:41",
                69); /* nobody waits for it any more */
    d.full = at("2022-11-24T02:00");
    assert_true(due_of(&c, &d, 0, "2022-11-25T15:42").at > at("2022-11-26T12:00"));
    sources[0].poll_minutes = 60;
}

static void full_readings_at_night(void **state)
{
    struct config c = config_of(2);
    (void)state;
    sources[0].poll_minutes = 10080;
    struct job_done d[2] = {done_of("2022-11-01T08:00", "2022-11-21T08:00", "2022-11-21T08:05", 0),
                            done_of("2022-11-01T08:00", "2022-11-21T08:00", "2022-11-21T08:05", 0)};
    d[0].full = at("2022-11-14T02:00"); /* seven days later all is due: the night of the 21st */
    assert_true(due_of(&c, d, 0, "2022-11-21T02:00").full);
    assert_false(due_of(&c, d, 0, "2022-11-21T01:59").full);
    d[0].full = at("2022-11-15T10:00"); /* until the 22nd at 10:00: the night before */
    expect_at(due_of(&c, d, 0, "2022-11-21T09:00").at, "2022-11-22T02:00");
    assert_false(due_of(&c, d, 0, "2022-11-21T09:00").full);
    assert_true(due_of(&c, d, 0, "2022-11-22T02:00").full);
    d[1].full = at("2022-11-01T02:00"); /* a folder is always read whole */
    assert_false(due_of(&c, d, 1, "2022-11-22T02:00").full);
    d[0].full = at("2022-11-18T02:00"); /* not while the Friday report waits */
    assert_false(due_of(&c, d, 0, "2022-11-25T15:10").full);
    assert_true(due_of(&c, d, 0, "2022-11-25T15:30").full);
    sources[0].poll_minutes = 60;
}

static void friday_report(void **state)
{
    struct config c = config_of(1);
    (void)state;
    struct job_done d[4] = {done_of("2022-11-01T08:00", "2022-11-25T14:30", "2022-11-25T14:31", 0),
                            done_of("2022-11-01T08:00", "2022-11-18T15:02", "2022-11-18T15:03", 0),
                            done_of("2022-11-01T08:00", "2022-11-18T15:02", "2022-11-18T15:03", 0),
                            done_of("2022-11-01T08:00", NULL, NULL, 0)};
    expect_at(due_of(&c, d, 1, "2022-11-25T14:59").at, "2022-11-25T15:00"); /* the next */
    expect_at(due_of(&c, d, 1, "2022-11-25T15:00").at,
              "2022-11-25T15:30"); /* waits for the poll of the cut-off */
    d[0] = done_of("2022-11-01T08:00", "2022-11-25T15:00", NULL, 0);
    expect_at(due_of(&c, d, 1, "2022-11-25T15:05").at, "2022-11-25T15:30");
    d[0] = done_of("2022-11-01T08:00", "2022-11-25T15:00", "2022-11-25T15:06", 0);
    expect_at(due_of(&c, d, 1, "2022-11-25T15:06").at, "2022-11-25T15:00"); /* now */
    expect_at(due_of(&c, d, 2, "2022-11-25T15:06").at, "2022-11-25T15:00");
    d[0].code = 69; /* one portal is down: the report is not lost */
    expect_at(due_of(&c, d, 1, "2022-11-25T15:06").at, "2022-11-25T15:30");
    d[1] = done_of("2022-11-01T08:00", "2022-11-25T15:30", "2022-11-25T15:31", 0);
    expect_at(due_of(&c, d, 1, "2022-11-25T15:31").at, "2022-12-02T15:00");
    d[1].code = 75; /* a grey list */
    expect_at(due_of(&c, d, 1, "2022-11-25T15:31").at, "2022-11-25T15:40");
    d[1].code = 78;
    expect_at(due_of(&c, d, 1, "2022-11-25T15:31").at, "2022-11-25T16:30");
}

/* Three Fridays were missed: the last is owed, once. What fell due before the job was known is not. */
static void missed_fridays_are_one(void **state)
{
    struct config c = config_of(0);
    (void)state;
    struct job_done d[3] = {done_of("2022-11-01T08:00", "2022-11-04T15:00", "2022-11-04T15:01", 0),
                            done_of("2022-11-26T08:00", NULL, NULL, 0),
                            done_of("2022-11-26T08:00", NULL, NULL, 0)};
    expect_at(due_of(&c, d, 0, "2022-11-26T09:00").at, "2022-11-25T15:00");
    d[0].started = at("2022-11-26T09:00");
    d[0].ended = at("2022-11-26T09:01");
    expect_at(due_of(&c, d, 0, "2022-11-26T09:01").at, "2022-12-02T15:00");
    expect_at(due_of(&c, d, 1, "2022-11-26T09:00").at, "2022-12-02T15:00");
}

static void pruning_at_night(void **state)
{
    struct config c = config_of(0);
    (void)state;
    struct job_done d[3] = {[2] = done_of("2022-11-21T08:00", NULL, NULL, 0)};
    expect_at(due_of(&c, d, 2, "2022-11-21T08:00").at, "2022-11-22T02:00");
    d[2] = done_of("2022-11-21T08:00", "2022-11-22T02:00", "2022-11-22T02:01", 0);
    expect_at(due_of(&c, d, 2, "2022-11-25T08:00").at, "2022-11-23T02:00"); /* owed, once */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_of_a_config),
        cmocka_unit_test(poll_after_its_interval),
        cmocka_unit_test(missed_polls_are_one),
        cmocka_unit_test(broken_off_goes_on_at_once),
        cmocka_unit_test(quiet_hours),
        cmocka_unit_test(cutoff_poll_and_its_retries),
        cmocka_unit_test(full_readings_at_night),
        cmocka_unit_test(friday_report),
        cmocka_unit_test(missed_fridays_are_one),
        cmocka_unit_test(pruning_at_night),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
