#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "poll/budget.h"

static int64_t take(struct budget *b, const char *url, int rate, int64_t now)
{
    struct error e = {0};
    int64_t wait = -1;
    assert_true(budget_take(b, url, rate, now, &wait, &e));
    return wait;
}

/* 60 a minute is one a second: sixty at once, then one a second, each in its turn. */
static void test_minute(void **state)
{
    (void)state;
    struct budget *b = budget_new();
    for (int i = 0; i < 60; i++)
        assert_int_equal(take(b, "http://a/x", 60, 5000), 0);
    assert_int_equal(take(b, "http://a/x", 60, 5000), 1000);
    assert_int_equal(take(b, "http://a/y?z", 60, 5000), 2000);
    assert_int_equal(take(b, "http://a/x", 60, 5500), 2500);
    assert_int_equal(take(b, "http://a/x", 60, 7999), 1001); /* due at 6000, 7000, 8000, 9000 */
    budget_free(b);
}

/* What is not used is saved up for a minute, not longer. */
static void test_saved(void **state)
{
    (void)state;
    struct budget *b = budget_new();
    for (int i = 0; i < 10; i++)
        assert_int_equal(take(b, "http://a/", 10, 0), 0);
    assert_int_equal(take(b, "http://a/", 10, 0), 6000);
    for (int i = 0; i < 10; i++)
        assert_int_equal(take(b, "http://a/", 10, 3600000), 0);
    assert_int_equal(take(b, "http://a/", 10, 3600000), 6000);
    budget_free(b);
}

/* A host is scheme, name and port; how it is written does not matter. */
static void test_hosts(void **state)
{
    (void)state;
    struct budget *b = budget_new();
    assert_int_equal(take(b, "https://Portal.Example.vn/a", 1, 0), 0);
    assert_int_equal(take(b, "https://portal.example.vn:443/b", 1, 0), 60000);
    assert_int_equal(take(b, "http://portal.example.vn/", 1, 0), 0);
    assert_int_equal(take(b, "https://portal.example.vn:8443/", 1, 0), 0);
    assert_int_equal(take(b, "https://other.example.vn/", 1, 0), 0);
    budget_free(b);
}

/* The most careful source of a host sets the pace for all. */
static void test_lowest(void **state)
{
    (void)state;
    struct budget *b = budget_new();
    assert_int_equal(take(b, "http://a/", 600, 0), 0);
    for (int i = 0; i < 6; i++)
        assert_int_equal(take(b, "http://a/", 6, 0), 0);
    assert_int_equal(take(b, "http://a/", 600, 0), 10000);
    budget_free(b);
}

static void test_wrong(void **state)
{
    struct error e = {0};
    int64_t wait;
    (void)state;
    struct budget *b = budget_new();
    assert_false(budget_take(b, "no address", 1, 0, &wait, &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    budget_free(b);
    budget_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_minute), cmocka_unit_test(test_saved),
                                       cmocka_unit_test(test_hosts), cmocka_unit_test(test_lowest),
                                       cmocka_unit_test(test_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
