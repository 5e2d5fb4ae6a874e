/* An array that grows: items stay as they were put, and an array that cannot grow stays as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/array.h"

enum { ITEMS = 100000 };

static void test_items_stay(void **state)
{
    int *items = NULL;
    size_t size = 0, moves = 0;
    (void)state;
    for (size_t i = 0; i < ITEMS; i++) {
        size_t before = size;
        assert_true(array_room(&items, &size, i, sizeof *items));
        assert_true(size > i);
        moves += size != before;
        items[i] = (int)i * 3;
    }
    for (size_t i = 0; i < ITEMS; i++)
        assert_int_equal(items[i], (int)i * 3);
    assert_true(moves < 20); /* the room doubles: 64 times two to the eleventh holds them all */
    free(items);
}

/* More bytes than there are addresses: nothing changes. */
static void test_no_room(void **state)
{
    char *items = malloc(4);
    char *const before = items;
    size_t size = SIZE_MAX / 2;
    (void)state;
    assert_false(array_room(&items, &size, size, 4));
    assert_ptr_equal(items, before);
    assert_true(size == SIZE_MAX / 2);
    free(items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_items_stay), cmocka_unit_test(test_no_room)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
