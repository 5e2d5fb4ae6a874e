/* Places found by halving, against the same counted one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "advice/ranking.h"

enum { MEMBERS = 60, ROUNDS = 200 };

struct member {
    bool in;
    const char *kind;
    struct rank_value value;
};

static uint64_t seed = 11;

static int dice(int sides)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((seed >> 33) % (uint64_t)sides);
}

static bool better(const struct member *all, size_t i, size_t self, const char *kind, struct rank_value v)
{
    const struct member *m = &all[i];
    bool same = m->kind && kind ? strcmp(m->kind, kind) == 0 : m->kind == kind;
    return m->in && i != self && same &&
           (m->value.high > v.high || (m->value.high == v.high && m->value.low < v.low));
}

static struct rank_value value_any(void)
{
    return (struct rank_value){dice(5), dice(4)};
}

static void round_check(const struct ranking *r, const struct member *all, size_t self, const char *kind)
{
    struct rank_value now = value_any(), after = value_any(), next;
    size_t ahead = 0, others = 0, overtaken = 0, count;
    long best = -1, nearest = -1;
    for (size_t i = 0; i < MEMBERS; i++) {
        bool is = better(all, i, self, kind, now);
        ahead += is;
        others += better(all, i, self, kind, (struct rank_value){-1, 0});
        if (is && (nearest < 0 || !better(all, i, self, kind, all[nearest].value)))
            nearest = (long)i;
        if (!is || better(all, i, self, kind, after))
            continue;
        overtaken++;
        if (best < 0 || better(all, i, self, kind, all[best].value))
            best = (long)i;
    }
    assert_int_equal(ranking_ahead(r, self, kind, now), ahead);
    assert_int_equal(ranking_others(r, self, kind), others);
    assert_int_equal(ranking_overtaken(r, self, kind, now, after, &count), best);
    assert_int_equal(count, overtaken);
    assert_int_equal(ranking_next(r, self, kind, now, &next), nearest >= 0);
    if (nearest >= 0) {
        assert_int_equal(next.high, all[nearest].value.high);
        assert_int_equal(next.low, all[nearest].value.low);
    }
}

static void test_against_counting(void **state)
{
    static const char *const kinds[] = {"commune", "department", NULL};
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct member all[MEMBERS];
        struct error e = {0};
        struct ranking *r = ranking_new(MEMBERS, &e);
        assert_non_null(r);
        for (size_t i = 0; i < MEMBERS; i++) {
            all[i] = (struct member){dice(4) > 0, kinds[dice(3)], value_any()};
            if (all[i].in)
                ranking_add(r, i, all[i].kind, all[i].value);
        }
        ranking_seal(r);
        for (size_t self = 0; self < MEMBERS; self++)
            round_check(r, all, self, all[self].kind);
        ranking_free(r);
    }
}

static void test_empty(void **state)
{
    struct error e = {0};
    struct ranking *r = ranking_new(0, &e);
    size_t count;
    (void)state;
    assert_non_null(r);
    ranking_seal(r);
    assert_int_equal(ranking_ahead(r, 0, NULL, (struct rank_value){0, 0}), 0);
    assert_int_equal(
        ranking_overtaken(r, 0, NULL, (struct rank_value){0, 0}, (struct rank_value){9, 0}, &count), -1);
    ranking_free(r);
    ranking_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_counting), cmocka_unit_test(test_empty)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
