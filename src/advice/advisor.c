#include "advice/advisor.h"

#include <stdlib.h>
#include <string.h>

#include "advice/still.h"
#include "advice/unit_part.h"
#include "base/text.h"

/* --- places --- */

static const struct score *score_of(const struct advisor *a, size_t unit)
{
    return a->scores[unit] < 0 ? NULL : &a->board.scores[a->scores[unit]];
}

bool advisor_binds(const struct advisor *a, size_t unit)
{
    const struct unit *u = &a->scored.units.units[unit];
    bool any = u->has_dossiers || u->has_figures;
    for (size_t i = 0; !any && i < a->scored.units.count; i++)
        any =
            a->scored.units.units[i].has_dossiers && unit_below(&a->scored.units, i, unit, &a->scored.period);
    return any && (advisor_set_binds(a, unit) || score_of(a, unit));
}

static struct rank_value place_value(const struct rank_place *p, bool by_points)
{
    return by_points ? (struct rank_value){p->points, 0}
                     : (struct rank_value){(int64_t)p->kept, p->short_total};
}

/* The ranking that places a unit, the unit's member number in that ranking, and the kind that it is compared within. */
struct ladder {
    const struct ranking *ranking;
    size_t member;
    const char *kind;
};

static struct ladder ladder_of(const struct advisor *a, size_t unit, bool by_points)
{
    if (!by_points)
        return (struct ladder){a->by_kept, unit, a->judged->units.units[unit].kind};
    return (struct ladder){a->by_points, (size_t)a->scores[unit], score_of(a, unit)->subject.kind};
}

static void place_rank(const struct advisor *a, size_t unit, struct rank_place *p)
{
    p->by_points = p->has_total;
    if ((!p->has_total && !p->judged) || evaluation_is_whole(a->judged, unit))
        return;
    struct ladder l = ladder_of(a, unit, p->by_points);
    if (!ranking_others(l.ranking, l.member, l.kind))
        return; /* alone of its kind */
    p->rank = 1 + ranking_ahead(l.ranking, l.member, l.kind, place_value(p, p->by_points));
    p->of = 1 + ranking_others(l.ranking, l.member, l.kind);
}

long advisor_overtaken(const struct advisor *a, size_t unit, const struct rank_place *now,
                       const struct rank_place *after, size_t *count)
{
    *count = 0;
    if (!now->rank)
        return -1;
    struct ladder l = ladder_of(a, unit, now->by_points);
    long best = ranking_overtaken(l.ranking, l.member, l.kind, place_value(now, now->by_points),
                                  place_value(after, now->by_points), count);
    return best < 0 || !now->by_points ? best
                                       : unit_find(&a->scored.units, a->board.scores[best].subject.code);
}

/* --- one unit --- */

struct job {
    struct advisor *a;
    size_t unit;
    const struct score *score;        /* or NULL */
    struct unit_model scored, judged; /* of both periods; judged is empty where both periods are one */
    const struct unit_model *targets; /* the model that has the commitments: scored or judged */
    struct unit_parts scored_parts, judged_parts; /* of a unit with units below; judged_parts as `judged` */
    struct rank_place now;
};

/* Cuts the steps to those that a period has dossiers for, because a plan for the longer period may count on more
 * dossiers than the shorter period has. */
static void steps_within(const struct optimum_model *m, const int32_t *steps, int32_t out[LIMIT_ACTIONS])
{
    enum { PASSES = 2 }; /* a step may need the room that a later action makes */
    memset(out, 0, LIMIT_ACTIONS * sizeof *out);
    for (size_t i = 0; i < PASSES * m->action_count; i++) {
        size_t a = i % m->action_count;
        int32_t least = out[a], most = steps[a];
        while (least < most) {
            out[a] = least + (most - least + 1) / 2;
            if (optimum_allowed(m, out))
                least = out[a];
            else
                most = out[a] - 1;
        }
        out[a] = least;
    }
}

static bool place_make(struct job *j, const int32_t *steps, struct rank_place *out, struct error *e)
{
    int32_t scored[LIMIT_ACTIONS], judged[LIMIT_ACTIONS];
    struct score after = {0};
    struct standing standing = {0};
    bool apart = j->targets != &j->scored;
    decimal total;
    *out = (struct rank_place){.scored = j->score != NULL};
    steps_within(&j->scored.model, steps, scored);
    steps_within(&j->targets->model, steps, judged);
    if (!unit_model_after(&j->scored, &j->a->what_scored, scored, &after, &standing, e) ||
        (apart && !unit_model_after(j->targets, &j->a->what_judged, judged, NULL, &standing, e)))
        return false;
    if (j->score) {
        out->points = after.nodes[0].self.points;
        out->has_total = score_total_of(&after, SIDE_SELF, &total);
    }
    score_free(&after);
    if (advisor_set_binds(j->a, j->unit)) {
        out->kept = standing.kept;
        out->judged = standing.judged;
        out->short_total = standing.short_total;
    }
    place_rank(j->a, j->unit, out);
    return true;
}

static void job_close(struct job *j)
{
    unit_parts_free(&j->scored_parts);
    unit_parts_free(&j->judged_parts);
    unit_model_free(&j->scored);
    unit_model_free(&j->judged);
}

/* Makes the parts of a unit with units below, for the model m of one period. */
static bool job_parts(struct job *j, struct unit_model *m, struct unit_parts *parts, size_t period,
                      struct error *e)
{
    const struct advisor *a = j->a;
    if (!m->has_below)
        return true;
    if (!unit_parts_make(m->v, j->unit, &a->actions, a->set && m == j->targets ? a->set : NULL,
                         a->still[period], a->set ? a->history : NULL, parts, e))
        return false;
    unit_parts_bound(parts, m);
    return true;
}

static bool job_open(struct job *j, struct advisor *a, size_t unit, struct error *e)
{
    static const int32_t none[LIMIT_ACTIONS];
    const struct commitment_set *set = a->set && advisor_set_binds(a, unit) ? a->set : NULL;
    bool apart = a->judged != &a->scored;
    *j = (struct job){.a = a, .unit = unit, .score = score_of(a, unit)};
    j->targets = apart ? &j->judged : &j->scored;
    bool ok = unit_model_make(&a->scored, unit, &a->actions, j->score, apart ? NULL : set, &j->scored, e) &&
              (!apart || unit_model_make(a->judged, unit, &a->actions, NULL, set, &j->judged, e));
    if (ok) {
        still_bound(a->still[0], unit, &j->scored);
        if (apart)
            still_bound(a->still[1], unit, &j->judged);
        unit_parts_arrivals_bound(apart ? &j->judged : &j->scored, a->history);
    }
    ok = ok && job_parts(j, &j->scored, &j->scored_parts, 0, e) &&
         (!apart || job_parts(j, &j->judged, &j->judged_parts, 1, e)) && place_make(j, none, &j->now, e);
    if (!ok)
        job_close(j);
    return ok;
}

/* Returns what one more line gains for its cost: points, or commitments where no action moves points. */
static double line_worth(const struct rank_place *before, const struct rank_place *after, int64_t cost,
                         bool points)
{
    double gain = points ? (double)(after->points - before->points)
                         : ((double)after->kept - (double)before->kept) * 1e6 +
                               (double)(before->short_total - after->short_total);
    return gain / (double)cost;
}

/* Finds the line of a plan that gains most for its cost after the lines already taken. strict: a line that needs
 * the room of another line waits for that line. found false: no line is left. */
static bool line_next(struct job *j, const struct unit_model *p, const struct optimum_plan *plan, bool strict,
                      int32_t *taken, const struct rank_place *before, struct advised_line *out, bool *found,
                      struct error *e)
{
    double most = 0;
    *found = false;
    for (size_t i = 0; i < j->a->actions.count; i++) {
        struct rank_place after;
        if (!plan->steps[i] || taken[i])
            continue;
        taken[i] = plan->steps[i];
        bool use = !strict || optimum_allowed(&p->model, taken), ok = !use || place_make(j, taken, &after, e);
        taken[i] = 0;
        if (!ok)
            return false;
        if (!use)
            continue;
        double worth = line_worth(before, &after, (int64_t)plan->steps[i] * j->a->actions.items[i].cost,
                                  j->score && j->scored.criteria);
        if (!*found || worth > most) {
            *out = (struct advised_line){.action = i, .dossiers = plan->steps[i], .after = after};
            most = worth;
            *found = true;
        }
    }
    return true;
}

/* True if a commitment was given up or a place lost. */
static bool place_worse(const struct rank_place *before, const struct rank_place *after)
{
    return after->kept < before->kept || (before->rank && after->rank > before->rank);
}

/* Writes the plan line by line, each line with the unit's place after that line; p is the model of the unit. */
static bool lines_make(struct job *j, const struct unit_model *p, const struct optimum_plan *plan,
                       struct advised *out, struct error *e)
{
    int32_t taken[LIMIT_ACTIONS] = {0};
    struct rank_place before = j->now;
    out->cost = plan->cost;
    while (out->line_count < LIMIT_ACTIONS) {
        struct advised_line *line = &out->lines[out->line_count];
        bool found;
        if (!line_next(j, p, plan, true, taken, &before, line, &found, e) ||
            (!found && !line_next(j, p, plan, false, taken, &before, line, &found, e)))
            return false;
        if (!found)
            break;
        taken[line->action] = (int32_t)line->dossiers;
        line->costs = place_worse(&before, &line->after);
        before = line->after;
        out->line_count++;
    }
    return true;
}

static bool answer_take(struct job *j, const struct unit_model *p, const struct optimum_answer *answer,
                        struct advised *out, struct error *e)
{
    out->of_scored = p == &j->scored;
    out->state = !answer->found ? ADVISED_NEVER : answer->plan.cost ? ADVISED_FOUND : ADVISED_THERE;
    return out->state != ADVISED_FOUND || lines_make(j, p, &answer->plan, out, e);
}

/* --- aims --- */

/* A kept commitment is never given up for points. */
static const struct optimum_goal goal_points = {.points = 1, .guard = OPTIMUM_KEPT_FIRST, .only = -1};
static const struct optimum_goal goal_bare = {.points = 1, .only = -1};
static const struct optimum_goal goal_standing = {.kept = OPTIMUM_KEPT_FIRST, .lack = 1, .only = -1};
static const struct optimum_goal goal_all = {
    .points = 1, .kept = OPTIMUM_KEPT_FIRST, .none = OPTIMUM_KEPT_FIRST, .only = -1};

static int64_t value_now(const struct unit_model *p, const struct optimum_goal *goal)
{
    static const int32_t none[LIMIT_ACTIONS];
    return optimum_value(&p->model, goal, none);
}

static struct optimum_model model_without(const struct optimum_model *m, const bool *out)
{
    struct optimum_model less = *m;
    for (size_t a = 0; a < m->action_count && less.bound_count < LIMIT_ADVICE_BOUNDS; a++)
        if (out[a]) {
            struct optimum_bound none = {0};
            none.use[a] = 1;
            less.bounds[less.bound_count++] = none;
        }
    return less;
}

/* Returns the model without the actions that wait until the existing dossiers are used up (action.rest). */
static struct optimum_model model_now(const struct job *j, const struct optimum_model *m)
{
    bool out[LIMIT_ACTIONS] = {false};
    for (size_t a = 0; a < m->action_count; a++)
        out[a] = j->a->actions.items[a].rest;
    return model_without(m, out);
}

/* Plans for a commitment that the existing dossiers do not reach: uses all existing dossiers, one action after
 * another, and as few dossiers still to come as suffice. Sets out->reach and out->reach_all to how far both go. */
static struct optimum_answer rest_find(const struct job *j, size_t leaf, struct advised *out)
{
    const struct optimum_model *m = &j->targets->model;
    const struct optimum_input *in = &m->leaves[leaf].inputs[0];
    struct optimum_answer answer = {0};
    int32_t *steps = answer.plan.steps;
    for (size_t a = 0; a < m->action_count; a++)
        if (in->n[a] > 0 && in->d[a] == 0 && !j->a->actions.items[a].arrives)
            steps[a] = unit_model_left(j->targets, steps, a, UNIT_MODEL_STEPS);
    out->reach = unit_model_ratio(j->targets, leaf, steps);
    for (size_t a = 0; a < m->action_count && !answer.found; a++) {
        if (in->n[a] <= 0 || !j->a->actions.items[a].arrives)
            continue;
        int32_t least = 0, most = steps[a] = unit_model_left(j->targets, steps, a, UNIT_MODEL_STEPS);
        answer.found = unit_model_kept(j->targets, leaf, steps);
        while (answer.found && least < most) {
            steps[a] = least + (most - least) / 2;
            if (unit_model_kept(j->targets, leaf, steps))
                most = steps[a];
            else
                least = steps[a] + 1;
        }
        steps[a] = most;
    }
    out->reach_all = unit_model_ratio(j->targets, leaf, steps);
    for (size_t a = 0; a < m->action_count; a++)
        answer.plan.cost += (int64_t)steps[a] * m->cost[a];
    return answer;
}

static bool kept_advise(struct job *j, size_t i, struct advised *out, struct error *e)
{
    const struct optimum_goal goal = {
        .points = 1, .kept = OPTIMUM_KEPT_FIRST, .none = OPTIMUM_KEPT_FIRST, .only = j->targets->leaves[i]};
    struct optimum_answer answer = {0};
    if (goal.only < 0) {
        out->state = ADVISED_UNKNOWN;
        return true;
    }
    const struct optimum_model now = model_now(j, &j->targets->model);
    if (!optimum_cheapest(&now, &goal, OPTIMUM_KEPT_FIRST, &answer, e))
        return false;
    if (!answer.found)
        answer = optimum_single(&now, (size_t)goal.only);
    out->rest = !answer.found;
    if (!answer.found)
        answer = rest_find(j, (size_t)goal.only, out);
    return answer_take(j, j->targets, &answer, out, e);
}

/* Sets how many points the next unit ahead has more, or the value of that unit's standing; false: no unit is ahead. */
static bool rank_wanted(const struct job *j, int64_t *wanted)
{
    struct rank_value next;
    *wanted = INT64_MAX;
    if (!j->now.rank)
        return false;
    struct ladder l = ladder_of(j->a, j->unit, j->now.by_points);
    if (!ranking_next(l.ranking, l.member, l.kind, place_value(&j->now, j->now.by_points), &next))
        return false;
    *wanted = j->now.by_points ? next.high - j->now.points : next.high * OPTIMUM_KEPT_FIRST - next.low;
    return true;
}

static bool rank_advise(struct job *j, struct advised *out, struct error *e)
{
    struct optimum_answer answer = {0};
    int64_t wanted;
    if (!rank_wanted(j, &wanted)) {
        out->state = ADVISED_THERE;
        return true;
    }
    if (j->now.by_points)
        wanted += value_now(&j->scored, &goal_points);
    const struct optimum_model now = model_now(j, j->now.by_points ? &j->scored.model : &j->targets->model);
    if (!optimum_cheapest(&now, j->now.by_points ? &goal_points : &goal_standing, wanted, &answer, e))
        return false;
    return answer_take(j, j->now.by_points ? &j->scored : j->targets, &answer, out, e);
}

/* Adds the ways to commitments that need dossiers still to come, as far as the bounds of all ways together allow. */
static void rests_add(const struct job *j, const struct advised_unit *out, struct optimum_answer *answer)
{
    const struct optimum_model *m = &j->targets->model;
    for (size_t i = 0; answer->found && j->targets->set && i < j->targets->set->count; i++) {
        const struct advised *way = &out->kept[i];
        int32_t steps[LIMIT_ACTIONS];
        memcpy(steps, answer->plan.steps, sizeof steps);
        if (way->state != ADVISED_FOUND || !way->rest)
            continue;
        for (size_t k = 0; k < way->line_count; k++)
            if (steps[way->lines[k].action] < way->lines[k].dossiers)
                steps[way->lines[k].action] = (int32_t)way->lines[k].dossiers;
        if (optimum_allowed(m, steps))
            memcpy(answer->plan.steps, steps, sizeof steps);
    }
    answer->plan.cost = 0;
    for (size_t a = 0; a < m->action_count; a++)
        answer->plan.cost += (int64_t)answer->plan.steps[a] * m->cost[a];
}

/* Aims at all commitments that can be kept at all, and at the next place where it can be reached. */
static bool all_advise(struct job *j, struct advised_unit *out, struct error *e)
{
    struct optimum_answer answer = {0};
    bool apart = j->targets != &j->scored, points = j->now.by_points && out->rank.state == ADVISED_FOUND;
    const struct optimum_goal goal =
        points && !apart
            ? goal_all
            : (struct optimum_goal){.kept = OPTIMUM_KEPT_FIRST, .none = OPTIMUM_KEPT_FIRST, .only = -1};
    int64_t wanted = 0, rank;
    for (size_t i = 0; j->targets->set && i < j->targets->set->count; i++)
        if (j->targets->leaves[i] >= 0 && out->kept[i].state != ADVISED_NEVER && !out->kept[i].rest)
            wanted += OPTIMUM_KEPT_FIRST;
    if (points && !apart && rank_wanted(j, &rank))
        wanted += rank + value_now(&j->scored, &goal_bare);
    const struct optimum_model now = model_now(j, &j->targets->model);
    if (!optimum_cheapest(&now, &goal, wanted, &answer, e))
        return false;
    rests_add(j, out, &answer);
    bool ok = answer_take(j, j->targets, &answer, &out->best, e);
    if (ok && out->best.state == ADVISED_THERE && out->rank.state == ADVISED_FOUND)
        out->best = out->rank; /* only the next place can still be reached */
    for (size_t i = 0; out->best.state == ADVISED_THERE && j->targets->set && i < j->targets->set->count; i++)
        if (out->kept[i].state == ADVISED_NEVER)
            out->best.state = ADVISED_NEVER;
    return ok;
}

static bool budget_advise(struct job *j, int64_t budget, struct advised *out, struct error *e)
{
    bool points = j->score && j->scored.criteria;
    const struct unit_model *p = points ? &j->scored : j->targets;
    struct optimum_frontier f = {0};
    struct optimum_answer answer = {.found = true};
    const struct optimum_model now = model_now(j, &p->model);
    if (!optimum_find(&now, points ? &goal_points : &goal_standing, budget, &f, e))
        return false;
    answer.plan = f.plans[f.count - 1];
    optimum_frontier_free(&f);
    return answer_take(j, p, &answer, out, e);
}

/* Returns the step that gains most for its cost among the actions that are not `out`: points, else progress towards the
 * commitments. */
static struct optimum_step step_next(struct job *j, const bool *out, const struct unit_model **model)
{
    struct optimum_model now = model_now(j, &j->scored.model), less = model_without(&now, out);
    *model = &j->scored;
    struct optimum_step first = optimum_first(&less, &goal_points);
    if (first.steps)
        return first;
    now = model_now(j, &j->targets->model);
    less = model_without(&now, out);
    *model = j->targets;
    return optimum_first(&less, &goal_standing);
}

/* Prefers a step on existing dossiers, then a step that waits for arrivals, then a step that costs a commitment or a
 * place. */
static bool first_advise(struct job *j, struct advised *out, struct error *e)
{
    bool passed[LIMIT_ACTIONS] = {false};
    struct advised costly = {0}, waiting = {0};
    for (size_t tries = 0; tries <= j->a->actions.count; tries++) {
        struct optimum_answer answer = {.found = true};
        const struct unit_model *p;
        struct optimum_step first = step_next(j, passed, &p);
        answer.plan.cost = first.cost;
        answer.plan.steps[first.action] = (int32_t)first.steps;
        *out = (struct advised){0};
        if (!answer_take(j, p, &answer, out, e))
            return false;
        const struct action *x = &j->a->actions.items[first.action];
        bool costs = out->line_count && out->lines[0].costs, waits = x->arrives && !x->has_still;
        if (out->state != ADVISED_FOUND || (!costs && !waits))
            break;
        struct advised *later = costs ? &costly : &waiting;
        if (!later->line_count)
            *later = *out;
        passed[first.action] = true;
    }
    if (out->state != ADVISED_FOUND && waiting.line_count + costly.line_count)
        *out = waiting.line_count ? waiting : costly;
    return true;
}

/* --- the shares of the units below --- */

const struct advised *advised_goal(const struct advised_unit *u, size_t goal)
{
    return goal == 0 ? &u->best : goal == 1 ? &u->rank : &u->kept[goal - 2];
}

void advised_unit_free(struct advised_unit *u)
{
    for (size_t i = 0; i < u->share_count; i++)
        free(u->shares[i].codes);
    free(u->shares);
    for (size_t i = 0; i < LIMIT_ACTIONS; i++)
        free(u->codes[i]);
    *u = (struct advised_unit){0};
}

struct sharing {
    struct job *job;
    struct advised_unit *out;
    size_t goal, line;
};

static bool share_add(void *context, const struct unit_part *part, int64_t dossiers, struct error *e)
{
    const struct sharing *s = context;
    struct advised_unit *out = s->out;
    struct advisor *a = s->job->a;
    struct advised_share *more = realloc(out->shares, (out->share_count + 1) * sizeof *more);
    struct standing standing = {0};
    if (!more)
        return error_memory(e, "advice");
    out->shares = more;
    bool judged = part && part->judged > 0;
    if (judged) {
        struct unit_model m = part->model;
        if (!unit_model_after(&m, a->judged == &a->scored ? &a->what_scored : &a->what_judged, part->steps,
                              NULL, &standing, e))
            return false;
    }
    out->shares[out->share_count++] = (struct advised_share){.goal = s->goal,
                                                             .line = s->line,
                                                             .unit = part ? (long)part->unit : -1,
                                                             .dossiers = dossiers,
                                                             .kept = standing.kept,
                                                             .judged = standing.judged};
    return true;
}

static bool shares_make(struct job *j, struct advised_unit *out, struct error *e)
{
    struct sharing s = {.job = j, .out = out};
    out->has_parts = j->scored.has_below;
    for (s.goal = 0; out->has_parts && s.goal < 2 + LIMIT_COMMITMENTS; s.goal++) {
        const struct advised *advised = advised_goal(out, s.goal);
        struct unit_parts *parts = advised->of_scored ? &j->scored_parts : &j->judged_parts;
        unit_parts_reset(parts);
        for (s.line = 0; s.line < advised->line_count; s.line++)
            if (!unit_parts_share(parts, advised->lines[s.line].action, advised->lines[s.line].dossiers,
                                  share_add, &s, e))
                return false;
    }
    return true;
}

bool advisor_unit(struct advisor *a, size_t unit, int64_t budget, struct advised_unit *out, struct error *e)
{
    struct job j;
    *out = (struct advised_unit){.unit = unit, .has_budget = budget >= 0};
    if (budget > LIMIT_ADVICE_BUDGET)
        return error_set(e, ERROR_USAGE, "--budget", _("Ask for a smaller one."),
                         _("the optimum is looked for up to a cost of %d"), LIMIT_ADVICE_BUDGET);
    if (!job_open(&j, a, unit, e))
        return false;
    bool ok = true;
    out->now = j.now;
    for (size_t i = 0; ok && j.targets->set && i < a->set->count; i++) {
        out->forecasts[i] = rate_history_forecast(a->history, unit, i);
        ok = kept_advise(&j, i, &out->kept[i], e);
    }
    ok = ok && rank_advise(&j, &out->rank, e) &&
         (budget >= 0                  ? budget_advise(&j, budget, &out->best, e)
          : j.now.rank || j.now.judged ? all_advise(&j, out, e)
                                       : first_advise(&j, &out->best, e)) &&
         shares_make(&j, out, e);
    job_close(&j);
    return ok;
}

bool advisor_first(struct advisor *a, size_t unit, struct advised_unit *out, struct error *e)
{
    struct job j;
    *out = (struct advised_unit){.unit = unit};
    if (!job_open(&j, a, unit, e))
        return false;
    out->now = j.now;
    bool ok = first_advise(&j, &out->best, e) && shares_make(&j, out, e);
    job_close(&j);
    return ok;
}
