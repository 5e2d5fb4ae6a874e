/* Memory that was short is remembered, and stands in front of every other error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

/* More than any machine has, and less than what compilers warn of. */
static void *too_much(void)
{
    volatile size_t n = PTRDIFF_MAX - 4096;
    return malloc(n);
}

static bool watched(void)
{
    free(too_much());
    bool seen = memory_short();
    memory_forget();
    return seen;
}

static void test_remembered(void **state)
{
    struct error e = {0};
    (void)state;
    assert_false(memory_short());
    if (!watched()) /* a sanitizer's allocator */
        skip();
    assert_false(memory_short());
    assert_null(too_much());
    assert_true(memory_short());
    assert_false(error_set(&e, ERROR_DATA, "file.csv", "Send less.", "larger than %d bytes", 67108864));
    assert_int_equal(e.code, ERROR_INTERNAL);
    assert_string_equal(e.what, _("out of memory"));
    assert_null(strstr(e.hint, "Send less"));
    assert_string_equal(e.where, "file.csv");
    memory_forget();
    assert_false(error_set(&e, ERROR_DATA, "file.csv", NULL, "larger than %d bytes", 67108864));
    assert_string_equal(e.what, "larger than 67108864 bytes");
    void *p = realloc(malloc(10), 0); /* freed: no failure */
    assert_false(memory_short());
    free(p);
}

static int reached;

static void work(void *context)
{
    reached = 1;
    if (context)
        free(too_much());
    reached = 2;
}

static void test_try(void **state)
{
    (void)state;
    assert_true(memory_try(work, NULL));
    assert_int_equal(reached, 2);
    if (!watched())
        skip();
    assert_false(memory_try(work, &reached));
    assert_int_equal(reached, 1);
    assert_true(memory_short());
    assert_null(too_much()); /* outside of it nothing jumps */
    memory_forget();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_remembered), cmocka_unit_test(test_try)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
