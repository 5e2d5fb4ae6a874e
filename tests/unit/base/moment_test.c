#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/moment.h"

/* Seconds from `date -u -d "2022-11-25 08:00" +%s` and the like. */
static const struct {
    int year, month, day, hour, minute, second, weekday;
    moment m;
} known[] = {{2022, 11, 25, 15, 0, 0, 5, 1669363200},  {1970, 1, 1, 7, 0, 0, 4, 0},
             {1970, 1, 1, 0, 0, 0, 4, -25200},         {2000, 3, 1, 0, 0, 0, 3, 951843600},
             {1900, 1, 1, 0, 0, 0, 1, -2209014000},    {2199, 12, 31, 23, 59, 59, 2, 7258093199},
             {2024, 2, 29, 12, 34, 56, 4, 1709184896}, {2021, 1, 1, 15, 0, 0, 5, 1609488000}};

static void test_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        moment m = moment_of(known[i].year, known[i].month, known[i].day, known[i].hour, known[i].minute,
                             known[i].second);
        struct wall w = moment_wall(known[i].m);
        assert_int_equal(m, known[i].m);
        assert_int_equal(w.year, known[i].year);
        assert_int_equal(w.month, known[i].month);
        assert_int_equal(w.day, known[i].day);
        assert_int_equal(w.hour, known[i].hour);
        assert_int_equal(w.minute, known[i].minute);
        assert_int_equal(w.second, known[i].second);
        assert_int_equal(w.weekday, known[i].weekday);
    }
}

/* Against libc in a zone that is seven hours ahead, for every day of three centuries. */
static void test_every_day(void **state)
{
    (void)state;
    setenv("TZ", "<+07>-7", 1);
    tzset();
    for (moment m = known[4].m; m <= known[5].m; m += MOMENT_DAY) {
        time_t t = (time_t)m;
        struct tm tm;
        assert_non_null(localtime_r(&t, &tm));
        struct wall w = moment_wall(m);
        assert_int_equal(w.year, tm.tm_year + 1900);
        assert_int_equal(w.month, tm.tm_mon + 1);
        assert_int_equal(w.day, tm.tm_mday);
        assert_int_equal(w.weekday % 7, tm.tm_wday);
        assert_int_equal(moment_of(w.year, w.month, w.day, 0, 0, 0), m);
    }
    unsetenv("TZ");
    tzset();
}

static void test_zone(void **state)
{
    static const char *const zones[] = {"America/New_York", "Asia/Ho_Chi_Minh", "UTC", "EST5EDT"};
    char out[MOMENT_TEXT_BYTES];
    moment m;
    (void)state;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        setenv("TZ", zones[i], 1);
        tzset();
        assert_true(moment_read("2022-11-25T15:00", &m));
        assert_int_equal(m, 1669363200);
        assert_string_equal(moment_write(1669363200, "HH:mm dd/MM/yyyy", out), "15:00 25/11/2022");
        assert_int_equal(moment_day(m), 1669363200 - 15 * 3600);
    }
    unsetenv("TZ");
    tzset();
}

static void test_no_such_date(void **state)
{
    static const int wrong[][6] = {
        {2023, 2, 29, 0, 0, 0},    {2100, 2, 29, 0, 0, 0}, {2022, 2, 30, 0, 0, 0},
        {2022, 4, 31, 0, 0, 0},    {2022, 0, 1, 0, 0, 0},  {2022, 13, 1, 0, 0, 0},
        {2022, 1, 0, 0, 0, 0},     {2022, 1, 32, 0, 0, 0}, {1899, 12, 31, 0, 0, 0},
        {2200, 1, 1, 0, 0, 0},     {2022, 1, 1, 24, 0, 0}, {2022, 1, 1, 0, 60, 0},
        {2022, 1, 1, 0, 0, 60},    {2022, 1, 1, -1, 0, 0}, {INT32_MAX, 1, 1, 0, 0, 0},
        {INT32_MIN, 1, 1, 0, 0, 0}};
    char out[MOMENT_TEXT_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_true(moment_of(wrong[i][0], wrong[i][1], wrong[i][2], wrong[i][3], wrong[i][4], wrong[i][5]) ==
                    MOMENT_NONE);
    assert_true(moment_of(2000, 2, 29, 0, 0, 0) != MOMENT_NONE);
    static const moment outside[] = {MOMENT_NONE, INT64_MAX, 7258093200, -2209014001};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        assert_int_equal(moment_wall(outside[i]).year, 0);
        assert_true(moment_day(outside[i]) == MOMENT_NONE);
        assert_string_equal(moment_write(outside[i], "yyyy-MM-dd", out), "");
    }
}

static void test_parse(void **state)
{
    static const struct {
        const char *text, *pattern;
        moment m;
    } good[] = {{"25/11/2022 15:00:00", "dd/MM/yyyy HH:mm:ss", 1669363200},
                {"20221125150000", "yyyyMMddHHmmss", 1669363200},
                {"20221125", "yyyyMMdd", 1669309200},
                {"1/3/2000", "d/M/yyyy", 951843600},
                {"01/03/2000", "d/M/yyyy", 951843600},
                {"25/11/2022 15:00", "d/M/yyyy H:mm", 1669363200},
                {"2022-11-25T08:00:00.123Z", "yyyy-MM-ddTHH:mm:ss.SSSZ", 1669363200},
                {"2022-11-25T15:00:00.1+0700", "yyyy-MM-ddTHH:mm:ss.SSSZ", 1669363200},
                {"2022-11-25T15:00:00.123456789+07:00", "yyyy-MM-ddTHH:mm:ss.SZ", 1669363200},
                {"2022-11-25T08:00:00+00", "yyyy-MM-ddTHH:mm:ssZ", 1669363200},
                {"2022-11-25T03:00:00-0500", "yyyy-MM-ddTHH:mm:ssZ", 1669363200},
                {"2022-11-25T08:00:00Z", "yyyy-MM-ddTHH:mm:ssZ", 1669363200},
                {"2022-11-25T13:30:00+05:30", "yyyy-MM-ddTHH:mm:ssZ", 1669363200}};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        moment m = 1;
        assert_true(moment_parse(good[i].text, strlen(good[i].text), good[i].pattern, &m));
        assert_int_equal(m, good[i].m);
    }
}

static void test_parse_wrong(void **state)
{
    static const struct {
        const char *text, *pattern;
    } wrong[] = {{"25/11/2022 15:00", "dd/MM/yyyy HH:mm:ss"},
                 {"25/11/2022 15:00:00 ", "dd/MM/yyyy HH:mm:ss"},
                 {"25-11-2022", "dd/MM/yyyy"},
                 {"5/11/2022", "dd/MM/yyyy"},
                 {"30/02/2022", "dd/MM/yyyy"},
                 {"29/02/2023", "dd/MM/yyyy"},
                 {"25/13/2022", "dd/MM/yyyy"},
                 {"25/11/22", "dd/MM/yyyy"},
                 {"", "dd/MM/yyyy"},
                 {"25/11/2022", ""},
                 {"15:00", "HH:mm"},
                 {"2022-11-25T15:00:00.Z", "yyyy-MM-ddTHH:mm:ss.SZ"},
                 {"2022-11-25T15:00:00", "yyyy-MM-ddTHH:mm:ssZ"},
                 {"2022-11-25T15:00:00+7", "yyyy-MM-ddTHH:mm:ssZ"},
                 {"2022-11-25T15:00:00+07:", "yyyy-MM-ddTHH:mm:ssZ"},
                 {"2022-11-25T15:00:00+99:00", "yyyy-MM-ddTHH:mm:ssZ"},
                 {"2022-11-25T15:00:00+07:60", "yyyy-MM-ddTHH:mm:ssZ"},
                 {"\xEF\xBC\x92"
                  "022-11-25",
                  "yyyy-MM-dd"}};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        moment m = 42;
        assert_false(moment_parse(wrong[i].text, strlen(wrong[i].text), wrong[i].pattern, &m));
        assert_int_equal(m, 42);
    }
    /* n bounds the reading: what follows is not looked at */
    char unended[] = {'2', '0', '2', '2', '1', '1', '2', '5'};
    moment m;
    assert_true(moment_parse(unended, sizeof unended, "yyyyMMdd", &m));
    assert_int_equal(m, 1669309200);
    assert_false(moment_parse(unended, sizeof unended, "yyyyMMddHH", &m));
}

static void test_read(void **state)
{
    static const struct {
        const char *text;
        moment m;
    } good[] = {{"2022-11-25", 1669309200},          {"2022-11-25T15:00", 1669363200},
                {"2022-11-25T15:00:30", 1669363230}, {"2022-11-25 15:00", 1669363200},
                {"25/11/2022", 1669309200},          {"25/11/2022 15:00", 1669363200},
                {"25/11/2022 15:00:30", 1669363230}};
    static const char *const wrong[] = {"",
                                        "now",
                                        "2022",
                                        "2022-11",
                                        "2022-11-31",
                                        "2022-11-25T",
                                        "2022-11-25T25:00",
                                        "11/25/2022",
                                        " 2022-11-25",
                                        "2022-11-25T15:00Z"};
    moment m;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(moment_read(good[i].text, &m));
        assert_int_equal(m, good[i].m);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(moment_read(wrong[i], &m));
}

static void test_write(void **state)
{
    char out[MOMENT_TEXT_BYTES];
    (void)state;
    assert_string_equal(moment_write(1669363200, "yyyy-MM-ddTHH:mm", out), "2022-11-25T15:00");
    assert_string_equal(moment_write(1669363230, "yyyyMMddHHmmss", out), "20221125150030");
    assert_string_equal(moment_write(951843600, "d/M/yyyy H:mm", out), "1/3/2000 0:00");
    assert_string_equal(moment_write(1669363200, "yyyy-MM-ddTHH:mm:ssZ", out), "2022-11-25T15:00:00+07:00");
    assert_string_equal(moment_write(1669363200, "", out), "");
    moment_write(1669363200, "yyyy yyyy yyyy yyyy yyyy yyyy yyyy yyyy yyyy yyyy yyyy yyyy", out);
    assert_true(strlen(out) < MOMENT_TEXT_BYTES);
}

static void test_now(void **state)
{
    (void)state;
    setenv("MOTCUA_NOW", "2022-11-25T15:00", 1);
    assert_int_equal(moment_now(), 1669363200);
    setenv("MOTCUA_NOW", "no moment", 1);
    moment before = (moment)time(NULL), now = moment_now(), after = (moment)time(NULL);
    assert_true(now >= before && now <= after);
    unsetenv("MOTCUA_NOW");
    assert_true(moment_now() >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_known), cmocka_unit_test(test_every_day),
                                       cmocka_unit_test(test_zone),  cmocka_unit_test(test_no_such_date),
                                       cmocka_unit_test(test_parse), cmocka_unit_test(test_parse_wrong),
                                       cmocka_unit_test(test_read),  cmocka_unit_test(test_write),
                                       cmocka_unit_test(test_now)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
