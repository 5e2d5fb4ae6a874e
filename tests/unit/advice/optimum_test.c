/* The optimum against brute force, on small random models: every allocation is tried. */
#include "advice/optimum.h"
#include "sample.h"

static uint64_t dice;

static int roll(int below)
{
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((dice >> 33) % (uint64_t)below);
}

enum { ACTIONS = 4, LEAVES = 5, BUDGET = 9 };

struct case_model {
    struct optimum_model model;
    struct optimum_leaf leaves[LEAVES];
    struct scoring_rule rules[LEAVES];
};

static void rule_roll(struct scoring_rule *r)
{
    static const enum scoring_kind kinds[] = {KIND_RATIO_LINEAR, KIND_RATIO_THRESHOLD, KIND_STEP,
                                              KIND_BANDS,        KIND_ALL_OR_NOTHING,  KIND_PER_ITEM_CAP};
    *r = (struct scoring_rule){.kind = kinds[roll(6)],
                               .max = (1 + roll(20)) * DECIMAL_SCALE / 2,
                               .threshold = 100 * DECIMAL_SCALE,
                               .rate_places = roll(2) ? -1 : roll(3),
                               .point_places = roll(3) * 2,
                               .per = (1 + roll(4)) * DECIMAL_SCALE / 4,
                               .least = (1 + roll(6)) * DECIMAL_SCALE,
                               .zero = roll(2) ? NONE_ZERO : NONE_FULL};
    if (r->kind == KIND_RATIO_THRESHOLD) {
        r->threshold = (50 + roll(50)) * DECIMAL_SCALE;
        r->floor = roll(40) * DECIMAL_SCALE;
    }
    if (r->kind == KIND_STEP || r->kind == KIND_BANDS) {
        r->band_count = r->kind == KIND_STEP ? 2 : 3;
        for (size_t i = 0; i < r->band_count; i++)
            r->bands[i] = (struct band){i ? (decimal)(i * 30 + (size_t)roll(25)) * DECIMAL_SCALE : 0,
                                        (decimal)roll(2) * (decimal)i * r->max / 2 + r->max / 8};
    }
}

/* Some leaves are moved by one action, some by several, some down; some limits are shared, some widened. */
static void model_roll(struct case_model *c)
{
    memset(c, 0, sizeof *c);
    c->model = (struct optimum_model){.action_count = ACTIONS, .leaves = c->leaves, .leaf_count = LEAVES};
    for (size_t a = 0; a < ACTIONS; a++)
        c->model.cost[a] = 1 + (roll(3) == 0);
    for (size_t i = 0; i < LEAVES; i++) {
        struct optimum_leaf *leaf = &c->leaves[i];
        rule_roll(&c->rules[i]);
        leaf->rule = roll(3) ? &c->rules[i] : NULL;
        leaf->target = roll(10001);
        leaf->kept_now = roll(2);
        leaf->input_count = 1;
        struct optimum_input *in = &leaf->inputs[0];
        bool number = leaf->rule && (leaf->rule->kind == KIND_PER_ITEM_CAP || roll(4) == 0);
        int d = roll(25), n = roll(d + 1);
        in->measure = (struct measure){.kind = number ? MEASURE_VALUE : MEASURE_RATIO,
                                       .n = n,
                                       .d = d,
                                       .value = (decimal)(BUDGET + n) * DECIMAL_SCALE};
        for (size_t a = 0; a < ACTIONS; a++)
            if (roll(3) == 0) {
                in->n[a] = number && roll(3) == 0 ? -1 : 1;
                in->d[a] = number ? 0 : roll(2);
            }
    }
    c->model.bound_count = 3;
    for (size_t i = 0; i < 3; i++) {
        c->model.bounds[i].room = roll(8) - 1;
        for (size_t a = 0; a < ACTIONS; a++)
            c->model.bounds[i].use[a] = roll(3) ? 0 : roll(4) ? 1 : -1;
    }
}

/* --- by brute force --- */

static int64_t value_by_hand(const struct case_model *c, const struct optimum_goal *goal,
                             const int32_t *steps)
{
    int64_t value = 0;
    for (size_t i = 0; i < LEAVES; i++) {
        const struct optimum_leaf *leaf = &c->leaves[i];
        struct measure m = leaf->inputs[0].measure;
        for (size_t a = 0; a < ACTIONS; a++) {
            m.n += leaf->inputs[0].n[a] * steps[a];
            m.d += leaf->inputs[0].d[a] * steps[a];
            m.value += leaf->inputs[0].n[a] * steps[a] * DECIMAL_SCALE;
        }
        if (leaf->rule) {
            value += goal->points * scoring_rule_apply(leaf->rule, &m).points;
            continue;
        }
        if (goal->only >= 0 && (size_t)goal->only != i)
            continue;
        int64_t missing = 0;
        while ((m.n + missing) * TARGET_SCALE < leaf->target * m.d)
            missing++;
        value += m.d == 0  ? goal->none
                 : missing ? -goal->lack * missing
                           : goal->kept + (leaf->kept_now ? goal->guard : 0);
    }
    return value;
}

static bool allowed_by_hand(const struct optimum_model *m, const int32_t *steps)
{
    for (size_t i = 0; i < m->bound_count; i++) {
        int64_t used = 0;
        for (size_t a = 0; a < ACTIONS; a++)
            used += m->bounds[i].use[a] * steps[a];
        if (used > 0 && used > m->bounds[i].room)
            return false;
    }
    return true;
}

/* best[c]: the best value of all allocations that cost at most c. */
static void brute(const struct case_model *c, const struct optimum_goal *goal, int64_t best[BUDGET + 1])
{
    for (int i = 0; i <= BUDGET; i++)
        best[i] = INT64_MIN;
    int32_t s[LIMIT_ACTIONS] = {0};
    for (s[0] = 0; s[0] <= BUDGET; s[0]++)
        for (s[1] = 0; s[1] <= BUDGET; s[1]++)
            for (s[2] = 0; s[2] <= BUDGET; s[2]++)
                for (s[3] = 0; s[3] <= BUDGET; s[3]++) {
                    int64_t cost = 0;
                    for (size_t a = 0; a < ACTIONS; a++)
                        cost += (int64_t)c->model.cost[a] * s[a];
                    if (cost > BUDGET || !allowed_by_hand(&c->model, s))
                        continue;
                    int64_t value = value_by_hand(c, goal, s);
                    for (int64_t k = cost; k <= BUDGET; k++)
                        best[k] = value > best[k] ? value : best[k];
                }
}

static void frontier_check(const struct case_model *c, const struct optimum_goal *goal,
                           const struct optimum_frontier *f)
{
    int64_t best[BUDGET + 1];
    brute(c, goal, best);
    assert_true(f->count > 0);
    for (int64_t k = 0, at = 0; k <= BUDGET; k++) {
        while ((size_t)at + 1 < f->count && f->plans[at + 1].cost <= k)
            at++;
        assert_int_equal(f->plans[at].value, best[k]);
    }
    for (size_t i = 0; i < f->count; i++) {
        int64_t cost = 0;
        for (size_t a = 0; a < ACTIONS; a++)
            cost += (int64_t)c->model.cost[a] * f->plans[i].steps[a];
        assert_int_equal(cost, f->plans[i].cost);
        assert_int_equal(value_by_hand(c, goal, f->plans[i].steps), f->plans[i].value);
        assert_int_equal(optimum_value(&c->model, goal, f->plans[i].steps), f->plans[i].value);
        assert_true(optimum_allowed(&c->model, f->plans[i].steps));
        assert_true(allowed_by_hand(&c->model, f->plans[i].steps));
    }
}

static const struct optimum_goal goals[] = {
    {.points = 1, .only = -1},
    {.points = 1, .kept = OPTIMUM_KEPT_FIRST, .none = OPTIMUM_KEPT_FIRST, .only = -1},
    {.kept = OPTIMUM_KEPT_FIRST, .lack = 1, .only = -1},
    {.points = 1, .guard = OPTIMUM_KEPT_FIRST, .only = -1},
    {.points = 1, .kept = OPTIMUM_KEPT_FIRST, .only = 2}};

static void test_brute_force(void **state)
{
    (void)state;
    dice = 22;
    for (int round = 0; round < 500; round++) {
        struct case_model c;
        struct optimum_frontier f = {0};
        struct error e = {0};
        const struct optimum_goal *goal = &goals[round % 5];
        model_roll(&c);
        assert_ok(optimum_find(&c.model, goal, BUDGET, &f, &e), e);
        frontier_check(&c, goal, &f);
        optimum_frontier_free(&f);
    }
}

/* The step that the league shows: no other number of a single action gives more for its cost. */
static void test_first(void **state)
{
    (void)state;
    dice = 23;
    for (int round = 0; round < 200; round++) {
        struct case_model c;
        model_roll(&c);
        for (size_t a = 0; a < ACTIONS; a++) {
            for (size_t i = 0; i < c.model.bound_count; i++)
                c.model.bounds[i].use[a] = 1; /* few steps, so that all are tried */
        }
        struct optimum_step first = optimum_first(&c.model, &goals[0]);
        int32_t s[LIMIT_ACTIONS] = {0};
        int64_t now = value_by_hand(&c, &goals[0], s), best_gain = 0, best_cost = 1;
        for (size_t a = 0; a < ACTIONS; a++) {
            for (s[a] = 1; allowed_by_hand(&c.model, s); s[a]++) {
                int64_t gain = value_by_hand(&c, &goals[0], s) - now, cost = (int64_t)s[a] * c.model.cost[a];
                if (gain > 0 && (best_gain == 0 || gain * best_cost > best_gain * cost)) {
                    best_gain = gain;
                    best_cost = cost;
                }
            }
            s[a] = 0;
        }
        if (best_gain == 0)
            assert_int_equal(first.steps, 0);
        else
            assert_int_equal(first.gain * best_cost, best_gain * first.cost);
    }
}

/* 70 of 100 digitized, target 80 %: 10 of those there are, or 50 new ones; of 5 that are left, and new ones,
 * which are digitized too: (75 + x)/(100 + x) >= 80 % from x = 25 on. */
static void test_cheapest(void **state)
{
    struct optimum_leaf leaf = {.input_count = 1, .target = 8000};
    struct optimum_model m = {.action_count = 2, .cost = {1, 1}, .leaves = &leaf, .leaf_count = 1};
    const struct optimum_goal kept = {.kept = 1, .none = 1, .only = -1};
    struct optimum_answer answer;
    struct error e = {0};
    (void)state;
    leaf.inputs[0] = (struct optimum_input){
        .measure = {.kind = MEASURE_RATIO, .n = 70, .d = 100}, .n = {1, 1}, .d = {0, 1}};
    m.bound_count = 1;
    m.bounds[0] = (struct optimum_bound){.room = 30, .use = {1}};
    assert_ok(optimum_cheapest(&m, &kept, 1, &answer, &e), e);
    assert_true(answer.found);
    assert_int_equal(answer.plan.cost, 10);
    m.bounds[0].room = 5;
    assert_ok(optimum_cheapest(&m, &kept, 1, &answer, &e), e);
    assert_true(answer.found);
    assert_int_equal(answer.plan.cost, 30);
    assert_int_equal(answer.plan.steps[0], 5);
    assert_int_equal(answer.plan.steps[1], 25);
    /* Beyond the search: 5,000 short of 10,000, one action at a time. Of those there are 3,000 are left; new
     * ones need (5000 + x)/(10000 + x) >= 80 %: 15,000. */
    leaf.inputs[0].measure.n = 5000;
    leaf.inputs[0].measure.d = 10000;
    m.bounds[0].room = 3000;
    assert_int_equal(optimum_single(&m, 0).plan.steps[0], 3000);
    m.bounds[0].room = 2999;
    assert_true(optimum_single(&m, 0).found);
    assert_int_equal(optimum_single(&m, 0).plan.cost, 15000);
    leaf.target = TARGET_SCALE;
    assert_false(optimum_single(&m, 0).found);
    leaf.inputs[0].measure.n = 70;
    leaf.inputs[0].measure.d = 100;
    m.bounds[0].room = 5;
    leaf.target = TARGET_SCALE; /* new ones never make up for old ones */
    assert_ok(optimum_cheapest(&m, &kept, 1, &answer, &e), e);
    assert_false(answer.found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_brute_force), cmocka_unit_test(test_first),
                                       cmocka_unit_test(test_cheapest)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
