/* The forecast: worked examples, what it must refuse, and how often its range holds in simulated months. */
#include "commitment/forecast.h"
#include "sample.h"

#include <math.h>

/* --- by hand --- */

/* Ten days of ten dossiers, seven of which count; ten days more. The share of the hundred to come: an
 * effective size of 1/(1/100 + 1/100) = 50, z^2/50 = 0.032847; middle (0.7 + 0.016424)/1.032847 = 0.693640;
 * half sqrt(0.032847 * 0.21 + 0.00026975)/1.032847 = 0.081964. So 0.611676 to 0.775604, half of the
 * 200: 65.58 % to 73.78 %. Every day is alike: no scatter, no spread. */
static void test_by_hand(void **state)
{
    struct forecast_slice slices[10];
    (void)state;
    for (size_t i = 0; i < 10; i++)
        slices[i] = (struct forecast_slice){1, 7, 10};
    struct forecast f = forecast_make(70, 100, slices, 10, 10);
    assert_int_equal(f.state, FORECAST_RANGE);
    assert_int_equal(f.low, 6558);
    assert_int_equal(f.high, 7379);
    assert_int_equal(f.arrivals_low, 100);
    assert_int_equal(f.arrivals_high, 100);
    /* All of them count: the range still is one. Middle (1 + 0.016424)/1.032847 = 0.984099, half
     * 0.016424/1.032847 = 0.015901, so 0.968197 to 1; with the hundred that counted 98.41 % to 100 %. */
    for (size_t i = 0; i < 10; i++)
        slices[i].n = 10;
    f = forecast_make(100, 100, slices, 10, 10);
    assert_int_equal(f.low, 9840);
    assert_int_equal(f.high, 10000);
}

static void test_refused(void **state)
{
    struct forecast_slice slices[6] = {{1, 3, 4}, {1, 2, 4}, {1, 3, 3}, {1, 0, 0}, {1, 4, 5}, {1, 1, 1}};
    (void)state;
    assert_int_equal(forecast_make(13, 17, slices, 6, 5).state, FORECAST_RANGE);
    assert_int_equal(forecast_make(13, 17, slices, 4, 5).state, FORECAST_NONE); /* four days */
    slices[4].d = slices[4].n = 0;
    slices[2].d = slices[2].n = 0;
    assert_int_equal(forecast_make(6, 9, slices, 6, 5).state, FORECAST_NONE); /* nine dossiers */
    slices[4].n = 30;
    assert_int_equal(forecast_make(36, 39, slices, 6, 5).state, FORECAST_NONE); /* more than all */
    assert_int_equal(forecast_make(4, 3, slices, 6, 5).state, FORECAST_NONE);
    assert_int_equal(forecast_make(0, 0, slices, 6, 0).state, FORECAST_NONE);
    struct forecast f = forecast_make(2, 3, slices, 0, 0);
    assert_int_equal(f.state, FORECAST_SETTLED);
    assert_int_equal(f.low, 6666);
    assert_int_equal(f.high, 6667);
}

/* --- how often it holds --- */

static uint64_t dice;

static double chance(void)
{
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(dice >> 11) / 9007199254740992.0;
}

static int64_t poisson(double mean)
{
    double product = chance(), limit = exp(-mean);
    int64_t k = 0;
    for (; product > limit; k++)
        product *= chance();
    return k;
}

struct month {
    double arrivals; /* a day, the mean */
    double share;    /* of them that count */
    double moody;    /* the share of a single day is off by up to so much */
    double busy;     /* the mean of a single day is off by up to such a part */
    int seen, left;  /* slices; days */
    int width;       /* days of a slice */
};

static struct forecast_slice day_roll(const struct month *m)
{
    double share = m->share + m->moody * (2 * chance() - 1);
    struct forecast_slice s = {1, 0, poisson(m->arrivals * (1 + m->busy * (2 * chance() - 1)))};
    for (int64_t i = 0; i < s.d; i++)
        s.n += chance() < share;
    return s;
}

static bool month_holds(const struct month *m, bool *told)
{
    struct forecast_slice slices[40];
    int64_t n = 0, d = 0, all_n, all_d;
    for (int i = 0; i < m->seen; i++) {
        slices[i] = day_roll(m);
        for (int day = 1; day < m->width; day++) {
            struct forecast_slice more = day_roll(m);
            slices[i].days++;
            slices[i].n += more.n;
            slices[i].d += more.d;
        }
        n += slices[i].n;
        d += slices[i].d;
    }
    all_n = n;
    all_d = d;
    for (int i = 0; i < m->left; i++) {
        struct forecast_slice s = day_roll(m);
        all_n += s.n;
        all_d += s.d;
    }
    struct forecast f = forecast_make(n, d, slices, (size_t)m->seen, m->left);
    *told = f.state == FORECAST_RANGE && all_d > 0;
    return *told && all_n * FORECAST_SCALE >= f.low * all_d && all_n * FORECAST_SCALE <= f.high * all_d;
}

static void test_coverage(void **state)
{
    static const struct month months[] = {
        {4, 0.7, 0, 0, 15, 7, 1},       {4, 0.7, 0, 0, 8, 14, 1},        {10, 0.85, 0, 0, 15, 7, 1},
        {10, 0.5, 0, 0.5, 5, 17, 1},    {10, 0.85, 0.1, 0.3, 10, 12, 1}, {30, 0.6, 0.2, 0.3, 15, 7, 1},
        {30, 0.6, 0.3, 0, 10, 12, 1},   {30, 0.95, 0, 0.5, 18, 4, 1},    {100, 0.4, 0.1, 0.5, 10, 12, 1},
        {3, 0.9, 0, 0, 12, 10, 1},      {5, 0.8, 0.1, 0.3, 9, 4, 2},     {20, 0.6, 0.2, 0.5, 5, 11, 2},
        {3, 0.7, 0.2, 0.3, 10, 60, 10},
    };
    enum { ROUNDS = 2000 };
    int64_t all = 0, all_told = 0;
    (void)state;
    dice = 2022;
    for (size_t k = 0; k < sizeof months / sizeof *months; k++) {
        int64_t held = 0, told = 0;
        for (int i = 0; i < ROUNDS; i++) {
            bool spoke;
            held += month_holds(&months[k], &spoke);
            told += spoke;
        }
        print_message("month %zu: %lld of %lld hold\n", k, (long long)held, (long long)told);
        assert_true(told > ROUNDS * 9 / 10);
        assert_in_range(held * 100 / told, 70, 90);
        all += held;
        all_told += told;
    }
    assert_in_range(all * 1000 / all_told, 750, 850);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_hand), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_coverage)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
