#include "base/environment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>

static void test_get(void **state)
{
    (void)state;
    unsetenv("MOTCUA_STORE");
    assert_null(environment_get(ENVIRONMENT_STORE));
    setenv("MOTCUA_STORE", "", 1);
    assert_null(environment_get(ENVIRONMENT_STORE));
    setenv("MOTCUA_STORE", "sqlite:a.db", 1);
    assert_string_equal(environment_get(ENVIRONMENT_STORE), "sqlite:a.db");
}

static void test_number(void **state)
{
    static const struct {
        const char *text;
        int64_t number;
    } cases[] = {{"20", 20},
                 {"1", 1},
                 {"100", 100},
                 {"101", 7},
                 {"0", 7},
                 {"-5", 7},
                 {"", 7},
                 {"20x", 7},
                 {"x", 7},
                 {"1.5", 7},
                 {"99999999999999999999", 7}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        setenv("MOTCUA_RETRY_MS", cases[i].text, 1);
        assert_int_equal(environment_number(ENVIRONMENT_RETRY_MS, 100, 7), cases[i].number);
    }
    unsetenv("MOTCUA_RETRY_MS");
    assert_int_equal(environment_number(ENVIRONMENT_RETRY_MS, 100, 7), 7);
}

/* A password that is set to nothing is told apart from one that is not set. */
static void test_named(void **state)
{
    (void)state;
    unsetenv("PORTAL_PASSWORD");
    assert_null(environment_named("PORTAL_PASSWORD"));
    setenv("PORTAL_PASSWORD", "", 1);
    assert_string_equal(environment_named("PORTAL_PASSWORD"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_get), cmocka_unit_test(test_number),
                                       cmocka_unit_test(test_named)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
