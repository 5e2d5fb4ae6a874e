#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rows/page.h"

static void test_rows(void **state)
{
    struct page *p = page_new();
    (void)state;
    assert_non_null(p);
    assert_int_equal(p->total, -1);
    for (int i = 0; i < LIMIT_PAGE_ROWS; i++) {
        struct dossier *d = page_add_dossier(p);
        assert_non_null(d);
        assert_false(d->value[DOSSIER_KEY].known); /* zeroed, also where an earlier page was */
        d->value[DOSSIER_KEY] = (struct value){.known = true, .number = i};
    }
    assert_null(page_add_dossier(p));
    assert_int_equal(p->dossier_count, LIMIT_PAGE_ROWS);
    assert_int_equal(p->dossiers[12345].value[DOSSIER_KEY].number, 12345);
    page_drop_dossier(p);
    assert_int_equal(p->dossier_count, LIMIT_PAGE_ROWS - 1);
    page_reset(p);
    assert_int_equal(p->dossier_count, 0);
    assert_false(page_add_dossier(p)->value[DOSSIER_KEY].known);
    assert_non_null(page_add_figure(p));
    assert_non_null(page_add_unit(p));
    assert_non_null(page_add_reject(p));
    page_free(p);
    page_free(NULL);
}

static void test_text(void **state)
{
    static char large[200000];
    struct page *p = page_new();
    const char *kept[3000];
    (void)state;
    memset(large, 'x', sizeof large);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 3000; i++) {
            kept[i] = page_copy(p, large, i % 97);
            assert_non_null(kept[i]);
        }
        const char *long_one = page_copy(p, large, sizeof large);
        assert_non_null(long_one);
        assert_int_equal(strlen(long_one), sizeof large);
        for (size_t i = 0; i < 3000; i++)
            assert_int_equal(strlen(kept[i]), i % 97);
        page_reset(p);
    }
    size_t bytes = 0;
    while (page_copy(p, large, sizeof large))
        bytes += sizeof large;
    assert_true(bytes <= LIMIT_PAGE_BYTES && bytes > LIMIT_PAGE_BYTES / 2);
    assert_null(page_copy(p, large, (size_t)LIMIT_PAGE_BYTES));
    page_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
