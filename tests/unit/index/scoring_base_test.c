/* Rules that compare with a base or a place, and rules that want a number of every month. The figures are those
 * of Nghị định 307/2025/NĐ-CP, Điều 6, worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "index/scoring_rule.h"

#define P(x) ((decimal)((x)*10000 + 0.5) * 100) /* written with at most four decimals */

static struct scoring_rule relative(decimal base, decimal at, decimal step, decimal per, decimal max)
{
    return (struct scoring_rule){.kind = KIND_RELATIVE,
                                 .max = max,
                                 .cap = max,
                                 .base = base,
                                 .at = at,
                                 .step = step,
                                 .per = per,
                                 .rate_places = -1,
                                 .shown_places = DECIMAL_PLACES,
                                 .point_places = 4,
                                 .null = NONE_UNKNOWN};
}

static decimal points(const struct scoring_rule *r, struct measure m)
{
    struct scoring_result result = scoring_rule_apply(r, &m);
    assert_int_equal(result.state, STATE_SCORED);
    return result.points;
}

static struct measure value(decimal v)
{
    return (struct measure){.kind = MEASURE_VALUE, .value = v};
}

static struct measure rate(int64_t n, int64_t d, int64_t mean_n, int64_t mean_d)
{
    return (struct measure){.kind = MEASURE_RATIO, .n = n, .d = d, .mean_n = mean_n, .mean_d = mean_d};
}

/* "từ 16.000 người trở xuống 10 điểm; cứ thêm 1.000 người thêm 0,5 điểm, tối đa 25" */
static void test_number(void **state)
{
    struct scoring_rule people = relative(P(16000), P(10), P(1000), P(0.5), P(25));
    (void)state;
    assert_int_equal(points(&people, value(P(9000))), P(10));
    assert_int_equal(points(&people, value(P(16000))), P(10));
    assert_int_equal(points(&people, value(P(16999))), P(10)); /* no whole thousand */
    assert_int_equal(points(&people, value(P(17000))), P(10.5));
    assert_int_equal(points(&people, value(P(23456))), P(13.5)); /* seven thousands */
    assert_int_equal(points(&people, value(P(46000))), P(25));   /* thirty: 10 + 15 */
    assert_int_equal(points(&people, value(P(90000))), P(25));
}

/* "hộ nghèo từ 4,5% trở lên 3 điểm; dưới 4,5% thì cứ giảm 1% thêm 1 điểm, tối đa 5" */
static void test_falling(void **state)
{
    struct scoring_rule poor = relative(P(4.5), P(3), P(1), P(1), P(5));
    (void)state;
    poor.falling = true;
    assert_int_equal(points(&poor, rate(6, 100, 0, 0)), P(3));
    assert_int_equal(points(&poor, rate(45, 1000, 0, 0)), P(3));
    assert_int_equal(points(&poor, rate(351, 10000, 0, 0)), P(3)); /* 0,99 less */
    assert_int_equal(points(&poor, rate(35, 1000, 0, 0)), P(4));
    assert_int_equal(points(&poor, rate(1, 100, 0, 0)), P(5)); /* 3,5 less: three steps, at most 5 */
    assert_int_equal(points(&poor, value(P(2.5))), P(5));
}

/* "từ 40% trở xuống 3 điểm; trên 40% cứ thêm 5% thêm 0,5 điểm, tối đa 8; tự cân đối được 10 điểm" */
static void test_cap_and_full(void **state)
{
    struct scoring_rule budget = relative(P(40), P(3), P(5), P(0.5), P(10));
    (void)state;
    budget.cap = P(8);
    budget.full = P(100);
    assert_int_equal(points(&budget, rate(2, 5, 0, 0)), P(3));
    assert_int_equal(points(&budget, rate(70, 100, 0, 0)), P(6));
    assert_int_equal(points(&budget, rate(99, 100, 0, 0)), P(8)); /* eleven steps are 8,5 */
    assert_int_equal(points(&budget, rate(100, 100, 0, 0)), P(10));
}

/* "từ mức bình quân chung của tỉnh trở xuống 3 điểm, trên mức đó cứ thêm 0,5% thêm 0,25 điểm, tối đa 5" */
static void test_mean(void **state)
{
    struct scoring_rule online = relative(0, P(3), P(0.5), P(0.25), P(5));
    struct measure alone = rate(80, 100, 0, 0);
    (void)state;
    online.base_kind = BASE_PARENT;
    assert_int_equal(points(&online, rate(70, 100, 8, 10)), P(3));
    assert_int_equal(points(&online, rate(80, 100, 8, 10)), P(3));
    assert_int_equal(points(&online, rate(8049, 10000, 8, 10)), P(3)); /* 0,49 more */
    assert_int_equal(points(&online, rate(805, 1000, 8, 10)), P(3.25));
    assert_int_equal(points(&online, rate(1, 3, 1, 6)), P(5)); /* 16,67 more: 33 steps */
    assert_int_equal(points(&online, rate(INT64_MAX, INT64_MAX, INT64_MAX / 1000 * 978, INT64_MAX)),
                     P(4)); /* 2,2 more */
    assert_int_equal(scoring_rule_apply(&online, &alone).state, STATE_UNKNOWN);
}

/* SIPAS of provinces: "mười tỉnh đầu 3 điểm, mười tỉnh tiếp theo 2 điểm, còn lại 1 điểm" */
static void test_places(void **state)
{
    struct scoring_rule place = {.kind = KIND_RANK_BANDS, .max = P(3), .otherwise = P(1), .band_count = 2};
    const struct measure none = value(0), share = {.kind = MEASURE_RATIO, .n = 7, .d = 34, .percent = true};
    (void)state;
    place.bands[0] = (struct band){P(10), P(3)};
    place.bands[1] = (struct band){P(20), P(2)};
    assert_int_equal(points(&place, value(P(1))), P(3));
    assert_int_equal(points(&place, value(P(10))), P(3));
    assert_int_equal(points(&place, rate(11, 34, 0, 0)), P(2));
    assert_int_equal(points(&place, rate(20, 34, 0, 0)), P(2));
    assert_int_equal(points(&place, rate(21, 34, 0, 0)), P(1));
    assert_int_equal(scoring_rule_apply(&place, &none).state, STATE_UNKNOWN);
    assert_int_equal(scoring_rule_apply(&place, &share).state, STATE_UNKNOWN);
}

/* "Mỗi tháng ít nhất 4 tin, bài, giảm một tin, bài trừ 0,5 điểm" (Kế hoạch 34/KH-UBND), twelve months. */
static void test_months(void **state)
{
    struct scoring_rule news = {
        .kind = KIND_DEDUCT_SHORTFALL, .max = P(2), .least = P(4), .per = P(0.5), .periods = 12};
    decimal list[13];
    struct measure m = {.kind = MEASURE_LIST, .list = list, .count = 12};
    struct scoring_result r;
    (void)state;
    for (int i = 0; i < 13; i++)
        list[i] = P(4);
    list[3] = P(3);
    assert_int_equal(points(&news, m), P(1.5));
    for (int i = 4; i < 12; i++)
        list[i] = MEASURE_HOLE;
    r = scoring_rule_apply(&news, &m);
    assert_int_equal(r.state, STATE_PARTIAL);
    assert_int_equal(r.points, P(1.5)); /* the most that can still be had */
    m.count = 4;
    assert_int_equal(scoring_rule_apply(&news, &m).state, STATE_PARTIAL);
    m = value(P(4));
    assert_int_equal(scoring_rule_apply(&news, &m).state, STATE_PARTIAL);
    news.periods = 0;
    assert_int_equal(points(&news, m), P(2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number), cmocka_unit_test(test_falling), cmocka_unit_test(test_cap_and_full),
        cmocka_unit_test(test_mean),   cmocka_unit_test(test_places),  cmocka_unit_test(test_months),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
