#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/buffer.h"

static void test_append(void **state)
{
    struct buffer b;
    (void)state;
    buffer_init(&b, 1000);
    assert_string_equal(buffer_string(&b), "");
    assert_true(buffer_text(&b, "hồ sơ"));
    assert_true(buffer_printf(&b, " %d/%s", 17, "22"));
    assert_true(buffer_append(&b, "\0z", 2));
    assert_int_equal(b.used, strlen("hồ sơ 17/22") + 2);
    assert_memory_equal(b.data, "hồ sơ 17/22\0z\0", b.used + 1);
    assert_true(buffer_append(&b, NULL, 0));
    buffer_reset(&b);
    assert_int_equal(b.used, 0);
    assert_string_equal(buffer_string(&b), "");
    buffer_free(&b);
    buffer_free(&b);
    buffer_free(NULL);
}

static void test_maximum(void **state)
{
    struct buffer b;
    (void)state;
    buffer_init(&b, 5);
    assert_true(buffer_text(&b, "12345"));
    assert_false(buffer_text(&b, "6"));
    assert_true(b.failed);
    assert_false(buffer_text(&b, "")); /* once failed, always failed */
    assert_string_equal(buffer_string(&b), "12345");
    buffer_reset(&b);
    assert_false(b.failed);
    assert_false(buffer_printf(&b, "%s", "123456"));
    assert_string_equal(buffer_string(&b), "");
    buffer_reset(&b);
    assert_false(buffer_append(&b, "x", SIZE_MAX));
    buffer_free(&b);
}

static void test_growth(void **state)
{
    struct buffer b;
    (void)state;
    buffer_init(&b, 100000);
    for (int i = 0; i < 10000; i++)
        assert_true(buffer_printf(&b, "%04d,", i));
    assert_int_equal(b.used, 50000);
    assert_memory_equal(b.data + 6170, "1234,1235,", 10);
    assert_int_equal(strlen(b.data), 50000);
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_append), cmocka_unit_test(test_maximum),
                                       cmocka_unit_test(test_growth)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
