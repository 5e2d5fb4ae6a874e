/* The order of units, by hand: the published score first, then commitments kept, then dossiers short. */
#include "sample.h"

#include "commitment/standing.h"

static struct standing scored(int64_t points)
{
    return (struct standing){.points = {.known = true, .number = points}};
}

static struct standing judged(size_t kept, size_t of, int64_t short_total)
{
    return (struct standing){.kept = kept, .judged = of, .short_total = short_total};
}

/* Each of the list is placed before all that follow it. */
static void test_order(void **state)
{
    const struct standing best_first[] = {
        scored(736000), /* 73,60 points */
        scored(735999),   judged(4, 4, 0), judged(3, 4, 1),
        judged(3, 4, 17), judged(0, 4, 5), judged(0, 0, 0), /* nothing is known */
    };
    size_t count = sizeof best_first / sizeof *best_first;
    (void)state;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(standing_compare(&best_first[i], &best_first[i]), 0);
        for (size_t k = i + 1; k < count; k++) {
            assert_true(standing_compare(&best_first[i], &best_first[k]) < 0);
            assert_true(standing_compare(&best_first[k], &best_first[i]) > 0);
        }
    }
}

/* A score decides alone: what is kept does not matter beside it. */
static void test_score_decides(void **state)
{
    struct standing few = scored(500000), many = scored(400000);
    (void)state;
    few.judged = many.judged = 4;
    many.kept = 4;
    assert_true(standing_compare(&few, &many) < 0);
}

static void test_whole(void **state)
{
    struct standing s = judged(4, 4, 0);
    (void)state;
    assert_true(standing_whole(&s));
    s.unknown = 1; /* a commitment that others have data for */
    assert_false(standing_whole(&s));
    s = judged(3, 4, 2);
    assert_false(standing_whole(&s));
    s = judged(0, 0, 0);
    assert_false(standing_whole(&s));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_order), cmocka_unit_test(test_score_decides),
                                       cmocka_unit_test(test_whole)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
