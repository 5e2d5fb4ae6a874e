/* Places: worked out by hand, and for a large board held against a count of the better ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "index/score_rank.h"

static struct score unit(const char *kind, struct criterion_score *total, decimal points)
{
    total->applies = true;
    total->self = (struct sum){.known = points >= 0, .points = points};
    return (struct score){.subject = {.kind = kind}, .nodes = total};
}

static void test_places(void **state)
{
    struct criterion_score totals[7] = {0};
    struct score scores[7] = {unit("commune", &totals[0], 70),    unit("commune", &totals[1], 90),
                              unit("commune", &totals[2], 90),    unit("commune", &totals[3], -1),
                              unit("department", &totals[4], 95), unit(NULL, &totals[5], 10),
                              unit("commune", &totals[6], 10)};
    const size_t places[] = {3, 1, 1, 0, 1, 1, 4}, of[] = {4, 4, 4, 0, 1, 1, 4};
    struct error e = {0};
    (void)state;
    struct score_rank *ranks = score_ranks(scores, 7, &e);
    assert_non_null(ranks);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(ranks[i].place, places[i]);
        assert_int_equal(ranks[i].of, of[i]);
        assert_false(ranks[i].announced);
        assert_int_equal(ranks[i].side, SIDE_SELF);
    }
    free(ranks);
}

/* Of the first unit the appraiser gave less than it gives itself: one side, the other, and the one that counts. */
static void test_sides(void **state)
{
    struct criterion_score totals[2] = {0};
    struct score scores[2] = {unit("commune", &totals[0], 90), unit("commune", &totals[1], 80)};
    struct error e = {0};
    (void)state;
    totals[0].appraised = (struct sum){.known = true, .points = 60};
    struct score_rank *self = score_ranks_of(scores, 2, SIDE_SELF, &e),
                      *appraised = score_ranks_of(scores, 2, SIDE_APPRAISED, &e),
                      *both = score_ranks(scores, 2, &e);
    assert_true(self && appraised && both);
    assert_int_equal(self[0].place, 1);
    assert_int_equal(self[1].place, 2);
    assert_int_equal(appraised[0].place, 1);
    assert_int_equal(appraised[0].of, 1);
    assert_int_equal(appraised[1].place, 0);
    assert_int_equal(both[0].place, 2);
    assert_int_equal(both[0].side, SIDE_APPRAISED);
    assert_int_equal(both[1].place, 1);
    free(self);
    free(appraised);
    free(both);
}

static void test_announced(void **state)
{
    struct criterion_score totals[2] = {0};
    struct entry said = {.measure = {.kind = MEASURE_RATIO, .n = 21, .d = 27}};
    struct score scores[2] = {unit("district", &totals[0], 50), unit("district", &totals[1], 40)};
    struct error e = {0};
    (void)state;
    scores[0].rank = &said;
    struct score_rank *ranks = score_ranks(scores, 2, &e);
    assert_non_null(ranks);
    assert_true(ranks[0].announced);
    assert_int_equal(ranks[0].place, 21);
    assert_int_equal(ranks[0].of, 27);
    assert_int_equal(ranks[1].place, 2);
    assert_false(ranks[1].announced);
    free(ranks);
}

static void test_many(void **state)
{
    enum { COUNT = 400 };
    struct criterion_score totals[COUNT] = {0};
    struct score scores[COUNT];
    struct error e = {0};
    uint32_t dice = 7;
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        dice = dice * 1664525 + 1013904223;
        scores[i] = unit(dice >> 30 ? "commune" : "department", &totals[i], dice >> 16 & 63);
    }
    struct score_rank *ranks = score_ranks(scores, COUNT, &e);
    assert_non_null(ranks);
    for (size_t i = 0; i < COUNT; i++) {
        size_t better = 0, peers = 0;
        for (size_t k = 0; k < COUNT; k++)
            if (scores[k].subject.kind[0] == scores[i].subject.kind[0]) {
                peers++;
                better += totals[k].self.points > totals[i].self.points;
            }
        assert_int_equal(ranks[i].place, better + 1);
        assert_int_equal(ranks[i].of, peers);
    }
    free(ranks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_places), cmocka_unit_test(test_sides),
                                       cmocka_unit_test(test_announced), cmocka_unit_test(test_many)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
