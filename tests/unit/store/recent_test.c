/* What was lately written is not written again; what comes back otherwise is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "store/recent.h"

static bool take(struct recent *r, const char *code, const char *name, uint64_t number)
{
    const char *texts[] = {code, name};
    return recent_take(r, texts, 2, number);
}

static void test_again(void **state)
{
    static struct recent r;
    (void)state;
    assert_true(take(&r, "X.1", "Xã Một", 1));
    assert_false(take(&r, "X.1", "Xã Một", 1));
    assert_true(take(&r, "X.1", "Xã Một", 2)); /* of another source */
    assert_true(take(&r, "X.1", NULL, 1));
    assert_true(take(&r, "X.1", "Xã Một", 1)); /* the name comes back */
    assert_false(take(&r, "X.1", "Xã Một", 1));
    recent_clear(&r);
    assert_true(take(&r, "X.1", "Xã Một", 1));
}

/* A province fits: of 1,000 units in three sources hardly one is written twice. */
static void test_room(void **state)
{
    static struct recent r;
    size_t again = 0;
    char code[16];
    (void)state;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 1000; i++)
            for (uint64_t source = 1; source <= 3; source++) {
                snprintf(code, sizeof code, "H99.%d", i);
                again += take(&r, code, "Xã", source) && round;
            }
    assert_true(again < 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_again), cmocka_unit_test(test_room)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
