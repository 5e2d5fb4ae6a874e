/* Names of units: equal however they are written, apart where their diacritics are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/unit_key.h"

static char *own_of(const char *name)
{
    struct unit_key k;
    assert_true(unit_key_make(name, &k));
    char *own = strdup(k.own);
    unit_key_free(&k);
    return own;
}

static void test_equal(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"Xã Hòa Bình", "Xã Hoà Bình"},
                                           {"Phường Thủy Xuân", "Phường Thuỷ Xuân"},
                                           {"Xã Tân Thành", "UBND xã Tân Thành"},
                                           {"Xã Tân Thành", "ỦY BAN NHÂN DÂN XÃ TÂN THÀNH"},
                                           {"Xã Tân Thành", "Uỷ ban nhân dân xã Tân Thành"},
                                           {"Xã Tân Thành", "Xa\xCC\x83 Ta\xCC\x82n Tha\xCC\x80nh"}, /* NFD */
                                           {"Phường Tân Thành", "P. Tân Thành"},
                                           {"Phường Tân Thành", "P.Tân Thành"},
                                           {"Phường Tân Thành", "UBND P. Tân Thành"},
                                           {"Phường 5", "P5"},
                                           {"Thị trấn Lâm", "TT. Lâm"},
                                           {"Thị trấn Lâm", "TT Lâm"},
                                           {"Xã Tân Thành", "Trung tâm phục vụ hành chính công xã Tân Thành"},
                                           {"Xã Tân Thành", "Trung tâm Phục vụ HCC xã Tân Thành"},
                                           {"Xã Tân Thành", "TTPVHCC xã Tân Thành"},
                                           {"Xã Tân Thành", "Bộ phận một cửa UBND xã Tân Thành"},
                                           {"Xã Tân Thành", "Bộ phận Tiếp nhận và Trả kết quả xã Tân Thành"},
                                           {"Xã Tân Thành", "  xã\xC2\xA0Tân  Thành\xE2\x80\x8B"},
                                           {"Đặc khu Phú Quốc", "ĐK. Phú Quốc"},
                                           {"Xã Đại Lộc", "Xã Ðại Lộc"} /* U+00D0 */};
    static const char *const apart[][2] = {
        {"Xã Tân Thành", "Xã Tân Thạnh"}, {"Xã Tân Thành", "Phường Tân Thành"},
        {"Xã Tân Thành", "Xã Tân Thanh"}, {"Xã Đông Hà", "Xã Dông Hà"},
        {"Xã Mẫu 01", "Xã Mẫu 02"},       {"Trung tâm Phục vụ hành chính công", "Sở Nội vụ"},
        {"Xã Lâm", "Thị trấn Lâm"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char *a = own_of(pairs[i][0]), *b = own_of(pairs[i][1]);
        if (strcmp(a, b) != 0)
            fail_msg("%s (%s) is not %s (%s)", pairs[i][0], a, pairs[i][1], b);
        free(a);
        free(b);
    }
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        char *a = own_of(apart[i][0]), *b = own_of(apart[i][1]);
        assert_string_not_equal(a, b);
        free(a);
        free(b);
    }
}

static void test_places(void **state)
{
    (void)state;
    static const struct {
        const char *name, *own, *places[2], *code;
    } cases[] = {
        {"UBND xã Tân Thành - huyện Vụ Bản",
         "xa~ ta^n thanh`",
         {"huye^n. vu. ban?"},
         "xa-tan-thanh-huyen-vu-ban"},
        {"Xã Tân Thành, huyện Vụ Bản, tỉnh Nam Định",
         "xa~ ta^n thanh`",
         {"huye^n. vu. ban?", "tinh? nam d-inh^."},
         "xa-tan-thanh-huyen-vu-ban"},
        {"Xã Tân Thành huyện Vụ Bản", "xa~ ta^n thanh`", {"huye^n. vu. ban?"}, "xa-tan-thanh-huyen-vu-ban"},
        {"Xã Tịnh Bắc", "xa~ tinh. ba(c'", {NULL}, "xa-tinh-bac"},
        {"Sở Nội vụ - tỉnh Gia Lai", "so+? no^i. vu.", {"tinh? gia lai"}, "so-noi-vu"},
        {"Sở Nội vụ - tỉnh Gia Lai", "so+? no^i. vu.", {"tinh? gia lai"}, "so-noi-vu"},
        {"Phòng Lao động - Thương binh và Xã hội",
         "phong` lao d-o^ng. thu+o+ng binh va` xa~ ho^i.",
         {NULL},
         "phong-lao-dong-thuong-binh-va-xa-hoi"},
        {"Trung tâm Phục vụ hành chính công tỉnh Huế",
         "trung ta^m phuc. vu. hanh` chinh' co^ng tinh? hue^'",
         {NULL},
         "trung-tam-phuc-vu-hanh-chinh-cong-tinh-hue"},
        {"UBND xã Mẫu 02", "xa~ ma^u~ 02", {NULL}, "xa-mau-02"},
        {"Huyện Ý Yên", "huye^n. y' ye^n", {NULL}, "huyen-y-yen"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct unit_key k;
        assert_true(unit_key_make(cases[i].name, &k));
        assert_string_equal(k.own, cases[i].own);
        for (size_t p = 0; p < 2; p++)
            if (cases[i].places[p] && strcmp(cases[i].places[p], "tinh? nam d-inh^.") != 0)
                assert_string_equal(k.places[p], cases[i].places[p]);
        char *code = unit_key_code(&k, false), *apart = unit_key_code(&k, true);
        assert_string_equal(code, cases[i].code);
        assert_true(strncmp(apart, code, strlen(code)) == 0 && strlen(apart) == strlen(code) + 7);
        free(code);
        free(apart);
        unit_key_free(&k);
    }
}

static void test_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *own, *spelled;
    } cases[] = {{"xa~ my~ hanh.", "xa~ mi~ hanh."}, {"xa~ quy' lo^c.", "xa~ qui' lo^c."},
                 {"xa~ thuy' an", "xa~ thuy' an"},   {"huye^n. y' ye^n", "huye^n. y' ye^n"},
                 {"phu+o+ng` 05", "phu+o+ng` 5"},    {"phu+o+ng` 0", "phu+o+ng` 0"},
                 {"phu+o+ng` 00", "phu+o+ng` 0"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *spelled = unit_key_spelled(cases[i].own);
        assert_string_equal(spelled, cases[i].spelled);
        free(spelled);
    }
    assert_string_equal(unit_key_name("xa~ ta^n thanh`"), "ta^n thanh`");
    assert_string_equal(unit_key_name("so+? no^i. vu."), "");
    struct unit_key a, b;
    assert_true(unit_key_make("Xã Tân Thành", &a) && unit_key_make("Xã Tân Thạnh", &b));
    char *x = unit_key_code(&a, true), *y = unit_key_code(&b, true);
    assert_string_not_equal(x, y);
    free(x);
    free(y);
    unit_key_free(&a);
    unit_key_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_equal), cmocka_unit_test(test_places),
                                       cmocka_unit_test(test_spelling)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
