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
                 {"Xã Tân Lập", ""} /* of two: neither */,
                 {"UBND xã Mẫu 01", "H99.22.01"}};
    struct error e = {0};
    struct store *s = store_open("sqlite::memory:", &e);
    if (!s)
        fail_msg("%s", e.what);
    assert_true(store_units_put(s, rows, 4, &e));
    struct unit_names *n = unit_names_load(s, moment_of(2022, 11, 25, 0, 0, 0), &e);
    assert_non_null(n);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(unit_names_code(n, cases[i].name), cases[i].code);
    assert_true(unit_names_known(n, "H99.05"));
    assert_false(unit_names_known(n, "xa-dai-loc"));
    unit_names_free(n);
    store_close(s);
}

#define UNIT(unit_code, unit_name, unit_kind, unit_parent)                                                   \
    {                                                                                                        \
        .code = unit_code, .name = unit_name, .kind = unit_kind, .parent = unit_parent,                      \
        .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE                                                   \
    }

/* Communes that differ by their diacritics, share their name with one of another district, or with a ward. */
static void test_identity(void **state)
{
    (void)state;
    static const struct unit_row rows[] = {
        UNIT("T", "Tỉnh Mẫu", "province", NULL),
        UNIT("D1", "Huyện Vụ Bản", "district", "T"),
        UNIT("D2", "Huyện Ý Yên", "district", "T"),
        UNIT("A", "Xã Tân Thành", "commune", "D1"),
        UNIT("B", "Xã Tân Thành", "commune", "D2"),
        UNIT("C", "Phường Tân Thành", "commune", "T"),
        UNIT("E", "Xã Hòa Thạnh", "commune", "D1"),
        UNIT("F", "Xã Mỹ Lộc", "commune", "D1"),
        UNIT("G", "Phường Thuỷ Xuân", "commune", "T"),
        UNIT("I", "Xã Nam Thanh", "commune", "D1"),
        UNIT("K", "Xã Nam Thành", "commune", "D2"),
        UNIT("old-code", NULL, NULL, NULL),
        {.code = "L1",
         .name = "Xã Liên Minh",
         .valid_from = MOMENT_NONE,
         .valid_to = 1640970000 /* 01/01/2022 */},
        {.code = "L2", .name = "Xã Liên Minh", .valid_from = 1640970000, .valid_to = MOMENT_NONE}};
    static const struct {
        const char *name, *code;
    } cases[] = {{"Xã Tân Thành", ""},
                 {"Xã Tân Thành, huyện Vụ Bản", "A"},
                 {"UBND xã Tân Thành - huyện Ý Yên", "B"},
                 {"Xã Tân Thành huyện Ý Yên tỉnh Mẫu", "B"},
                 {"XA TAN THANH HUYEN Y YEN", "B"},
                 {"Xã Tân Thành, huyện Xuân Trường", "xa-tan-thanh-huyen-xuan-truong"},
                 {"P. Tân Thành", "C"},
                 {"Xã Hoà Thạnh", "E"},
                 {"Xã Hòa Thành", "xa-hoa-thanh"},
                 {"Xã Hòa Thanh", NULL}, /* the same letters: another code */
                 {"XA HOA THANH", "E"},
                 {"Hòa Thạnh", "E"},
                 {"Tân Thành", ""},
                 {"HOA THANH", "E"}, /* without kind and diacritics: the one that may be meant */
                 {"Tan Thanh", ""},
                 {"NAM THANH", ""}, /* Nam Thanh or Nam Thành */
                 {"thuy xuan", "G"},
                 {"Xã Mĩ Lộc", "F"},
                 {"phường thủy xuân", "G"},
                 {"Xã Nam Thành", "K"},
                 {"xa nam thanh", ""},
                 {"Xã Nam Thạnh", "xa-nam-thanh"},
                 {"Xã Liên Minh", "L2"},
                 {"Trung tâm Phục vụ hành chính công xã Liên Minh", "L2"}};
    struct error e = {0};
    struct store *s = store_open("sqlite::memory:", &e);
    assert_non_null(s);
    assert_true(store_units_put(s, rows, sizeof rows / sizeof *rows, &e));
    struct unit_names *n = unit_names_load(s, moment_of(2022, 11, 25, 0, 0, 0), &e);
    assert_non_null(n);
    for (int again = 0; again < 2; again++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            const char *code = unit_names_code(n, cases[i].name);
            bool as_expected =
                cases[i].code ? strcmp(code, cases[i].code) == 0 : strncmp(code, "xa-hoa-thanh-", 13) == 0;
            if (!as_expected)
                fail_msg("%s: %s", cases[i].name, code);
        }
    assert_true(unit_names_named(n, "A"));
    assert_true(unit_names_known(n, "old-code") && !unit_names_named(n, "old-code"));
    unit_names_free(n);
    store_close(s);
}

int main(void)
{
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_codes), cmocka_unit_test(test_identity)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
