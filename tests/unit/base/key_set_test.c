/* The set of records that were seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "base/key_set.h"

enum { KEYS = 300000 };

static size_t key_of(char key[24], int i)
{
    return (size_t)snprintf(key, 24, "H99.22-2211%02d-%06d", i % 28, i);
}

/* Each key thrice, in another order each time. */
static void test_each_counts_once(void **state)
{
    static const int steps[] = {1, 7919, 100003}; /* without a common divisor with KEYS */
    struct key_set s = {0};
    char key[24];
    (void)state;
    for (size_t round = 0; round < sizeof steps / sizeof *steps; round++) {
        int at = 0;
        for (int i = 0; i < KEYS; i++) {
            size_t n = key_of(key, at);
            assert_true(key_set_add(&s, key, n));
            assert_int_equal(s.count, round ? KEYS : i + 1);
            at = (int)(((int64_t)at + steps[round]) % KEYS);
        }
    }
    key_set_clear(&s);
    assert_int_equal(s.count, 0);
    assert_true(key_set_add(&s, "", 0));
    assert_true(key_set_add(&s, "", 0));
    assert_int_equal(s.count, 1);
    key_set_clear(&s);
    key_set_clear(&s);
}

static void test_memory(void **state)
{
    struct key_set s = {0};
    size_t bytes = 0;
    char key[24];
    (void)state;
    for (int i = 0; i < KEYS; i++)
        assert_true(key_set_add(&s, key, key_of(key, i)));
    for (size_t i = 0; i < KEY_SET_SHARDS; i++)
        bytes += s.shards[i].size * sizeof *s.shards[i].places;
    assert_true(bytes <= (size_t)KEYS * 12);
    key_set_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_counts_once),
                                       cmocka_unit_test(test_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
