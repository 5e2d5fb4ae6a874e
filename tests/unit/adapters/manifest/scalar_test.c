#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "adapters/manifest/scalar.h"

static void test_numbers(void **state)
{
    static const struct {
        const char *text;
        int decimals, round, fits;
        int64_t number;
    } cases[] = {{"0", 0, 0, 1, 0},
                 {"-12", 0, 0, 1, -12},
                 {"007", 0, 0, 1, 7},
                 {"5.0", 0, 0, 1, 5},
                 {"5.5", 0, 0, 0, 0},
                 {"1.0E7", 0, 0, 1, 10000000},
                 {"1e-1", 0, 0, 0, 0},
                 {"120e-1", 0, 0, 1, 12},
                 {"999999999999999999", 0, 0, 1, 999999999999999999},
                 {"1000000000000000000", 0, 0, 0, 0},
                 {"1e99", 0, 0, 0, 0},
                 {"1e999999999999", 0, 0, 0, 0},
                 {"0e99", 0, 0, 1, 0},
                 {"97.17", 4, 1, 1, 971700},
                 {"7.1", 4, 1, 1, 71000},
                 {"0.05", 4, 1, 1, 500},
                 {"-0.05", 4, 1, 1, -500},
                 {"0.00005", 4, 1, 1, 1},
                 {"0.00004999", 4, 1, 1, 0},
                 {"0.00000000005", 4, 1, 1, 0},
                 {"33.33335", 4, 1, 1, 333334},
                 {"99.99995", 4, 1, 1, 1000000},
                 {"-33.33335", 4, 1, 1, -333334},
                 {"408903", 4, 1, 1, 4089030000},
                 {"", 0, 0, 0, 0},
                 {"-", 0, 0, 0, 0},
                 {".", 0, 0, 0, 0},
                 {"5.", 0, 0, 0, 0},
                 {"1e", 0, 0, 0, 0},
                 {"1.2.3", 4, 1, 0, 0},
                 {" 1", 0, 0, 0, 0},
                 {"1 ", 0, 0, 0, 0},
                 {"1.234.567", 0, 0, 0, 0},
                 {"0x10", 0, 0, 0, 0},
                 {"NaN", 4, 1, 0, 0},
                 {"0.0000000000000000000000000000000000000000000000000000000000000000001", 4, 1, 0, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t number = -1;
        bool fits =
            scalar_number(cases[i].text, strlen(cases[i].text), cases[i].decimals, cases[i].round, &number);
        if (fits != cases[i].fits || (fits && number != cases[i].number))
            fail_msg("%s: %d %lld", cases[i].text, fits, (long long)number);
    }
}

/* 2022-11-25 15:00:30 in Viet Nam is 08:00:30 UTC: 19321 days and 28830 seconds after 1970. */
static const moment friday = (moment)19321 * 86400 + 28830;

static void test_dates(void **state)
{
    static const struct {
        const char *pattern, *text;
        size_t fixed; /* bytes at the beginning that are read at known places */
        bool fits;
        int less; /* seconds before that Friday */
    } cases[] = {{"dd/MM/yyyy HH:mm:ss", "25/11/2022 15:00:30", 19, true, 0},
                 {"yyyyMMddHHmmss", "20221125150030", 14, true, 0},
                 {"yyyy-MM-dd", "2022-11-25", 10, true, 15 * 3600 + 30},
                 {"d/M/yyyy H:mm", "25/11/2022 15:00", 0, true, 30},
                 {"yyyy-MM-ddTHH:mm:ss.SSSZ", "2022-11-25T08:00:30.123+0000", 20, true, 0},
                 {"yyyy-MM-ddTHH:mm:ss.SZ", "2022-11-25T15:00:30.5+07:00", 20, true, 0},
                 {"yyyy-MM-ddTHH:mm:ss.SZ", "2022-11-25T08:00:30.123456Z", 20, true, 0},
                 {"yyyy-MM-ddTHH:mm:ss.SZ", "2022-11-25T15:00:30.+0700", 20, false, 0},
                 {"yyyy-MM-ddTHH:mm:ss.SZ", "2022-11-25T15:00:30.5", 20, false, 0},
                 {"yyyy-MM-ddTHH:mm:ss.SZ", "2022-11-25T15:00:30", 20, false, 0},
                 {"yyyy-MM-ddTHH:mm:ss.SZ", "2022-11-25T15:00:30.5+07:001", 20, false, 0},
                 {"yyyy-MM-ddTHH:mm:ssZ", "2022-11-25T15:00:30+07", 19, true, 0},
                 {"yyyy-M-dd", "2022-11-25", 5, true, 15 * 3600 + 30},
                 {"yyyy-M-dd", "2022-13-25", 5, false, 0},
                 {"yyyy-M-dd", "2022-", 5, false, 0},
                 {"dd/MM/yyyy HH:mm:ss", "32/13/2022 99:99:99", 19, false, 0},
                 {"dd/MM/yyyy HH:mm:ss", "29/02/2022 00:00:00", 19, false, 0},
                 {"dd/MM/yyyy HH:mm:ss", "25-11-2022 15:00:30", 19, false, 0},
                 {"dd/MM/yyyy HH:mm:ss", "25/11/2022 15:00:3", 19, false, 0},
                 {"dd/MM/yyyy HH:mm:ss", "25/11/2022 15:00:300", 19, false, 0},
                 {"dd/MM/yyyy HH:mm:ss", "2a/11/2022 15:00:30", 19, false, 0},
                 {"yyyyMMddHHmmss", "00000000000000", 14, false, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date_pattern p;
        moment m = 0;
        assert_true(date_pattern_make(cases[i].pattern, &p));
        assert_int_equal(p.fixed, cases[i].fixed);
        bool fits = scalar_date(&p, cases[i].text, strlen(cases[i].text), &m);
        if (fits != cases[i].fits || (fits && m != friday - cases[i].less))
            fail_msg("%s: %d %lld", cases[i].text, fits, (long long)m);
    }
    struct date_pattern p;
    assert_false(date_pattern_make("HH:mm", &p));
    assert_false(date_pattern_make("dd/MM", &p));
    assert_false(date_pattern_make(
        "yyyy-M-dd ................................................................", &p)); /* too long */
}

/* A byte of a date that is another byte: read eight at a time as one at a time. */
static void test_dates_bent(void **state)
{
    static const struct {
        const char *pattern, *text;
    } dates[] = {{"dd/MM/yyyy HH:mm:ss", "25/11/2022 15:00:30"},
                 {"yyyyMMddHHmmss", "20221125150030"},
                 {"yyyyMMdd", "20221125"},
                 {"yyyy-MM-dd", "2022-11-25"},
                 {"yyyy-MM-ddTHH:mm:ss.SZ", "2022-11-25T15:00:30.000+0700"}};
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct date_pattern p;
        size_t n = strlen(dates[i].text);
        int fit = 0;
        assert_true(date_pattern_make(dates[i].pattern, &p));
        assert_true(p.word_count > 0);
        for (size_t at = 0; at < n; at++)
            for (int byte = 0; byte < 256; byte++) {
                char text[64];
                moment m = 0, same = 0;
                memcpy(text, dates[i].text, n);
                text[at] = (char)byte;
                bool fits = scalar_date(&p, text, n, &m);
                fit += fits;
                if (fits != moment_parse(text, n, dates[i].pattern, &same) || (fits && m != same))
                    fail_msg("%s: byte %zu as %d: %d %lld", dates[i].pattern, at, byte, fits, (long long)m);
            }
        assert_true(fit > (int)n);
    }
}

static void test_unit_of_code(void **state)
{
    static const struct {
        const char *code;
        size_t length;
    } cases[] = {{"H99.22.55-220910-000001", 9},
                 {"000.00.53.H48-220921-0099", 13},
                 {"H21.227-260101-1", 7},
                 {"H21-1-260101-1", 5},
                 {"H21.227-26010-0001", 0},
                 {"H21.227-260101-", 0},
                 {"-260101-0001", 0},
                 {"H21.227", 0},
                 {"1234567890", 0},
                 {"", 0},
                 {"H21.227-26o101-0001", 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (scalar_unit_of_code(cases[i].code, strlen(cases[i].code)) != cases[i].length)
            fail_msg("%s", cases[i].code);
}

static void test_shape(void **state)
{
    static const struct {
        const char *text, *shape;
    } cases[] = {
        {"32/13/2022 99:99:99", "99/99/9999 99:99:99"},
        {"Nguyễn Văn A", "xxxxxx xxx x"},
        {"a\tb\x7f", "x?x?"},
        {"\xff\x80z", "xx"},
        {"", ""},
        {"123456789012345678901234567890123456789012345678901234567890",
         "99999999999999999999999999999999999999999999..."},
        {"12345678901234567890123456789012345678901234", "99999999999999999999999999999999999999999999"}};
    char out[LIMIT_SHAPE_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(scalar_shape(cases[i].text, strlen(cases[i].text), out), cases[i].shape);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers), cmocka_unit_test(test_dates),
                                       cmocka_unit_test(test_dates_bent), cmocka_unit_test(test_unit_of_code),
                                       cmocka_unit_test(test_shape)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
