/* Periods that forms state in their titles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "adapters/table/title_period.h"
#include "base/words.h"

static void test_titles(void **state)
{
    (void)state;
    static const struct {
        const char *title;
        int kind, year, month; /* kind -1: none */
    } cases[] = {
        {"Tháng 11 năm 2022", PERIOD_MONTH, 2022, 11},
        {"Kỳ báo cáo: Tháng 9/2026", PERIOD_MONTH, 2026, 9},
        {"Quý IV/Năm 2022", PERIOD_QUARTER, 2022, 10},
        {"Quý 2/2023", PERIOD_QUARTER, 2023, 4},
        {"6 tháng đầu năm 2023", PERIOD_HALF, 2023, 1},
        {"6 tháng cuối năm 2023", PERIOD_HALF, 2023, 7},
        {"Báo cáo 9 tháng đầu năm 2023", PERIOD_NINE, 2023, 1},
        {"3 tháng đầu năm 2023", PERIOD_QUARTER, 2023, 1},
        {"3 tháng cuối năm 2023", PERIOD_QUARTER, 2023, 10},
        {"11 tháng năm 2023", PERIOD_YEAR, 2023, 1},
        {"T11/2022", PERIOD_MONTH, 2022, 11},
        {"Thang11-2022", PERIOD_MONTH, 2022, 11},
        {"01/11/2022 đến 30/11/2022", PERIOD_MONTH, 2022, 11},
        {"Tuần thứ 4 tháng 11 năm 2022", -1, 0, 0},
        {"(Từ ngày 01/11/2022 đến ngày 25/11/2022)", PERIOD_MONTH, 2022, 11},
        {"Từ 01/10/2022 đến hết ngày 25/11/2022", PERIOD_QUARTER, 2022, 10},
        {"Từ ngày 01/07/2022 đến ngày 31/12/2022", PERIOD_HALF, 2022, 7},
        {"Từ ngày 01/01/2022 đến ngày 25/11/2022", PERIOD_YEAR, 2022, 1},
        {"Năm 2022", PERIOD_YEAR, 2022, 1},
        {"Báo cáo năm 2022, tháng 3 năm 2022", PERIOD_MONTH, 2022, 3},
        {"Thông tư số 01/2020/TT-VPCP ngày 21 tháng 10 năm 2020", -1, 0, 0},
        {"Ý Yên, ngày 25 tháng 11 năm 2022", -1, 0, 0},
        {"Từ ngày 05/11/2022 đến ngày 25/11/2022", -1, 0, 0}, /* no period that is kept */
        {"Từ ngày 01/11/2022 đến ngày 31/11/2022", -1, 0, 0}, /* no such day */
        {"Từ tháng 1 đến tháng 10 năm 2022", PERIOD_YEAR, 2022, 1},
        {"Tháng 1 - tháng 6 năm 2022", PERIOD_HALF, 2022, 1},
        {"Từ tháng 9 đến tháng 10 năm 2022", -1, 0, 0}, /* two months of two quarters */
        {"Số liệu tháng 9 và tháng 10 năm 2022", -1, 0, 0},
        {"Lũy kế đến hết tháng 9/2022", PERIOD_NINE, 2022, 1},
        {"Quý I, II năm 2022", PERIOD_HALF, 2022, 1},
        {"Từ quý II đến quý III năm 2022", -1, 0, 0},
        {"Tháng 10 năm 2022 so với tháng 9 năm 2022", PERIOD_MONTH, 2022, 10},
        {"So với cùng kỳ năm 2021", -1, 0, 0},
        {"Năm 2021 đến năm 2022", -1, 0, 0},
        {"Quý V/2022", -1, 0, 0},
        {"Tháng 13 năm 2022", -1, 0, 0},
        {"", -1, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum period_kind kind = PERIOD_WEEK;
        moment from = MOMENT_NONE;
        char *words = words_of(cases[i].title, false);
        bool found = title_period(words, &kind, &from);
        if (found != (cases[i].kind >= 0))
            fail_msg("%s: %s", cases[i].title, found ? "found" : "not found");
        if (found && (kind != (enum period_kind)cases[i].kind ||
                      from != moment_of(cases[i].year, cases[i].month, 1, 0, 0, 0)))
            fail_msg("%s: %s", cases[i].title, period_kind_name(kind));
        free(words);
    }
}

/* Weeks begin on a Friday; at which hour is the config's. */
static void test_weeks(void **state)
{
    static const struct {
        const char *title;
        int day; /* of November 2022, of the Friday on which it begins */
    } cases[] = {{"Tuần 47 năm 2022", 18},
                 {"Báo cáo tuần 47/2022 (từ ngày 21/11/2022 đến ngày 25/11/2022)", 18},
                 {"Từ ngày 18/11/2022 đến ngày 25/11/2022", 18},
                 {"Từ 14/11/2022 đến hết ngày 18/11/2022", 11}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum period_kind kind;
        moment from;
        char *words = words_of(cases[i].title, false);
        if (!title_period(words, &kind, &from) || kind != PERIOD_WEEK ||
            from != moment_of(2022, 11, cases[i].day, 0, 0, 0))
            fail_msg("%s", cases[i].title);
        free(words);
    }
}

static void test_parts(void **state)
{
    enum period_kind kind;
    moment from, now = moment_of(2022, 11, 25, 15, 0, 0);
    (void)state;
    assert_true(title_part_in("thang 10", 0, now, &kind, &from));
    assert_true(kind == PERIOD_MONTH && from == moment_of(2022, 10, 1, 0, 0, 0));
    assert_true(title_part_in("t12", 0, now, &kind, &from)); /* of last year: December has not begun */
    assert_true(from == moment_of(2021, 12, 1, 0, 0, 0));
    assert_true(title_part_in("quy iii", 2020, now, &kind, &from));
    assert_true(kind == PERIOD_QUARTER && from == moment_of(2020, 7, 1, 0, 0, 0));
    assert_false(title_part_in("thang 13", 0, now, &kind, &from));
    assert_false(title_part_in("thang 10 den thang 11", 0, now, &kind, &from));
    assert_false(title_part_in("truc tuyen", 0, now, &kind, &from));
    assert_false(title_part_in("thang 10", 0, MOMENT_NONE, &kind, &from));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_titles), cmocka_unit_test(test_weeks),
                                       cmocka_unit_test(test_parts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
