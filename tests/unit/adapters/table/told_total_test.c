#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adapters/table/told_total.h"

static void words_that_tell(void **state)
{
    static const struct {
        const char *text;
        int64_t total; /* 0: they tell none */
    } cases[] = {{"Tổng số: 120 hồ sơ", 120},
                 {"Tổng số hồ sơ: 120", 120},
                 {"TỔNG CỘNG 1.234 HỒ SƠ", 1234},
                 {"Tổng cộng: 1,234 HS", 1234},
                 {"Tổng số bản ghi: 57", 57},
                 {"Hiển thị 1 - 10 trong tổng số 120 bản ghi", 120},
                 {"Showing 1 to 10 of 57 entries", 57},
                 {"Hiển thị 1 đến 10 của 57 bản ghi", 57},
                 {"1 - 25 / 1.234 hồ sơ", 1234},
                 {"Hiển thị dòng 11 đến 20 trên tổng số 57 dòng", 57},
                 {"Từ 1 đến 10 của 5 hồ sơ", 0},
                 {"10 đến 1 của 57 hồ sơ", 0},
                 {"Trang 1 đến 3 của 9", 0},
                 {"(Danh sách gồm 35 hồ sơ)", 35},
                 {"Số lượng hồ sơ: 8", 8},
                 {"Tổng số hồ sơ: 120 (trực tuyến 80, trực tiếp 40)", 120},
                 {"Tổng số 12", 0},
                 {"Tổng cộng 1.250.000 đồng", 0},
                 {"Tổng số hồ sơ quá hạn: 12", 0},
                 {"Tổng số tiền: 120", 0},
                 {"Tổng số hồ sơ tiếp nhận trực tuyến: 12", 0},
                 {"Người lập biểu", 0},
                 {"Từ ngày 01/11/2022 đến ngày 30/11/2022", 0},
                 {"", 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t total = 0;
        bool found = told_total_read(cases[i].text, &total);
        if (found != (cases[i].total > 0) || (found && total != cases[i].total))
            fail_msg("%s: %d %lld", cases[i].text, found, (long long)total);
    }
}

static void totals_of_sections_and_of_all(void **state)
{
    struct told_total t = {0};
    (void)state;
    told_total_see(&t, 0, "DANH SÁCH HỒ SƠ");
    told_total_see(&t, 0, "Lĩnh vực Đất đai (Tổng số: 3 hồ sơ)");
    told_total_see(&t, 3, "Lĩnh vực Hộ tịch (Tổng số: 4 hồ sơ)");
    told_total_see(&t, 7, "Tổng cộng: 7 hồ sơ");
    assert_int_equal(told_total_unmet(&t, 7), 0);
    struct told_total cut = {0};
    told_total_see(&cut, 10, "Hiển thị 1 - 10 trong tổng số 120 bản ghi");
    assert_int_equal(told_total_unmet(&cut, 10), 120);
    struct told_total none = {0};
    assert_int_equal(told_total_unmet(&none, 10), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_that_tell),
                                       cmocka_unit_test(totals_of_sections_and_of_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
