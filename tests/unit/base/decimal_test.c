#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/decimal.h"

static void test_read(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        decimal value;
    } cases[] = {{"0.8042", true, 804200},
                 {"92,63", true, 92630000},
                 {"-0.5", true, -500000},
                 {"12", true, 12000000},
                 {"0", true, 0},
                 {"0.000001", true, 1},
                 {"1000000000", true, DECIMAL_MAX},
                 {"1000000000.1", false, 0},
                 {"99999999999999999999", false, 0},
                 {"0.0000001", false, 0},
                 {"", false, 0},
                 {"-", false, 0},
                 {".5", false, 0},
                 {"5.", false, 0},
                 {"1.2.3", false, 0},
                 {"1 2", false, 0},
                 {"5x", false, 0},
                 {"1e3", false, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        decimal value = 0;
        assert_int_equal(decimal_read(cases[i].text, strlen(cases[i].text), &value), cases[i].ok);
        assert_int_equal(value * cases[i].ok, cases[i].value);
    }
}

static bool json_decimal(const char *text, decimal *out)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    assert_non_null(value);
    bool ok = decimal_of_json(value, out);
    json_decref(value);
    return ok;
}

/* A number of a JSON file is a double on its way, and yet exact. */
static void test_json(void **state)
{
    decimal value;
    (void)state;
    assert_true(json_decimal("0.8042", &value) && value == 804200);
    assert_true(json_decimal("76.13", &value) && value == 76130000);
    assert_true(json_decimal("0.1", &value) && value == 100000);
    assert_true(json_decimal("5", &value) && value == 5000000);
    assert_true(json_decimal("\"0,25\"", &value) && value == 250000);
    assert_true(json_decimal("999999.999999", &value) && value == 999999999999);
    assert_false(json_decimal("0.1234567", &value));
    assert_false(json_decimal("1e300", &value));
    assert_false(json_decimal("10000000000", &value));
    assert_false(json_decimal("true", &value));
    assert_false(json_decimal("\"x\"", &value));
}

static void test_round(void **state)
{
    (void)state;
    assert_int_equal(decimal_round(1125000, 2), 1130000); /* 1.125 */
    assert_int_equal(decimal_round(1124999, 2), 1120000);
    assert_int_equal(decimal_round(-1125000, 2), -1130000);
    assert_int_equal(decimal_round(499999, 0), 0);
    assert_int_equal(decimal_round(500000, 0), 1000000);
    assert_int_equal(decimal_round(123456, 6), 123456);
    assert_int_equal(decimal_percent(2541, 2618, 2), 97060000);
    assert_int_equal(decimal_percent(1, 3, 6), 33333333);
    assert_int_equal(decimal_percent(2, 3, 6), 66666667);
    assert_int_equal(decimal_percent(1, 8, 2), 12500000);
    assert_int_equal(decimal_percent(1, 800, 2), 130000); /* 0.125 % -> 0.13 */
}

/* 16.643/85 = 0.19580, 13.088/75 = 0.174507; nothing is rounded before the end: 1/3 of 6 is 2, not 1.99. */
static void test_share(void **state)
{
    (void)state;
    assert_int_equal(decimal_share(1000000, 16643, 100000, 85000000, 4), 195800);
    assert_int_equal(decimal_share(1000000, 13088, 100000, 75000000, 4), 174500);
    assert_int_equal(decimal_share(6000000, 1, 3, 100000000, 4), 2000000);
    assert_int_equal(decimal_share(6000000, 1229, 10000, 50000000, 2), 1470000); /* 1.4748 */
    assert_int_equal(decimal_share(10000 * DECIMAL_SCALE, INT64_MAX / 2, INT64_MAX, 100000000, 4),
                     5000 * DECIMAL_SCALE);
    assert_int_equal(decimal_share(1000000, 0, INT64_MAX, 1, 4), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_read), cmocka_unit_test(test_json),
                                       cmocka_unit_test(test_round), cmocka_unit_test(test_share)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
