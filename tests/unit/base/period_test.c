#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/period.h"

static moment at(const char *text)
{
    moment m = MOMENT_NONE;
    if (text)
        assert_true(moment_read(text, &m));
    return m;
}

static void same_moment(moment got, const char *expected)
{
    char out[MOMENT_TEXT_BYTES];
    assert_string_equal(moment_write(got, "yyyy-MM-dd HH:mm", out), expected);
}

struct sample {
    enum period_kind kind;
    const char *of, *at;
    const char *from, *to, *cut;
};

static void sample_check(const struct sample *s)
{
    struct period p;
    struct error e = {0};
    assert_true(period_make(s->kind, s->of, at(s->at), PERIOD_CUTOFF_SECONDS, &p, &e));
    assert_int_equal(p.kind, s->kind);
    same_moment(p.from, s->from);
    same_moment(p.to, s->to);
    same_moment(p.cut, s->cut);
    if (s->at)
        assert_int_equal(p.at, at(s->at));
}

/* now is Wednesday 2022-11-23 10:00 */
static const struct sample samples[] = {
    /* a Friday by its ISO week */
    {PERIOD_WEEK, "2022-W47", "2022-11-30", "2022-11-18 15:00", "2022-11-25 15:00", "2022-11-25 15:00"},
    {PERIOD_WEEK, "2022-W47", "2022-11-25T09:00", "2022-11-18 15:00", "2022-11-25 15:00", "2022-11-25 09:00"},
    {PERIOD_WEEK, "2022-W47", NULL, "2022-11-18 15:00", "2022-11-25 15:00", "2022-11-23 10:00"},
    {PERIOD_WEEK, "2020-W53", "2021-06-01", "2020-12-25 15:00", "2021-01-01 15:00", "2021-01-01 15:00"},
    {PERIOD_WEEK, "2021-W01", "2021-06-01", "2021-01-01 15:00", "2021-01-08 15:00", "2021-01-08 15:00"},
    {PERIOD_WEEK, "2026-W53", "2027-06-01", "2026-12-25 15:00", "2027-01-01 15:00", "2027-01-01 15:00"},
    {PERIOD_WEEK, "2026-W01", "2027-06-01", "2025-12-26 15:00", "2026-01-02 15:00", "2026-01-02 15:00"},
    {PERIOD_WEEK, "2015-W53", "2027-06-01", "2015-12-25 15:00", "2016-01-01 15:00", "2016-01-01 15:00"},
    {PERIOD_FORTNIGHT, "2022-W47", "2022-11-30", "2022-11-11 15:00", "2022-11-25 15:00", "2022-11-25 15:00"},
    /* nine months: also where October has begun */
    {PERIOD_NINE, "2022-9T", "2022-11-30", "2022-01-01 00:00", "2022-10-01 00:00", "2022-10-01 00:00"},
    {PERIOD_NINE, NULL, "2022-11-30", "2022-01-01 00:00", "2022-10-01 00:00", "2022-10-01 00:00"},
    {PERIOD_NINE, NULL, "2022-05-02T09:00", "2022-01-01 00:00", "2022-10-01 00:00", "2022-05-02 09:00"},
    /* `at` alone is the cut-off itself, whatever its day */
    {PERIOD_WEEK, NULL, "2022-11-25T15:00", "2022-11-18 15:00", "2022-11-25 15:00", "2022-11-25 15:00"},
    {PERIOD_WEEK, NULL, "2022-11-24T16:30", "2022-11-17 16:30", "2022-11-24 16:30", "2022-11-24 16:30"},
    {PERIOD_FORTNIGHT, NULL, "2022-11-25T15:00", "2022-11-11 15:00", "2022-11-25 15:00", "2022-11-25 15:00"},
    /* neither: the latest Friday that has begun */
    {PERIOD_WEEK, NULL, NULL, "2022-11-11 15:00", "2022-11-18 15:00", "2022-11-18 15:00"},
    /* months and their like */
    {PERIOD_MONTH, NULL, NULL, "2022-11-01 00:00", "2022-12-01 00:00", "2022-11-23 10:00"},
    {PERIOD_MONTH, "2022-11", "2022-11-25T15:00", "2022-11-01 00:00", "2022-12-01 00:00", "2022-11-25 15:00"},
    {PERIOD_MONTH, "2022-10", NULL, "2022-10-01 00:00", "2022-11-01 00:00", "2022-11-01 00:00"},
    {PERIOD_MONTH, "2022-12", "2023-02-01", "2022-12-01 00:00", "2023-01-01 00:00", "2023-01-01 00:00"},
    {PERIOD_MONTH, NULL, "2022-12-01T00:00", "2022-12-01 00:00", "2023-01-01 00:00", "2022-12-01 00:00"},
    {PERIOD_MONTH, NULL, "2022-11-30T23:59:59", "2022-11-01 00:00", "2022-12-01 00:00", "2022-11-30 23:59"},
    {PERIOD_MONTH, "2024-02", "2025-01-01", "2024-02-01 00:00", "2024-03-01 00:00", "2024-03-01 00:00"},
    {PERIOD_MONTH, NULL, "2024-02-29", "2024-02-01 00:00", "2024-03-01 00:00", "2024-02-29 00:00"},
    {PERIOD_MONTH, "2023-01", NULL, "2023-01-01 00:00", "2023-02-01 00:00",
     "2022-11-23 10:00"}, /* not begun */
    {PERIOD_QUARTER, "2022-Q4", "2023-05-01", "2022-10-01 00:00", "2023-01-01 00:00", "2023-01-01 00:00"},
    {PERIOD_QUARTER, NULL, NULL, "2022-10-01 00:00", "2023-01-01 00:00", "2022-11-23 10:00"},
    {PERIOD_QUARTER, NULL, "2022-09-30", "2022-07-01 00:00", "2022-10-01 00:00", "2022-09-30 00:00"},
    {PERIOD_HALF, "2022-H1", "2023-05-01", "2022-01-01 00:00", "2022-07-01 00:00", "2022-07-01 00:00"},
    {PERIOD_HALF, NULL, NULL, "2022-07-01 00:00", "2023-01-01 00:00", "2022-11-23 10:00"},
    {PERIOD_YEAR, "2022", "2022-11-25T15:00", "2022-01-01 00:00", "2023-01-01 00:00", "2022-11-25 15:00"},
    {PERIOD_YEAR, NULL, NULL, "2022-01-01 00:00", "2023-01-01 00:00", "2022-11-23 10:00"}};

static void test_samples(void **state)
{
    static const char *const zones[] = {"America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati"};
    (void)state;
    setenv("MOTCUA_NOW", "2022-11-23T10:00", 1);
    for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
        setenv("TZ", zones[z], 1);
        tzset();
        for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
            sample_check(&samples[i]);
    }
    unsetenv("TZ");
    tzset();
    unsetenv("MOTCUA_NOW");
}

/* Which Friday a week is, from Thursday night to Saturday. */
static void test_friday(void **state)
{
    static const struct {
        const char *now, *to, *cut;
    } cases[] = {{"2022-11-24T23:59", "2022-11-18 15:00", "2022-11-18 15:00"},
                 {"2022-11-25T00:00", "2022-11-25 15:00", "2022-11-25 00:00"},
                 {"2022-11-25T14:59", "2022-11-25 15:00", "2022-11-25 14:59"},
                 {"2022-11-25T15:00", "2022-11-25 15:00", "2022-11-25 15:00"},
                 {"2022-11-26T08:00", "2022-11-25 15:00", "2022-11-25 15:00"},
                 {"2022-11-27T23:00", "2022-11-25 15:00", "2022-11-25 15:00"},
                 {"2022-11-28T08:00", "2022-11-25 15:00", "2022-11-25 15:00"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period p;
        struct error e = {0};
        setenv("MOTCUA_NOW", cases[i].now, 1);
        assert_true(period_make(PERIOD_WEEK, NULL, MOMENT_NONE, PERIOD_CUTOFF_SECONDS, &p, &e));
        same_moment(p.to, cases[i].to);
        same_moment(p.cut, cases[i].cut);
        assert_int_equal(p.to - p.from, 7 * 86400);
    }
    unsetenv("MOTCUA_NOW");
}

/* Each call is told its hour: two configs in one program do not see each other's. */
static void test_cutoff(void **state)
{
    const int half_past_eleven = 11 * 3600 + 30 * 60;
    struct period noon, three, told;
    struct error e = {0};
    (void)state;
    assert_true(period_make(PERIOD_WEEK, "2022-W47", at("2022-11-30"), half_past_eleven, &noon, &e));
    assert_true(period_make(PERIOD_WEEK, "2022-W47", at("2022-11-30"), PERIOD_CUTOFF_SECONDS, &three, &e));
    same_moment(noon.from, "2022-11-18 11:30");
    same_moment(noon.cut, "2022-11-25 11:30");
    same_moment(three.cut, "2022-11-25 15:00");
    assert_true(period_told("2022-W47", half_past_eleven, &told));
    same_moment(told.to, "2022-11-25 11:30");
    noon = period_at(PERIOD_WEEK, at("2022-11-25T12:00"), at("2022-11-25T12:00"), half_past_eleven);
    same_moment(noon.to, "2022-12-02 11:30");
    three = period_at(PERIOD_WEEK, at("2022-11-25T12:00"), at("2022-11-25T12:00"), PERIOD_CUTOFF_SECONDS);
    same_moment(three.to, "2022-11-25 15:00");
}

static void test_wrong_of(void **state)
{
    static const struct {
        enum period_kind kind;
        const char *of, *example;
    } wrong[] = {{PERIOD_WEEK, "2022-11", "2022-W47"},
                 {PERIOD_WEEK, "2022-W00", "2022-W47"},
                 {PERIOD_WEEK, "2022-W53", "2022-W47"}, /* that year has 52 */
                 {PERIOD_WEEK, "2021-W53", "2022-W47"},
                 {PERIOD_WEEK, "2022-W54", "2022-W47"},
                 {PERIOD_WEEK, "2022-W7", "2022-W47"},
                 {PERIOD_FORTNIGHT, "2022", "2022-W47"},
                 {PERIOD_MONTH, "2022", "2022-11"},
                 {PERIOD_MONTH, "2022-13", "2022-11"},
                 {PERIOD_MONTH, "2022-00", "2022-11"},
                 {PERIOD_MONTH, "2022-1", "2022-11"},
                 {PERIOD_MONTH, "2022-111", "2022-11"},
                 {PERIOD_MONTH, "2022-W47", "2022-11"},
                 {PERIOD_MONTH, "11/2022", "2022-11"},
                 {PERIOD_MONTH, "", "2022-11"},
                 {PERIOD_MONTH, "1900-01", "2022-11"},
                 {PERIOD_MONTH, "2199-12", "2022-11"},
                 {PERIOD_QUARTER, "2022-Q5", "2022-Q4"},
                 {PERIOD_QUARTER, "2022-Q0", "2022-Q4"},
                 {PERIOD_QUARTER, "2022-q4", "2022-Q4"},
                 {PERIOD_HALF, "2022-H3", "2022-H2"},
                 {PERIOD_HALF, "2022-Q1", "2022-H2"},
                 {PERIOD_YEAR, "2022-11", "2022"},
                 {PERIOD_YEAR, "22", "2022"},
                 {PERIOD_YEAR, "+022", "2022"}};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct period p;
        struct error e = {0};
        assert_false(
            period_make(wrong[i].kind, wrong[i].of, at("2022-11-25"), PERIOD_CUTOFF_SECONDS, &p, &e));
        assert_int_equal(e.code, ERROR_USAGE);
        assert_string_equal(e.where, "--of");
        assert_non_null(strstr(e.hint, wrong[i].example));
        assert_non_null(strstr(e.what, wrong[i].of));
    }
}

static void test_far_years(void **state)
{
    struct period p;
    struct error e = {0};
    (void)state;
    assert_false(period_make(PERIOD_YEAR, NULL, at("2199-12-31"), PERIOD_CUTOFF_SECONDS, &p, &e));
    assert_int_equal(e.code, ERROR_USAGE);
    assert_false(period_make(PERIOD_WEEK, NULL, INT64_MAX, PERIOD_CUTOFF_SECONDS, &p, &e));
    assert_true(period_make(PERIOD_YEAR, "2198", at("2022-11-25"), PERIOD_CUTOFF_SECONDS, &p, &e));
    same_moment(p.to, "2199-01-01 00:00");
    assert_true(period_make(PERIOD_FORTNIGHT, "1901-W01", at("2022-11-25"), PERIOD_CUTOFF_SECONDS, &p, &e));
    same_moment(p.to, "1901-01-04 15:00");
}

static void test_before(void **state)
{
    static const struct sample cases[] = {
        {PERIOD_WEEK, NULL, "2022-11-25T15:00", "2022-11-11 15:00", "2022-11-18 15:00", "2022-11-18 15:00"},
        {PERIOD_FORTNIGHT, NULL, "2022-11-25T15:00", "2022-10-28 15:00", "2022-11-11 15:00",
         "2022-11-11 15:00"},
        {PERIOD_MONTH, "2023-01", "2023-01-20", "2022-12-01 00:00", "2023-01-01 00:00", "2023-01-01 00:00"},
        {PERIOD_MONTH, "2024-03", "2024-03-20", "2024-02-01 00:00", "2024-03-01 00:00", "2024-03-01 00:00"},
        {PERIOD_QUARTER, "2023-Q1", "2023-01-20", "2022-10-01 00:00", "2023-01-01 00:00", "2023-01-01 00:00"},
        {PERIOD_HALF, "2022-H2", "2022-08-20", "2022-01-01 00:00", "2022-07-01 00:00", "2022-07-01 00:00"},
        {PERIOD_YEAR, "2022", "2022-08-20", "2021-01-01 00:00", "2022-01-01 00:00", "2022-01-01 00:00"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period p, before;
        struct error e = {0};
        assert_true(period_make(cases[i].kind, cases[i].of, at(cases[i].at), PERIOD_CUTOFF_SECONDS, &p, &e));
        before = period_before(&p);
        assert_int_equal(before.kind, cases[i].kind);
        same_moment(before.from, cases[i].from);
        same_moment(before.to, cases[i].to);
        same_moment(before.cut, cases[i].cut);
        assert_int_equal(before.at, before.to);
    }
}

/* A text alone tells its kind; the same months of the year before end with that year's. */
static void test_told(void **state)
{
    static const struct {
        const char *of;
        enum period_kind kind;
        const char *from, *year_before_from, *year_before_to;
    } cases[] = {{"2022", PERIOD_YEAR, "2022-01-01 00:00", "2021-01-01 00:00", "2022-01-01 00:00"},
                 {"2022-H2", PERIOD_HALF, "2022-07-01 00:00", "2021-07-01 00:00", "2022-01-01 00:00"},
                 {"2022-Q4", PERIOD_QUARTER, "2022-10-01 00:00", "2021-10-01 00:00", "2022-01-01 00:00"},
                 {"2024-02", PERIOD_MONTH, "2024-02-01 00:00", "2023-02-01 00:00", "2023-03-01 00:00"},
                 {"2022-W47", PERIOD_WEEK, "2022-11-18 15:00", "2021-11-19 15:00", "2021-11-26 15:00"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period p;
        assert_true(period_told(cases[i].of, PERIOD_CUTOFF_SECONDS, &p));
        assert_int_equal(p.kind, cases[i].kind);
        same_moment(p.from, cases[i].from);
        struct period before = period_year_before(&p);
        assert_int_equal(before.kind, cases[i].kind);
        same_moment(before.from, cases[i].year_before_from);
        same_moment(before.to, cases[i].year_before_to);
        assert_int_equal(before.cut, before.to);
    }
    struct period p;
    assert_false(period_told("2022-Q5", PERIOD_CUTOFF_SECONDS, &p));
    assert_false(period_told("", PERIOD_CUTOFF_SECONDS, &p));
}

static void test_names(void **state)
{
    static const char *const names[] = {"week", "fortnight", "month", "quarter", "half", "nine", "year"};
    enum period_kind kind;
    (void)state;
    for (int i = 0; i < 7; i++) {
        assert_true(period_kind_read(names[i], &kind));
        assert_int_equal(kind, i);
        assert_string_equal(period_kind_name(kind), names[i]);
    }
    assert_false(period_kind_read("weeks", &kind));
    assert_false(period_kind_read("", &kind));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_told),     cmocka_unit_test(test_samples),
                                       cmocka_unit_test(test_friday),   cmocka_unit_test(test_cutoff),
                                       cmocka_unit_test(test_wrong_of), cmocka_unit_test(test_far_years),
                                       cmocka_unit_test(test_before),   cmocka_unit_test(test_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
