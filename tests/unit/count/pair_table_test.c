/* Pairs get numbers in the order in which they came, however many there are and however alike they look. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "count/pair_table.h"

static void test_numbers(void **state)
{
    struct pair_table t = {0};
    (void)state;
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 30000; i++) {
            /* rows and columns in turn, so that (1, 2) and (2, 1) are both there, and 0 stands on both sides */
            const struct pair pair = {i % 300, i / 300};
            assert_int_equal(pair_table_number(&t, pair), i);
        }
    assert_int_equal(t.count, 30000);
    assert_int_equal(t.pairs[601].unit, 1);
    assert_int_equal(t.pairs[601].other, 2);
    assert_int_equal(pair_table_number(&t, (struct pair){UINT32_MAX, UINT32_MAX}), 30000);
    assert_int_equal(pair_table_number(&t, (struct pair){UINT32_MAX, UINT32_MAX}), 30000);
    pair_table_free(&t);
    assert_int_equal(pair_table_number(&t, (struct pair){7, 7}), 0);
    pair_table_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
