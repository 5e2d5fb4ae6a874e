/* What one reply teaches and another asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "adapters/manifest/lookup.h"
#include "base/limit.h"

static void test_pairs(void **state)
{
    struct lookup *l = lookup_new();
    (void)state;
    assert_non_null(l);
    assert_null(lookup_get(l, "a", 1));
    assert_null(lookup_get(NULL, "a", 1));
    assert_true(lookup_put(l, "abc", 2, "H21.01")); /* the key is "ab": it need not end */
    assert_string_equal(lookup_get(l, "ab", 2), "H21.01");
    assert_null(lookup_get(l, "abc", 3));
    assert_true(lookup_put(l, "ab", 2, "H21.02"));
    assert_true(lookup_put(l, "ab", 2, "H21.02"));
    assert_string_equal(lookup_get(l, "ab", 2), "H21.02");
    assert_true(lookup_put(l, "", 0, "empty"));
    assert_string_equal(lookup_get(l, "", 0), "empty");
    lookup_free(l);
    lookup_free(NULL);
}

static void test_full(void **state)
{
    char key[16], text[16];
    struct lookup *l = lookup_new();
    (void)state;
    assert_non_null(l);
    for (int i = 0; i < LIMIT_UNITS; i++) {
        int n = snprintf(key, sizeof key, "k%d", i);
        snprintf(text, sizeof text, "t%d", i);
        assert_true(lookup_put(l, key, (size_t)n, text));
    }
    assert_false(lookup_put(l, "one more", 8, "x"));
    assert_true(lookup_put(l, "k7", 2, "new"));
    assert_string_equal(lookup_get(l, "k7", 2), "new");
    assert_string_equal(lookup_get(l, "k19999", 6), "t19999");
    lookup_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pairs), cmocka_unit_test(test_full)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
