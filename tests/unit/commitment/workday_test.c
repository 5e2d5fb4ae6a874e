/* Working days against the calendars of 2022 to 2027: months counted by hand. */
#include "commitment/workday.h"
#include "sample.h"

static struct workdays *calendar;

static int calendar_open(void **state)
{
    struct error e = {0};
    (void)state;
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    calendar = workdays_load(&e);
    assert_ok(calendar, e);
    return 0;
}

static int calendar_close(void **state)
{
    (void)state;
    workdays_free(calendar);
    workdays_free(NULL);
    return 0;
}

static moment at(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

/* Weekdays of the month less the holidays that fall on them, plus Saturdays worked. */
static void test_months(void **state)
{
    static const struct {
        const char *from, *to;
        int64_t days;
    } expected[] = {
        {"2022-11-01", "2022-12-01", 22}, /* 22 weekdays, no holiday */
        {"2022-01-01", "2022-02-01", 19}, /* 21, less 3/1 and 31/1 */
        {"2022-02-01", "2022-03-01", 16}, /* 20, less 1/2 to 4/2 */
        {"2022-05-01", "2022-06-01", 20}, /* 22, less 2/5 and 3/5 */
        {"2023-01-01", "2023-02-01", 16}, /* 22, less 2/1, 20/1, 23/1 to 26/1 */
        {"2024-04-01", "2024-05-01", 19}, /* 22, less 18/4, 29/4, 30/4 */
        {"2024-05-01", "2024-06-01", 23}, /* 23, less 1/5, plus Saturday 4/5 */
        {"2025-04-01", "2025-05-01", 21}, /* 22, less 7/4 and 30/4, plus Saturday 26/4 */
        {"2026-02-01", "2026-03-01", 15}, /* 20, less 16/2 to 20/2 */
        {"2026-09-01", "2026-10-01", 20}, /* 22, less 1/9 and 2/9 */
        {"2026-11-01", "2026-12-01", 20}, /* 21, less 24/11 */
        {"2025-11-01", "2025-12-01", 20}, /* 20: 24/11 is a working day before 2026 */
    };
    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        if (workdays_between(calendar, at(expected[i].from), at(expected[i].to)) != expected[i].days)
            fail_msg("%s: %lld, not %lld", expected[i].from,
                     (long long)workdays_between(calendar, at(expected[i].from), at(expected[i].to)),
                     (long long)expected[i].days);
}

/* A day counts while its noon lies ahead. */
static void test_moments(void **state)
{
    (void)state;
    assert_int_equal(workdays_between(calendar, at("2022-11-25T15:00"), at("2022-12-01")), 3);
    assert_int_equal(workdays_between(calendar, at("2022-11-25T08:00"), at("2022-12-01")), 4);
    assert_int_equal(workdays_between(calendar, at("2022-11-25T12:00"), at("2022-12-01")), 4);
    assert_int_equal(workdays_between(calendar, at("2022-11-01"), at("2022-11-25T15:00")), 19);
    assert_int_equal(workdays_between(calendar, at("2022-11-26"), at("2022-11-28")), 0);
    assert_int_equal(workdays_between(calendar, at("2022-11-28"), at("2022-11-26")), 0);
    assert_true(workday_is(calendar, at("2022-11-25T23:59")));
    assert_false(workday_is(calendar, at("2022-09-02T10:00")));
    assert_true(workday_is(calendar, at("2024-05-04T10:00")));
    assert_false(workday_is(calendar, at("2024-05-11T10:00")));
    assert_false(workday_is(calendar, at("2031-04-30T10:00"))); /* a fixed one of a year not listed */
}

static void test_decided(void **state)
{
    (void)state;
    assert_true(workdays_decided(calendar, at("2022-11-01"), at("2022-12-01")));
    assert_true(workdays_decided(calendar, at("2026-01-01"), at("2027-01-01")));
    assert_false(workdays_decided(calendar, at("2026-12-01"), at("2027-02-01")));
    assert_false(workdays_decided(calendar, at("2031-01-01"), at("2031-02-01")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_months), cmocka_unit_test(test_moments),
                                       cmocka_unit_test(test_decided)};
    return cmocka_run_group_tests(tests, calendar_open, calendar_close);
}
