/* Advice against the score itself: every allocation of a small budget is tried, each scored by score_make()
 * and judged by standing_make(), over all shipped rulesets and both commitment sets, with random
 * counters. */
#include "advice/unit_model.h"
#include "index/ruleset_load.h"
#include "sample.h"

enum { BUDGET = 4, ROUNDS = 16 };

struct bench {
    struct action_set actions;
    struct evaluation v;
    struct commitment_set *sets[2];
};

static uint64_t dice;
static size_t bettered; /* budgets at which some plan gave more points than none */

static int64_t roll(int64_t below)
{
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(dice >> 33) % below;
}

static int bench_open(void **state)
{
    static struct bench b;
    static struct unit unit = {.code = (char *)"u",
                               .name = (char *)"UBND xã Mẫu",
                               .kind = (char *)"commune",
                               .has_dossiers = true,
                               .knows = ~UINT64_C(0),
                               .parent_index = -1};
    struct error e = {0};
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    b.v.family = counter_family_load("core", &e);
    assert_ok(b.v.family, e);
    b.v.metrics = metric_set_load(b.v.family, &e);
    assert_ok(b.v.metrics, e);
    b.v.units = (struct unit_set){.units = &unit, .count = 1};
    b.v.period.to = 1; /* not over: dossiers may still come */
    b.v.counts = (struct counts){.family = b.v.family, .units = &b.v.units};
    b.v.counts.cells = calloc(2 * counter_count(b.v.family), sizeof *b.v.counts.cells);
    assert_non_null(b.v.counts.cells);
    assert_ok(action_set_load(&b.actions, b.v.family, NULL, &e), e);
    static const char *const names[] = {"y-yen-2022", "nq71-2030"};
    b.v.sets = calloc(2, sizeof(struct commitment_set *));
    b.v.chosen = calloc(2, sizeof *b.v.chosen);
    b.v.by_unit = calloc(2, sizeof *b.v.by_unit);
    assert_true(b.v.sets && b.v.chosen && b.v.by_unit);
    for (size_t i = 0; i < 2; i++) {
        b.v.sets[i] = commitment_set_load(names[i], b.v.metrics, &e);
        assert_ok(b.v.sets[i], e);
        for (size_t k = 0; k < b.v.sets[i]->count; k++)
            b.v.chosen[i][k] = b.v.sets[i]->items[k].metrics[0];
    }
    b.v.set_count = 2;
    *state = &b;
    return 0;
}

static int bench_close(void **state)
{
    struct bench *b = *state;
    b->v.units = (struct unit_set){0};
    action_set_free(&b->actions);
    evaluation_close(&b->v);
    return 0;
}

/* --- counters of a unit as dossiers might give them --- */

static void put(struct bench *b, const char *name, int64_t value)
{
    long i = counter_find(b->v.family, name);
    assert_true(i >= 0);
    b->v.counts.cells[i] = value;
}

static int64_t part(struct bench *b, const char *name, int64_t whole)
{
    int64_t value = whole - roll(whole < 4 ? whole + 1 : 5);
    put(b, name, value);
    return value;
}

static void counters_roll(struct bench *b)
{
    int64_t received = roll(30), level2 = roll(received / 2 + 1), eligible = received - level2;
    int64_t finished = roll(25), late = roll(finished / 4 + 1), open = roll(12), overdue = roll(open + 1);
    int64_t level2_done = roll(finished / 2 + 1), done2;
    for (size_t i = 0; i < counter_count(b->v.family); i++)
        b->v.counts.cells[i] = 0;
    put(b, "received", received);
    put(b, "received_level2", level2);
    put(b, "eligible", eligible);
    put(b, "received_online", part(b, "online_eligible", eligible));
    part(b, "paid_online", received);
    put(b, "fee_due", received);
    part(b, "digitized", received);
    part(b, "reused", received);
    part(b, "level2_account", level2);
    put(b, "open", open);
    put(b, "open_overdue", overdue);
    put(b, "finished", finished);
    put(b, "late", late);
    put(b, "on_time", finished - late);
    put(b, "finished_level2", level2_done);
    done2 = part(b, "finished_level2_electronic", level2_done);
    put(b, "electronic_result", done2 + roll(finished - level2_done + 1));
    put(b, "apology_due", late + overdue);
    part(b, "apology_sent", late + overdue);
    if (roll(4) == 0)
        b->v.counts.cells[counter_find(b->v.family, "finished_level2")] = COUNT_UNKNOWN;
    if (roll(4) == 0)
        b->v.counts.cells[counter_find(b->v.family, "fee_due")] = COUNT_UNKNOWN;
}

/* Something by hand for the leaves that have no counter, so that a total is whole now and then. */
static struct entry_set *entries_roll(const struct ruleset *r, moment from)
{
    struct entry_set *inputs = entry_set_new();
    bool all = roll(2);
    assert_non_null(inputs);
    for (size_t i = 1; i < r->count; i++) {
        struct entry_text in = {
            .unit = "u", .criterion = r->criteria[i].code, .period_kind = r->period, .period_from = from};
        struct error e = {0};
        in.points = "0.5";
        if (!r->criteria[i].child_count ? all || roll(2) : roll(12) == 0)
            assert_ok(entry_set_add(inputs, &in, &e), e);
    }
    entry_set_seal(inputs);
    return inputs;
}

/* --- brute force --- */

struct brute {
    const struct unit_model *p;
    struct what_if *w;
    decimal points[BUDGET + 1];
    size_t kept[BUDGET + 1];
    size_t tried;
};

static bool row_possible(const struct brute *b)
{
    static const char *const pairs[][2] = {{"digitized", "received"},
                                           {"reused", "received"},
                                           {"paid_online", "fee_due"},
                                           {"electronic_result", "finished"},
                                           {"finished_level2_electronic", "finished_level2"},
                                           {"level2_account", "received_level2"},
                                           {"apology_sent", "apology_due"}};
    const struct counter_family *f = b->w->v.family;
    const int64_t *row = b->w->v.counts.cells;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        int64_t n = row[counter_find(f, pairs[i][0])], d = row[counter_find(f, pairs[i][1])];
        if (n != COUNT_UNKNOWN && d != COUNT_UNKNOWN && n > d)
            return false;
    }
    int64_t e2 = row[counter_find(f, "finished_level2_electronic")],
            e = row[counter_find(f, "electronic_result")];
    int64_t f2 = row[counter_find(f, "finished_level2")], all = row[counter_find(f, "finished")];
    if (f2 != COUNT_UNKNOWN && e - e2 > all - f2)
        return false;
    int64_t overdue = row[counter_find(f, "open_overdue")];
    return overdue >= 0 && row[counter_find(f, "open")] >= overdue;
}

/* An action that is told by a number that is not known cannot be taken. */
static bool action_possible(const struct brute *b, size_t a)
{
    const char *name = b->p->actions->items[a].name;
    const int64_t *row = b->p->v->counts.cells;
    if (strcmp(name, "collect_online") == 0)
        return row[counter_find(b->p->v->family, "fee_due")] != COUNT_UNKNOWN;
    if (strcmp(name, "return_electronic_level2") == 0)
        return row[counter_find(b->p->v->family, "finished_level2")] != COUNT_UNKNOWN;
    return true;
}

static void brute_try(struct brute *b, int32_t *steps, size_t a, int64_t left)
{
    if (a < b->p->actions->count) {
        for (steps[a] = 0; steps[a] <= left; steps[a]++)
            if (steps[a] == 0 || action_possible(b, a))
                brute_try(b, steps, a + 1, left - steps[a]);
        steps[a] = 0;
        return;
    }
    struct score s = {0};
    struct standing standing = {0};
    struct error e = {0};
    what_if_take(b->w, 0, steps);
    if (!row_possible(b))
        return;
    assert_ok(unit_model_after(b->p, b->w, steps, &s, &standing, &e), e);
    for (int64_t c = BUDGET - left; c <= BUDGET; c++) {
        b->points[c] = s.nodes[0].self.points > b->points[c] ? s.nodes[0].self.points : b->points[c];
        b->kept[c] = standing.kept > b->kept[c] ? standing.kept : b->kept[c];
    }
    assert_true(s.nodes[0].self.points >= 0 && s.nodes[0].self.points <= s.nodes[0].max);
    b->tried++;
    score_free(&s);
}

static void plan_check(const struct unit_model *p, struct what_if *w, const struct optimum_plan *plan,
                       struct score *s, struct standing *standing)
{
    struct error e = {0};
    int64_t cost = 0;
    for (size_t a = 0; a < p->actions->count; a++)
        cost += plan->steps[a];
    assert_int_equal(cost, plan->cost);
    assert_ok(unit_model_after(p, w, plan->steps, s, standing, &e), e);
}

static void unit_check(const struct unit_model *p, struct what_if *w)
{
    static const struct optimum_goal goals[] = {{.points = 1, .only = -1}, {.kept = 1, .only = -1}};
    struct brute b = {.p = p, .w = w};
    int32_t steps[LIMIT_ACTIONS] = {0};
    brute_try(&b, steps, 0, BUDGET);
    for (size_t g = 0; g < 2; g++) {
        struct optimum_frontier f = {0};
        struct error e = {0};
        assert_ok(optimum_find(&p->model, &goals[g], BUDGET, &f, &e), e);
        for (size_t c = 0, at = 0; c <= BUDGET; c++) {
            struct score s = {0};
            struct standing standing = {0};
            while (at + 1 < f.count && f.plans[at + 1].cost <= (int64_t)c)
                at++;
            plan_check(p, w, &f.plans[at], &s, &standing);
            assert_true(row_possible(&b));
            if (g == 0)
                assert_int_equal(s.nodes[0].self.points, b.points[c]);
            else
                assert_int_equal(standing.kept, b.kept[c]);
            score_free(&s);
        }
        optimum_frontier_free(&f);
    }
    assert_true(b.tried > 0);
    for (size_t c = 1; c <= BUDGET; c++)
        bettered += b.points[c] > b.points[0];
}

static void round_run(struct bench *b, const struct ruleset *r, const struct commitment_set *set)
{
    struct error e = {0};
    struct period period;
    struct score s;
    struct unit_model p;
    struct what_if w;
    const char *of = r->period == PERIOD_YEAR ? "2022" : "2022-11";
    assert_ok(period_make(r->period, of, MOMENT_NONE, PERIOD_CUTOFF_SECONDS, &period, &e), e);
    struct entry_set *inputs = entries_roll(r, period.from);
    counters_roll(b);
    struct score_subject subject = {"u", "UBND xã Mẫu", "commune", &b->v, 0, inputs, period};
    assert_ok(score_make(r, &subject, &s, &e), e);
    assert_ok(unit_model_make(&b->v, 0, &b->actions, &s, set, &p, &e), e);
    assert_ok(what_if_open(&w, &b->v, &b->actions, &e), e);
    unit_check(&p, &w);
    what_if_close(&w);
    unit_model_free(&p);
    score_free(&s);
    entry_set_free(inputs);
}

static void test_brute_force(void **state)
{
    static const char *const names[] = {"qd-766",         "tan-dan-766", "nam-dinh-2019", "quang-dien-2017",
                                        "thanh-hoa-2022", "y-yen-2022",  "cam-giang-2023"};
    struct bench *b = *state;
    dice = 178;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        struct error e = {0};
        struct ruleset *r = ruleset_load(names[k], b->v.family, b->v.metrics, &e);
        assert_ok(r, e);
        for (int round = 0; round < ROUNDS; round++)
            round_run(b, r, b->v.sets[round % 2]);
        ruleset_free(r);
    }
    assert_true(bettered > 100);
}

/* What actions.json says keeps the family's identities: after any steps every one still holds. */
static void test_identities(void **state)
{
    struct bench *b = *state;
    struct what_if w;
    struct error e = {0};
    for (size_t i = 0; i < counter_count(b->v.family); i++)
        b->v.counts.cells[i] = 0;
    put(b, "received", 9);
    put(b, "received_counter", 9);
    put(b, "open", 5);
    put(b, "open_overdue", 3);
    put(b, "finished", 4);
    put(b, "on_time", 4);
    assert_int_equal(counts_check(&b->v.counts, NULL, 0), 0);
    assert_ok(what_if_open(&w, &b->v, &b->actions, &e), e);
    for (size_t a = 0; a < b->actions.count; a++) {
        int32_t steps[LIMIT_ACTIONS] = {0};
        steps[a] = 2;
        what_if_take(&w, 0, steps);
        if (counts_check(&w.v.counts, NULL, 0))
            fail_msg("%s breaks an identity", b->actions.items[a].name);
    }
    what_if_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_brute_force), cmocka_unit_test(test_identities)};
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
