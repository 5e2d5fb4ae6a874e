/* The allow-list: each name finds its own node and no other's, whatever its length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "adapters/manifest/member_tree.h"

enum { LONGEST = 40 };

static const struct member_node *find(const struct member_tree *t, const char *name, size_t n)
{
    return member_tree_find(t, t->nodes, name, n);
}

/* Names of each length, of which two differ in one byte in the middle, where no end of the name tells. */
static void test_each_length(void **state)
{
    (void)state;
    static char names[LONGEST * 2][LONGEST + 1];
    struct member_tree t;
    struct error e;
    bool ok;
    assert_true(member_tree_init(&t, &e));
    for (size_t n = 1; n <= LONGEST; n++)
        for (size_t k = 0; k < 2; k++) {
            char *name = names[(n - 1) * 2 + k];
            memset(name, 'a', n);
            name[n / 2] = k ? 'c' : 'b';
            assert_true(member_tree_add(&t, 0, name, NULL, &ok, &e) && ok);
        }
    assert_true(member_tree_finish(&t, &e));
    for (size_t i = 0; i < LONGEST * 2; i++) {
        size_t n = i / 2 + 1;
        const struct member_node *node = find(&t, names[i], n);
        assert_non_null(node);
        assert_ptr_equal(node->name, names[i]);
        char other[LONGEST + 1];
        memcpy(other, names[i], n);
        other[n / 2] = 'd';
        assert_null(find(&t, other, n));
    }
    assert_null(find(&t, "", 0));
    assert_null(find(&t, names[0], 0));
    member_tree_free(&t);
}

/* A name is looked for among the children of its own node alone. */
static void test_inside(void **state)
{
    (void)state;
    struct member_tree t;
    struct error e;
    bool ok;
    assert_true(member_tree_init(&t, &e));
    uint32_t sector = member_tree_add(&t, 0, "procedure.sector.code", NULL, &ok, &e);
    assert_true(sector && ok);
    assert_true(member_tree_finish(&t, &e));
    const struct member_node *procedure = find(&t, "procedure", 9);
    assert_non_null(procedure);
    assert_null(find(&t, "sector", 6));
    assert_null(find(&t, "code", 4));
    const struct member_node *inner = member_tree_find(&t, procedure, "sector", 6);
    assert_non_null(inner);
    assert_ptr_equal(member_tree_find(&t, inner, "code", 4), &t.nodes[sector]);
    assert_null(member_tree_find(&t, &t.nodes[sector], "code", 4));
    member_tree_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_length), cmocka_unit_test(test_inside)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
