/* Codes of units by their names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "import/unit_names.h"

static void test_codes(void **state)
{
    (void)state;
    static const struct unit_row rows[] = {
        {.code = "H99.22.01", .name = "UBND xã Mẫu 01", .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE},
        {.code = "H99.22.02", .name = "Xã Tân Lập", .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE},
        {.code = "H99.23.02", .name = "UBND xã Tân Lập", .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE},
        {.code = "H99.05",
         .name = "Sở Nội vụ - tỉnh Mẫu",
         .valid_from = MOMENT_NONE,
         .valid_to = MOMENT_NONE}};
    static const struct {
        const char *name, *code;
    } cases[] = {{"UBND xã Mẫu 01", "H99.22.01"},
                 {"xã mẫu 01", "H99.22.01"},
                 {"XA MAU 01", "H99.22.01"},
                 {"Ủy ban nhân dân xã Mẫu 01", "H99.22.01"},
                 {"Sở Nội vụ", "H99.05"},
                 {"UBND xã Đại Lộc", "xa-dai-loc"},
                 {"Xã Tân Lập", "xa-tan-lap"} /* of two: neither */,
                 {"UBND xã Mẫu 01", "H99.22.01"}};
    struct error e = {0};
    struct store *s = store_open("sqlite::memory:", &e);
    if (!s)
        fail_msg("%s", e.what);
    assert_true(store_units_put(s, rows, 4, &e));
    struct unit_names *n = unit_names_load(s, &e);
    assert_non_null(n);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(unit_names_code(n, cases[i].name), cases[i].code);
    assert_true(unit_names_known(n, "H99.05"));
    assert_false(unit_names_known(n, "xa-dai-loc"));
    unit_names_free(n);
    store_close(s);
}

int main(void)
{
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_codes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
