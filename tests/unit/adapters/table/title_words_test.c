#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "adapters/table/title_words.h"

static void test_vietnamese(void **state)
{
    (void)state;
    static const struct {
        const char *words, *left;
    } cases[] = {{"ma ho so dossier code", "ma ho so"},
                 {"received date ngay tiep nhan", "ngay tiep nhan"},
                 {"ma ho so", "ma ho so"},
                 {"dossier code", ""},
                 {"1 ma ho so", "ma ho so"},
                 {"123 ma ho so", "123 ma ho so"},
                 {"12", "12"},
                 {"so tien no", "so tien no"}, /* nợ, and no English */
                 {"trang thai status cu", "trang thai status cu"},
                 {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *left = title_vietnamese(cases[i].words);
        assert_non_null(left);
        assert_string_equal(left, cases[i].left);
        free(left);
    }
}

static void test_same(void **state)
{
    (void)state;
    assert_true(title_same("ma ho so", "ma ho so"));
    assert_true(title_same("ma ho so", "mahoso"));
    assert_true(title_same("ma hs", "mahs"));
    assert_false(title_same("ma ho so", "mahoso tthc"));
    assert_false(title_same("ma ho so", "mahos"));
    assert_false(title_same("ma ho so", "maho so"));
    assert_false(title_same("a b", "ab"));
    assert_false(title_same("ma ho so", ""));
}

static void test_times(void **state)
{
    (void)state;
    assert_true(title_is_aside("luy ke tu dau nam"));
    assert_true(title_is_aside("cung ky"));
    assert_false(title_is_aside("luy"));
    assert_false(title_is_aside("ky bao cao"));
    assert_true(title_is_own_time("trong thang"));
    assert_false(title_is_own_time("trong thanga"));
    assert_false(title_is_own_time("tiep nhan"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vietnamese), cmocka_unit_test(test_same),
                                       cmocka_unit_test(test_times)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
