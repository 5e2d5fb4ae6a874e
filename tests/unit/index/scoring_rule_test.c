#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "index/scoring_rule.h"

#define P(x) ((decimal)((x)*10000 + 0.5) * 100) /* written with at most four decimals */

static struct scoring_rule rule(enum scoring_kind kind, decimal max)
{
    return (struct scoring_rule){.kind = kind,
                                 .max = max,
                                 .threshold = P(100),
                                 .least = P(1),
                                 .rate_places = -1,
                                 .shown_places = DECIMAL_PLACES,
                                 .point_places = 4,
                                 .null = NONE_UNKNOWN};
}

static struct measure ratio(int64_t n, int64_t d)
{
    return (struct measure){.kind = MEASURE_RATIO, .n = n, .d = d};
}

static struct measure value(decimal v)
{
    return (struct measure){.kind = MEASURE_VALUE, .value = v};
}

static decimal points(const struct scoring_rule *r, struct measure m)
{
    struct scoring_result result = scoring_rule_apply(r, &m);
    assert_true(result.state == STATE_SCORED || result.state == STATE_NOTHING);
    return result.points;
}

static void test_names(void **state)
{
    enum scoring_kind kind;
    (void)state;
    for (int i = 0; i < KIND_COUNT; i++)
        assert_true(scoring_kind_read(scoring_kind_name((enum scoring_kind)i), &kind) &&
                    kind == (enum scoring_kind)i);
    assert_false(scoring_kind_read("ratio", &kind));
}

static void test_ratio(void **state)
{
    struct scoring_rule linear = rule(KIND_RATIO_LINEAR, P(2)), threshold = rule(KIND_RATIO_THRESHOLD, P(1));
    (void)state;
    assert_int_equal(points(&linear, ratio(99, 100)), P(1.98));
    assert_int_equal(points(&linear, ratio(120, 100)), P(2));
    threshold.threshold = P(85);
    assert_int_equal(points(&threshold, ratio(85, 100)), P(1));
    assert_int_equal(points(&threshold, ratio(16643, 100000)), P(0.1958));
    threshold.floor = P(50);
    assert_int_equal(points(&threshold, ratio(49, 100)), 0);
    assert_int_equal(points(&threshold, ratio(50, 100)), P(0.5882));
    /* 84.9999 % is not 85 %, however it is shown; by a rate of two decimals it is */
    assert_int_equal(points(&threshold, ratio(849999, 1000000)), P(1)); /* 0.99999... rounds to 1.0000 */
    threshold.point_places = 4;
    threshold.max = P(100);
    assert_int_equal(points(&threshold, ratio(849999, 1000000)), P(99.9999));
    threshold.rate_places = 2;
    assert_int_equal(points(&threshold, ratio(849999, 1000000)), P(100));
}

static void test_missing(void **state)
{
    struct scoring_rule threshold = rule(KIND_RATIO_THRESHOLD, P(5)), all = rule(KIND_ALL_OR_NOTHING, P(1));
    (void)state;
    threshold.threshold = P(85);
    struct measure m = ratio(409, 508);
    assert_int_equal(scoring_rule_apply(&threshold, &m).missing, 23); /* 431.8 of 508 */
    m = ratio(432, 508);
    assert_int_equal(scoring_rule_apply(&threshold, &m).missing, 0);
    m = ratio(1, 3);
    assert_int_equal(scoring_rule_apply(&all, &m).missing, 2);
}

static void test_nothing_arose(void **state)
{
    static const struct {
        enum none_rule zero;
        enum scoring_state state;
        decimal points;
    } cases[] = {{NONE_ZERO, STATE_NOTHING, 0},
                 {NONE_FULL, STATE_NOTHING, P(6)},
                 {NONE_SKIP, STATE_SKIPPED, 0},
                 {NONE_UNKNOWN, STATE_UNKNOWN, 0}};
    const struct measure none = ratio(0, 0), null = {.kind = MEASURE_NULL}, unknown = {.kind = MEASURE_NONE};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scoring_rule r = rule(KIND_RATIO_LINEAR, P(6));
        r.zero = r.null = cases[i].zero;
        assert_int_equal(scoring_rule_apply(&r, &none).state, cases[i].state);
        assert_int_equal(scoring_rule_apply(&r, &none).points, cases[i].points);
        assert_int_equal(scoring_rule_apply(&r, &null).state, cases[i].state);
        assert_int_equal(scoring_rule_apply(&r, &null).points, cases[i].points);
        assert_int_equal(scoring_rule_apply(&r, &unknown).state, STATE_UNKNOWN);
    }
}

static void test_bands(void **state)
{
    struct scoring_rule r = rule(KIND_BANDS, P(1.5));
    (void)state;
    r.bands[0] = (struct band){0, P(0)};
    r.bands[1] = (struct band){P(80), P(0.5)};
    r.bands[2] = (struct band){P(100), P(1.5)};
    r.band_count = 3;
    assert_int_equal(points(&r, ratio(79, 100)), 0);
    assert_int_equal(points(&r, ratio(4, 5)), P(0.5));
    assert_int_equal(points(&r, ratio(99999, 100000)), P(0.5));
    assert_int_equal(points(&r, ratio(3, 3)), P(1.5));
    /* fewer is better: one who was disciplined, and nothing is left */
    r.bands[0] = (struct band){0, P(1.5)};
    r.bands[1] = (struct band){P(1), 0};
    r.band_count = 2;
    assert_int_equal(points(&r, value(0)), P(1.5));
    assert_int_equal(points(&r, value(P(1))), 0);
    struct measure m = value(P(2));
    assert_true(scoring_rule_apply(&r, &m).aim_below);
    assert_int_equal(scoring_rule_apply(&r, &m).aim, P(1));
}

static void test_items(void **state)
{
    static const decimal months[] = {P(4), P(4), P(4), P(3), P(9)}, none[] = {0, 0, P(4)};
    struct scoring_rule cap = rule(KIND_PER_ITEM_CAP, P(2)), deduct = rule(KIND_DEDUCT_SHORTFALL, P(2)),
                        trend = rule(KIND_TREND, P(1));
    struct measure list = {.kind = MEASURE_LIST, .list = months, .count = 5};
    (void)state;
    cap.per = P(1);
    assert_int_equal(points(&cap, value(P(1))), P(1));
    assert_int_equal(points(&cap, value(P(7))), P(2));
    assert_int_equal(points(&cap, value(0)), 0);
    deduct.least = P(4);
    deduct.per = P(0.5);
    assert_int_equal(points(&deduct, list), P(1.5));
    assert_int_equal(scoring_rule_apply(&deduct, &list).missing, 1);
    list = (struct measure){.kind = MEASURE_LIST, .list = none, .count = 3};
    assert_int_equal(points(&deduct, list), 0);
    /* 20 units less than 24 in the base year: a decrease of 16.67 %; 23: 4.17 %, under the floor */
    trend.falling = true;
    trend.threshold = P(10);
    trend.floor = P(5);
    assert_int_equal(points(&trend, ratio(20, 24)), P(1));
    assert_int_equal(points(&trend, ratio(23, 24)), 0);
    assert_int_equal(points(&trend, ratio(46, 50)), P(0.8));
    assert_int_equal(points(&trend, ratio(30, 24)), 0);
}

/* A measure that the rule cannot take is not scored at all. */
static void test_wrong_measure(void **state)
{
    struct scoring_rule linear = rule(KIND_RATIO_LINEAR, P(1)), cap = rule(KIND_PER_ITEM_CAP, P(1)),
                        manual = rule(KIND_MANUAL, P(1)), sum = rule(KIND_SUM, P(1));
    const struct measure one = value(P(1)), part = ratio(1, 2), minus = ratio(-1, 2), below = ratio(1, -2);
    (void)state;
    cap.per = P(1);
    assert_int_equal(scoring_rule_apply(&linear, &one).state, STATE_UNKNOWN);
    assert_int_equal(scoring_rule_apply(&cap, &part).state, STATE_UNKNOWN);
    assert_int_equal(scoring_rule_apply(&manual, &one).state, STATE_UNKNOWN);
    assert_int_equal(scoring_rule_apply(&sum, &one).state, STATE_UNKNOWN);
    assert_int_equal(scoring_rule_apply(&linear, &minus).state, STATE_UNKNOWN);
    assert_int_equal(scoring_rule_apply(&linear, &below).state, STATE_UNKNOWN);
}

/* --- properties --- */

static uint64_t dice = 766;

static int64_t roll(int64_t below)
{
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(dice >> 33) % below;
}

static struct scoring_rule rule_composed(void)
{
    static const enum scoring_kind kinds[] = {KIND_RATIO_LINEAR, KIND_RATIO_THRESHOLD, KIND_STEP, KIND_BANDS,
                                              KIND_ALL_OR_NOTHING};
    struct scoring_rule r = rule(kinds[roll(5)], roll(200) * 2500 + 100);
    r.rate_places = (int)roll(4) - 1;
    r.point_places = (int)roll(5);
    r.max = decimal_round(r.max, r.point_places) + DECIMAL_SCALE;
    if (r.kind != KIND_RATIO_LINEAR)
        r.threshold = (1 + roll(100)) * DECIMAL_SCALE;
    r.floor = roll(2) * (r.threshold / 2);
    r.bands[0] = (struct band){0, r.max / 3};
    r.bands[1] = (struct band){r.threshold, r.max};
    r.band_count = 2;
    return r;
}

/* No input gives points below 0 or above the maximum, and one more of the numerator never costs any. */
static void test_bounds_and_growth(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct scoring_rule r = rule_composed();
        int64_t d = 1 + roll(i % 2 ? 50 : 500000), n = roll(d + d / 4 + 1);
        struct measure m = ratio(n, d), more = ratio(n + 1, d);
        struct scoring_result a = scoring_rule_apply(&r, &m), b = scoring_rule_apply(&r, &more);
        assert_int_equal(a.state, STATE_SCORED);
        assert_true(a.points >= 0 && a.points <= r.max);
        assert_true(b.points >= a.points);
    }
}

static void test_extremes(void **state)
{
    static const int64_t numbers[] = {0, 1, 2, 999983, INT64_MAX / 1000, INT64_MAX - 1, INT64_MAX};
    enum { COUNT = sizeof numbers / sizeof *numbers };
    (void)state;
    for (int kind = KIND_RATIO_LINEAR; kind < KIND_COUNT; kind++)
        for (size_t i = 0; i < COUNT; i++)
            for (size_t k = 0; k < COUNT; k++) {
                struct scoring_rule r = rule((enum scoring_kind)kind, LIMIT_POINTS * DECIMAL_SCALE);
                const struct measure measures[] = {ratio(numbers[i], numbers[k]),
                                                   value(numbers[i] % DECIMAL_MAX)};
                r.per = LIMIT_POINTS * DECIMAL_SCALE;
                r.threshold = 1 + numbers[k] % (1000 * DECIMAL_SCALE);
                r.band_count = 1;
                r.bands[0].points = r.max;
                for (size_t j = 0; j < 2; j++) {
                    struct scoring_result out = scoring_rule_apply(&r, &measures[j]);
                    assert_true(out.points >= 0 && out.points <= r.max && out.missing >= 0);
                }
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),         cmocka_unit_test(test_ratio),
        cmocka_unit_test(test_missing),       cmocka_unit_test(test_nothing_arose),
        cmocka_unit_test(test_bands),         cmocka_unit_test(test_items),
        cmocka_unit_test(test_wrong_measure), cmocka_unit_test(test_bounds_and_growth),
        cmocka_unit_test(test_extremes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
