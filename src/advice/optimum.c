#include "advice/optimum.h"
#include "base/wide.h"

#include <stdlib.h>
#include <string.h>

typedef uint32_t action_bits; /* bit a: action a */

#define BIT(a) ((action_bits)1 << (a))

enum { FIRST_BUDGET = 32 };

/* --- values --- */

static struct measure measure_after(const struct optimum_model *m, const struct optimum_input *in,
                                    const int32_t *steps)
{
    struct measure out = in->measure;
    int64_t n = 0, d = 0;
    for (size_t a = 0; a < m->action_count; a++) {
        n += (int64_t)in->n[a] * steps[a];
        d += (int64_t)in->d[a] * steps[a];
    }
    if (out.kind == MEASURE_VALUE)
        out.value += n * DECIMAL_SCALE;
    out.n += n;
    out.d += d;
    return out;
}

static decimal criterion_points(const struct optimum_model *m, const struct optimum_leaf *leaf,
                                const int32_t *steps)
{
    for (size_t i = 0; i < leaf->input_count; i++) {
        struct measure after = measure_after(m, &leaf->inputs[i], steps);
        struct scoring_result r = scoring_rule_apply(leaf->rule, &after);
        if (r.state != STATE_UNKNOWN)
            return r.points;
    }
    return leaf->otherwise;
}

static int64_t commitment_worth(const struct optimum_model *m, const struct optimum_leaf *leaf,
                                const struct optimum_goal *goal, const int32_t *steps)
{
    struct measure after = measure_after(m, &leaf->inputs[0], steps);
    const struct ratio r = {.known = true, .n = after.n, .d = after.d};
    switch (commitment_judge(&r, leaf->target)) {
    case KEPT_YES:
        return goal->kept + (leaf->kept_now ? goal->guard : 0);
    case KEPT_NONE:
        return goal->none;
    default:
        return -goal->lack * commitment_fix_existing(&r, leaf->target);
    }
}

static int64_t leaf_value(const struct optimum_model *m, size_t i, const struct optimum_goal *goal,
                          const int32_t *steps)
{
    const struct optimum_leaf *leaf = &m->leaves[i];
    if (leaf->rule)
        return goal->points ? goal->points * criterion_points(m, leaf, steps) : 0;
    return goal->only >= 0 && (size_t)goal->only != i ? 0 : commitment_worth(m, leaf, goal, steps);
}

int64_t optimum_value(const struct optimum_model *m, const struct optimum_goal *goal, const int32_t *steps)
{
    int64_t value = 0;
    for (size_t i = 0; i < m->leaf_count; i++)
        value += leaf_value(m, i, goal, steps);
    return value;
}

/* Returns the room that a bound leaves. A bound that is broken from the start forbids only steps that use more room. */
static int64_t bound_left(const struct optimum_model *m, size_t i, const int32_t *steps)
{
    int64_t left = m->bounds[i].room > 0 ? m->bounds[i].room : 0;
    for (size_t a = 0; a < m->action_count; a++)
        left -= (int64_t)m->bounds[i].use[a] * steps[a];
    return left;
}

bool optimum_allowed(const struct optimum_model *m, const int32_t *steps)
{
    for (size_t i = 0; i < m->bound_count; i++)
        if (bound_left(m, i, steps) < 0)
            return false;
    return true;
}

/* --- which actions are tied --- */

struct ties {
    action_bits leaves[LIMIT_ADVICE_LEAVES]; /* actions that move each leaf; 0: the leaf does not count */
    action_bits bounds[LIMIT_ADVICE_BOUNDS];
};

static bool leaf_moved(const struct optimum_leaf *leaf, size_t a)
{
    for (size_t i = 0; i < leaf->input_count; i++)
        if (leaf->inputs[i].n[a] || leaf->inputs[i].d[a])
            return true;
    return false;
}

static bool leaf_counts(const struct optimum_leaf *leaf, const struct optimum_goal *goal, size_t i)
{
    if (leaf->rule)
        return goal->points != 0;
    return (goal->only < 0 || (size_t)goal->only == i) &&
           (goal->kept || goal->none || goal->lack || (goal->guard && leaf->kept_now));
}

static void ties_make(const struct optimum_model *m, const struct optimum_goal *goal, struct ties *t)
{
    for (size_t i = 0; i < m->leaf_count; i++) {
        t->leaves[i] = 0;
        for (size_t a = 0; leaf_counts(&m->leaves[i], goal, i) && a < m->action_count; a++)
            if (leaf_moved(&m->leaves[i], a))
                t->leaves[i] |= BIT(a);
    }
    for (size_t i = 0; i < m->bound_count; i++) {
        t->bounds[i] = 0;
        for (size_t a = 0; a < m->action_count; a++)
            if (m->bounds[i].use[a])
                t->bounds[i] |= BIT(a);
    }
}

/* Returns the actions of `free` that share a leaf or a bound with an action of `with`. */
static action_bits tied(const struct optimum_model *m, const struct ties *t, action_bits with,
                        action_bits free)
{
    action_bits out = 0;
    for (size_t i = 0; i < m->leaf_count; i++)
        if (t->leaves[i] & with)
            out |= t->leaves[i];
    for (size_t i = 0; i < m->bound_count; i++)
        if (t->bounds[i] & with)
            out |= t->bounds[i];
    return out & free;
}

static int bits_count(action_bits bits)
{
    int n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

static size_t bit_first(action_bits bits)
{
    size_t a = 0;
    while (!(bits & BIT(a)))
        a++;
    return a;
}

/* --- tables --- */

/* The best plan of each cost; value INT64_MIN: no plan has that cost. */
struct shelf {
    struct optimum_plan *plans; /* budget + 1 */
    int64_t budget;
};

struct search {
    const struct optimum_model *model;
    const struct optimum_goal *goal;
    struct ties ties;
};

static bool shelf_make(struct shelf *s, int64_t budget, struct error *e)
{
    s->budget = budget;
    s->plans = calloc((size_t)budget + 1, sizeof *s->plans);
    for (int64_t c = 0; s->plans && c <= budget; c++)
        s->plans[c].value = INT64_MIN;
    return s->plans || error_memory(e, "advice");
}

static void shelf_put(struct shelf *s, const struct optimum_plan *plan)
{
    if (plan->cost <= s->budget && plan->value > s->plans[plan->cost].value)
        s->plans[plan->cost] = *plan;
}

/* Keeps only plans that beat every cheaper plan. The memory of the shelf becomes the memory of the frontier. */
static struct optimum_frontier shelf_close(struct shelf *s)
{
    struct optimum_frontier f = {s->plans, 0};
    for (int64_t c = 0; c <= s->budget; c++)
        if (s->plans[c].value != INT64_MIN && (!f.count || s->plans[c].value > f.plans[f.count - 1].value))
            f.plans[f.count++] = s->plans[c];
    s->plans = NULL;
    return f;
}

void optimum_frontier_free(struct optimum_frontier *f)
{
    free(f->plans);
    *f = (struct optimum_frontier){0};
}

static struct optimum_plan plan_sum(const struct optimum_plan *a, const struct optimum_plan *b)
{
    struct optimum_plan out = *a;
    out.cost += b->cost;
    out.value += b->value;
    for (size_t i = 0; i < LIMIT_ACTIONS; i++)
        out.steps[i] += b->steps[i];
    return out;
}

/* Combines every plan of one table with every plan of the other. */
static bool frontier_merge(const struct optimum_frontier *a, const struct optimum_frontier *b, int64_t budget,
                           struct optimum_frontier *out, struct error *e)
{
    struct shelf s;
    if (!shelf_make(&s, budget, e))
        return false;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count && a->plans[i].cost + b->plans[k].cost <= budget; k++) {
            int64_t cost = a->plans[i].cost + b->plans[k].cost, value = a->plans[i].value + b->plans[k].value;
            if (value > s.plans[cost].value)
                s.plans[cost] = plan_sum(&a->plans[i], &b->plans[k]);
        }
    *out = shelf_close(&s);
    return true;
}

/* --- the search --- */

static bool search_free(const struct search *s, action_bits free, int32_t *fixed, int64_t budget,
                        struct optimum_frontier *out, struct error *e);

/* Returns the value of leaves that `here` moves and no action of `later` moves, which is settled once `here` is
 * chosen. */
static int64_t settled_value(const struct search *s, action_bits here, action_bits later,
                             const int32_t *steps)
{
    int64_t value = 0;
    for (size_t i = 0; i < s->model->leaf_count; i++)
        if ((s->ties.leaves[i] & here) && !(s->ties.leaves[i] & later))
            value += leaf_value(s->model, i, s->goal, steps);
    return value;
}

/* True if a step of `later` makes room in the bound. */
static bool bound_widens(const struct search *s, size_t i, action_bits later)
{
    bool widens = false;
    for (size_t a = 0; a < s->model->action_count; a++)
        widens = widens || ((later & BIT(a)) && s->model->bounds[i].use[a] < 0);
    return widens;
}

/* True if the bounds of action a hold that no action of `later` widens. */
static bool settled_allowed(const struct search *s, size_t a, action_bits later, const int32_t *steps)
{
    for (size_t i = 0; i < s->model->bound_count; i++)
        if ((s->ties.bounds[i] & BIT(a)) && !bound_widens(s, i, later) && bound_left(s->model, i, steps) < 0)
            return false;
    return true;
}

/* Returns the most steps of action a that bounds allow, whatever follows. */
static int64_t steps_most(const struct search *s, size_t a, action_bits later, const int32_t *fixed,
                          int64_t budget)
{
    int64_t most = budget / s->model->cost[a];
    for (size_t i = 0; i < s->model->bound_count; i++) {
        const struct optimum_bound *b = &s->model->bounds[i];
        if (b->use[a] <= 0 || bound_widens(s, i, later))
            continue;
        int64_t left = bound_left(s->model, i, fixed);
        int64_t steps = left > 0 ? left / b->use[a] : 0;
        most = steps < most ? steps : most;
    }
    return most;
}

/* Tries each number of steps of action a, with the best plan of the other actions (`rest`) for that number. */
static bool search_hub(const struct search *s, size_t a, action_bits rest, int32_t *fixed, int64_t budget,
                       struct optimum_frontier *out, struct error *e)
{
    int64_t cost = s->model->cost[a], most = steps_most(s, a, rest, fixed, budget);
    struct shelf shelf;
    bool ok = shelf_make(&shelf, rest ? budget : most * cost, e);
    for (int64_t k = 0; ok && k <= most; k++) {
        struct optimum_frontier others = {0};
        fixed[a] = (int32_t)k;
        if (!settled_allowed(s, a, rest, fixed))
            continue;
        struct optimum_plan plan = {.cost = k * cost, .value = settled_value(s, BIT(a), rest, fixed)};
        plan.steps[a] = (int32_t)k;
        if (!rest)
            shelf_put(&shelf, &plan);
        else
            ok = search_free(s, rest, fixed, budget - plan.cost, &others, e);
        for (size_t i = 0; ok && i < others.count; i++) {
            struct optimum_plan sum = plan_sum(&plan, &others.plans[i]);
            shelf_put(&shelf, &sum);
        }
        optimum_frontier_free(&others);
    }
    fixed[a] = 0;
    if (ok)
        *out = shelf_close(&shelf);
    free(shelf.plans);
    return ok;
}

/* Searches actions tied to each other: the action with most ties becomes the hub, which unties most of the others. */
static bool search_tied(const struct search *s, action_bits group, int32_t *fixed, int64_t budget,
                        struct optimum_frontier *out, struct error *e)
{
    size_t hub = bit_first(group);
    int most = -1;
    for (size_t a = 0; a < s->model->action_count; a++) {
        int ties = group & BIT(a) ? bits_count(tied(s->model, &s->ties, BIT(a), group)) : -1;
        if (ties > most) {
            most = ties;
            hub = a;
        }
    }
    return search_hub(s, hub, group & ~BIT(hub), fixed, budget, out, e);
}

static action_bits group_of(const struct search *s, size_t a, action_bits free)
{
    action_bits group = BIT(a), wider = group;
    do {
        group = wider;
        wider = group | tied(s->model, &s->ties, group, free);
    } while (wider != group);
    return group;
}

/* Searches each group of tied actions apart, and merges their tables. */
static bool search_free(const struct search *s, action_bits free, int32_t *fixed, int64_t budget,
                        struct optimum_frontier *out, struct error *e)
{
    struct shelf start;
    bool ok = shelf_make(&start, 0, e);
    *out = (struct optimum_frontier){0};
    if (!ok)
        return false;
    start.plans[0].value = 0;
    *out = shelf_close(&start);
    while (ok && free) {
        struct optimum_frontier one = {0}, both = {0};
        action_bits group = group_of(s, bit_first(free), free);
        free &= ~group;
        ok = search_tied(s, group, fixed, budget, &one, e) && frontier_merge(out, &one, budget, &both, e);
        optimum_frontier_free(&one);
        optimum_frontier_free(out);
        *out = both;
    }
    return ok;
}

bool optimum_find(const struct optimum_model *m, const struct optimum_goal *goal, int64_t budget,
                  struct optimum_frontier *out, struct error *e)
{
    struct search s = {.model = m, .goal = goal};
    int32_t fixed[LIMIT_ACTIONS] = {0};
    action_bits useful = 0, all = (action_bits)(((uint64_t)1 << m->action_count) - 1);
    ties_make(m, goal, &s.ties);
    for (size_t i = 0; i < m->leaf_count; i++)
        useful |= s.ties.leaves[i];
    for (size_t i = 0; i < m->bound_count; i++) /* an action that makes room for a useful action is useful */
        if (s.ties.bounds[i] & useful)
            useful |= s.ties.bounds[i];
    if (!search_free(&s, useful & all, fixed, budget, out, e))
        return false;
    for (size_t i = 0, k; i < out->count; i++) /* the value of leaves that no action moves */
        for (k = 0; k < m->leaf_count; k++)
            out->plans[i].value += s.ties.leaves[k] ? 0 : leaf_value(m, k, goal, fixed);
    return true;
}

bool optimum_cheapest(const struct optimum_model *m, const struct optimum_goal *goal, int64_t wanted,
                      struct optimum_answer *out, struct error *e)
{
    *out = (struct optimum_answer){0};
    for (int64_t budget = FIRST_BUDGET;; budget *= 4) {
        struct optimum_frontier f = {0};
        budget = budget < LIMIT_ADVICE_BUDGET ? budget : LIMIT_ADVICE_BUDGET;
        if (!optimum_find(m, goal, budget, &f, e))
            return false;
        for (size_t i = 0; i < f.count && !out->found; i++)
            if (f.plans[i].value >= wanted) {
                out->found = true;
                out->plan = f.plans[i];
            }
        optimum_frontier_free(&f);
        if (out->found || budget == LIMIT_ADVICE_BUDGET)
            return true;
    }
}

/* Returns the steps of action a that keep the commitment, 0: none do. The target is kept where TARGET_SCALE*n >=
 * target*d, and each step closes the gap by the same amount. */
static int64_t single_steps(const struct optimum_leaf *leaf, size_t a)
{
    const struct optimum_input *in = &leaf->inputs[0];
    wide lacking = (wide)leaf->target * in->measure.d - (wide)TARGET_SCALE * in->measure.n;
    wide each = (wide)TARGET_SCALE * in->n[a] - (wide)leaf->target * in->d[a];
    wide steps = each > 0 && lacking > 0 ? (lacking + each - 1) / each : 0;
    return steps > INT32_MAX ? 0 : (int64_t)steps;
}

struct optimum_answer optimum_single(const struct optimum_model *m, size_t leaf)
{
    struct optimum_answer out = {0};
    for (size_t a = 0; a < m->action_count; a++) {
        struct optimum_plan plan = {0};
        int64_t steps = single_steps(&m->leaves[leaf], a);
        plan.steps[a] = (int32_t)steps;
        plan.cost = steps * m->cost[a];
        if (steps == 0 || !optimum_allowed(m, plan.steps) || (out.found && plan.cost >= out.plan.cost))
            continue;
        out.found = true;
        out.plan = plan;
    }
    return out;
}

struct optimum_step optimum_first(const struct optimum_model *m, const struct optimum_goal *goal)
{
    struct optimum_step best = {0};
    int32_t steps[LIMIT_ACTIONS] = {0};
    int64_t now = optimum_value(m, goal, steps);
    for (size_t a = 0; a < m->action_count; a++) {
        for (int64_t k = 1; k * m->cost[a] <= LIMIT_ADVICE_BUDGET; k++) {
            steps[a] = (int32_t)k;
            if (!optimum_allowed(m, steps))
                break;
            int64_t gain = optimum_value(m, goal, steps) - now, cost = k * m->cost[a];
            if (gain > 0 && (wide)gain * best.cost >= (wide)best.gain * cost &&
                (best.steps == 0 || (wide)gain * best.cost > (wide)best.gain * cost))
                best = (struct optimum_step){a, k, cost, gain};
        }
        steps[a] = 0;
    }
    return best;
}
