#include "advice/advisor.h"

#include <stdlib.h>
#include <string.h>

#include "advice/still.h"
#include "base/text.h"
#include "config/json_file.h"
#include "index/ruleset_load.h"

/* --- opening --- */

static const char *ruleset_choose(const struct advisor_order *o, const struct commitment_set *set)
{
    char relative[LIMIT_FILE_BYTES], file[LIMIT_FILE_BYTES];
    struct error e = {0};
    if (o->ruleset)
        return o->ruleset;
    if (!set)
        return RULESET_DEFAULT;
    snprintf(relative, sizeof relative, "schema/rulesets/%.200s.json", set->name);
    return json_file_find(relative, file, sizeof file, &e) ? set->name : RULESET_DEFAULT;
}

static bool set_choose(struct advisor *a, const struct advisor_order *o, struct error *e)
{
    if (a->scored.set_count == 0 && !o->set)
        return true;
    struct period own;
    struct error none = {0}; /* a period of the ruleset's kind need not be one of the set's */
    if (!(o->of && evaluation_choose(&a->scored, o->set, NULL, o->of, o->at, &a->set, &own, &none)) &&
        !evaluation_choose(&a->scored, o->set, NULL, NULL, o->at, &a->set, &own, e))
        return false;
    a->unbound = NULL;
    if (!a->set->asked && !validity_holds(a->set->valid_from, a->set->valid_to, &own)) {
        a->unbound = a->set; /* nothing is advised for a target that binds nobody now */
        a->set = NULL;
    }
    return true;
}

static bool board_make(struct advisor *a, const struct advisor_order *o, struct error *e)
{
    struct score_board_order order = {
        .rules = a->rules, .v = &a->scored, .store = o->store, .inputs = o->inputs};
    return period_make(a->rules->period, o->of, o->at, o->config->cutoff, &order.period, e) &&
           score_board_make(&order, &a->board, e);
}

/* The set's own period: the one that holds the moment of the ruleset's. */
static bool judged_make(struct advisor *a, const struct advisor_order *o, struct error *e)
{
    const struct period *scored = &a->scored.period;
    struct period p;
    a->judged = &a->scored;
    if (!a->set || a->set->period == scored->kind)
        return true;
    if (!evaluation_open(&a->judged_apart, o->config, o->store, "core", e) ||
        !period_make(a->set->period, NULL, scored->cut == scored->to ? scored->cut - 1 : scored->cut,
                     o->config->cutoff, &p, e))
        return false;
    if (scored->cut == scored->to)
        p.at = p.cut = scored->cut;
    if (!evaluation_at(&a->judged_apart, o->store, &p, e))
        return false;
    a->set = evaluation_same(&a->judged_apart, a->set);
    a->judged = &a->judged_apart;
    return true;
}

static bool standings_make(struct advisor *a, struct error *e)
{
    a->standings = calloc(a->judged->units.count + 1, sizeof *a->standings);
    if (!a->standings)
        return error_memory(e, "advice");
    for (size_t unit = 0; a->set && unit < a->judged->units.count; unit++)
        a->standings[unit] = standing_make(a->judged, a->set, unit);
    return true;
}

static bool stills_make(struct advisor *a, const struct advisor_order *o, struct error *e)
{
    return still_count(&a->actions, &a->scored, o->store, &a->still[0], e) &&
           (a->judged == &a->scored || still_count(&a->actions, a->judged, o->store, &a->still[1], e));
}

static bool history_make(struct advisor *a, const struct advisor_order *o, struct error *e)
{
    if (a->set)
        a->history = rate_history_load(o->store, a->judged, a->set, a->workdays, e);
    return !a->set || a->history;
}

static bool rankings_make(struct advisor *a, struct error *e);

bool advisor_open(struct advisor *a, const struct advisor_order *o, struct error *e)
{
    *a = (struct advisor){0};
    bool ok = evaluation_open(&a->scored, o->config, o->store, "core", e) && set_choose(a, o, e);
    if (ok)
        a->rules = ruleset_load(ruleset_choose(o, a->set ? a->set : a->unbound), a->scored.family,
                                a->scored.metrics, e);
    ok = a->rules && (a->workdays = workdays_load(e)) && board_make(a, o, e) && judged_make(a, o, e) &&
         action_set_load(&a->actions, a->scored.family, o->config->action_costs, e) && standings_make(a, e) &&
         rankings_make(a, e) && stills_make(a, o, e) && history_make(a, o, e) &&
         what_if_open(&a->what_scored, &a->scored, &a->actions, e) &&
         what_if_open(&a->what_judged, a->judged, &a->actions, e);
    if (!ok)
        advisor_close(a);
    return ok;
}

void advisor_close(struct advisor *a)
{
    what_if_close(&a->what_judged);
    what_if_close(&a->what_scored);
    rate_history_free(a->history);
    free(a->standings);
    free(a->scores);
    free(a->still[0]);
    free(a->still[1]);
    ranking_free(a->by_points);
    ranking_free(a->by_kept);
    action_set_free(&a->actions);
    score_board_free(&a->board);
    workdays_free(a->workdays);
    ruleset_free(a->rules);
    evaluation_close(&a->judged_apart);
    evaluation_close(&a->scored);
    *a = (struct advisor){0};
}

/* --- places --- */

static const struct score *score_of(const struct advisor *a, size_t unit)
{
    return a->scores[unit] < 0 ? NULL : &a->board.scores[a->scores[unit]];
}

static bool set_binds(const struct advisor *a, size_t unit)
{
    return a->set && commitment_binds(a->set, &a->judged->units.units[unit]) &&
           !evaluation_is_whole(a->judged, unit);
}

bool advisor_binds(const struct advisor *a, size_t unit)
{
    const struct unit *u = &a->scored.units.units[unit];
    return (u->has_dossiers || u->has_figures) && (set_binds(a, unit) || score_of(a, unit));
}

/* Places by points and by commitments, of all units as they stand now. A published total stays what it was after a
 * step, so it does not place a unit by commitments. */
static bool rankings_make(struct advisor *a, struct error *e)
{
    size_t units = a->scored.units.count;
    decimal total;
    a->scores = calloc(units + 1, sizeof *a->scores);
    a->by_points = ranking_new(a->board.count, e);
    a->by_kept = a->by_points ? ranking_new(units, e) : NULL;
    if (!a->scores || !a->by_kept)
        return a->by_kept ? error_memory(e, "advice") : false;
    memset(a->scores, 0xff, (units + 1) * sizeof *a->scores);
    for (size_t i = 0; i < a->board.count; i++) {
        const struct score *s = &a->board.scores[i];
        long unit = unit_find(&a->scored.units, s->subject.code);
        if (unit >= 0)
            a->scores[unit] = (long)i;
        if (score_total_of(s, SIDE_SELF, &total))
            ranking_add(a->by_points, i, s->subject.kind, (struct rank_value){total, 0});
    }
    for (size_t i = 0; i < units; i++)
        if (set_binds(a, i) && a->standings[i].judged)
            ranking_add(a->by_kept, i, NULL,
                        (struct rank_value){(int64_t)a->standings[i].kept, a->standings[i].short_total});
    ranking_seal(a->by_points);
    ranking_seal(a->by_kept);
    return true;
}

static struct rank_value place_value(const struct rank_place *p, bool by_points)
{
    return by_points ? (struct rank_value){p->points, 0}
                     : (struct rank_value){(int64_t)p->kept, p->short_total};
}

/* Where a unit is placed: in which ranking, as which member, within which kind. */
struct ladder {
    const struct ranking *ranking;
    size_t member;
    const char *kind;
};

static struct ladder ladder_of(const struct advisor *a, size_t unit, bool by_points)
{
    if (!by_points)
        return (struct ladder){a->by_kept, unit, NULL};
    return (struct ladder){a->by_points, (size_t)a->scores[unit], score_of(a, unit)->subject.kind};
}

static void place_rank(const struct advisor *a, size_t unit, struct rank_place *p)
{
    p->by_points = p->has_total;
    if (!p->has_total && !p->judged)
        return;
    struct ladder l = ladder_of(a, unit, p->by_points);
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
    struct unit_model scored, judged; /* of both periods; where they are one, judged is empty */
    const struct unit_model *targets; /* the one with the commitments */
    struct rank_place now;
};

/* Steps that a period has dossiers for: where the other one is longer it has more. Those of the shorter are
 * taken first. */
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
    if (set_binds(j->a, j->unit)) {
        out->kept = standing.kept;
        out->judged = standing.judged;
        out->short_total = standing.short_total;
    }
    place_rank(j->a, j->unit, out);
    return true;
}

static void job_close(struct job *j)
{
    unit_model_free(&j->scored);
    unit_model_free(&j->judged);
}

static bool job_open(struct job *j, struct advisor *a, size_t unit, struct error *e)
{
    static const int32_t none[LIMIT_ACTIONS];
    const struct commitment_set *set = a->set && set_binds(a, unit) ? a->set : NULL;
    bool apart = a->judged != &a->scored;
    *j = (struct job){.a = a, .unit = unit, .score = score_of(a, unit), .targets = &j->scored};
    if (!unit_model_make(&a->scored, unit, &a->actions, j->score, apart ? NULL : set, &j->scored, e))
        return false;
    still_bound(a->still[0], unit, &j->scored);
    if (apart) {
        j->targets = &j->judged;
        if (!unit_model_make(a->judged, unit, &a->actions, NULL, set, &j->judged, e)) {
            job_close(j);
            return false;
        }
        still_bound(a->still[1], unit, &j->judged);
    }
    if (place_make(j, none, &j->now, e))
        return true;
    job_close(j);
    return false;
}

/* What one more line gains for its cost: points, or commitments where nothing moves points. */
static double line_worth(const struct rank_place *before, const struct rank_place *after, int64_t cost,
                         bool points)
{
    double gain = points ? (double)(after->points - before->points)
                         : ((double)after->kept - (double)before->kept) * 1e6 +
                               (double)(before->short_total - after->short_total);
    return gain / (double)cost;
}

/* The line of a plan that gives most for its cost, after those taken. strict: one that needs what another
 * line brings waits for it. found false: there is none. */
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

/* A commitment given up, or a place lost. */
static bool place_worse(const struct rank_place *before, const struct rank_place *after)
{
    return after->kept < before->kept || (before->rank && after->rank > before->rank);
}

/* Writes the plan line by line, each with the place that it and the lines before it lead to; p is the model
 * of the unit. */
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
    out->state = !answer->found ? ADVISED_NEVER : answer->plan.cost ? ADVISED_FOUND : ADVISED_THERE;
    return out->state != ADVISED_FOUND || lines_make(j, p, &answer->plan, out, e);
}

/* --- what is wanted --- */

/* A commitment that is kept is never given up for points. */
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

/* The most that the dossiers that are there allow: one action after another, as many steps as the bounds leave. */
static struct ratio reach_of(const struct job *j, size_t leaf)
{
    const struct optimum_model *m = &j->targets->model;
    const struct optimum_input *in = &m->leaves[leaf].inputs[0];
    int32_t steps[LIMIT_ACTIONS] = {0};
    struct ratio r = {.known = true, .n = in->measure.n, .d = in->measure.d};
    for (size_t a = 0; a < m->action_count; a++) {
        int32_t least = 0, most = LIMIT_ADVICE_BUDGET;
        if (in->n[a] <= 0 || in->d[a] != 0 || j->a->actions.items[a].arrives)
            continue;
        while (least < most) {
            steps[a] = least + (most - least + 1) / 2;
            if (optimum_allowed(m, steps))
                least = steps[a];
            else
                most = steps[a] - 1;
        }
        steps[a] = least;
        r.n += (int64_t)in->n[a] * least;
    }
    return r;
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
    if (!optimum_cheapest(&j->targets->model, &goal, OPTIMUM_KEPT_FIRST, &answer, e))
        return false;
    if (!answer.found)
        answer = optimum_single(&j->targets->model, (size_t)goal.only);
    if (!answer.found)
        out->reach = reach_of(j, (size_t)goal.only);
    return answer_take(j, j->targets, &answer, out, e);
}

/* What the next of those ahead has: points more than this unit, or the value of its standing; false: nobody
 * is ahead. */
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
    if (j->now.by_points ? !optimum_cheapest(&j->scored.model, &goal_points, wanted, &answer, e)
                         : !optimum_cheapest(&j->targets->model, &goal_standing, wanted, &answer, e))
        return false;
    return answer_take(j, j->now.by_points ? &j->scored : j->targets, &answer, out, e);
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
        if (j->targets->leaves[i] >= 0 && out->kept[i].state != ADVISED_NEVER)
            wanted += OPTIMUM_KEPT_FIRST;
    if (points && !apart && rank_wanted(j, &rank))
        wanted += rank + value_now(&j->scored, &goal_bare);
    if (!optimum_cheapest(&j->targets->model, &goal, wanted, &answer, e))
        return false;
    bool ok = answer_take(j, j->targets, &answer, &out->best, e);
    if (ok && out->best.state == ADVISED_THERE && out->rank.state == ADVISED_FOUND)
        out->best = out->rank; /* all that can be reached yet is the place */
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
    if (!optimum_find(&p->model, points ? &goal_points : &goal_standing, budget, &f, e))
        return false;
    answer.plan = f.plans[f.count - 1];
    optimum_frontier_free(&f);
    return answer_take(j, p, &answer, out, e);
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

/* The step that gains most for its cost, of the actions that are not `out`: points, else progress towards the
 * commitments. */
static struct optimum_step step_next(struct job *j, const bool *out, const struct unit_model **model)
{
    struct optimum_model less = model_without(&j->scored.model, out);
    *model = &j->scored;
    struct optimum_step first = optimum_first(&less, &goal_points);
    if (first.steps)
        return first;
    less = model_without(&j->targets->model, out);
    *model = j->targets;
    return optimum_first(&less, &goal_standing);
}

/* A step that costs a commitment or a place is put first only where no other gains anything. */
static bool first_advise(struct job *j, struct advised *out, struct error *e)
{
    bool passed[LIMIT_ACTIONS] = {false};
    struct advised costly = {0};
    for (size_t tries = 0; tries <= j->a->actions.count; tries++) {
        struct optimum_answer answer = {.found = true};
        const struct unit_model *p;
        struct optimum_step first = step_next(j, passed, &p);
        answer.plan.cost = first.cost;
        answer.plan.steps[first.action] = (int32_t)first.steps;
        *out = (struct advised){0};
        if (!answer_take(j, p, &answer, out, e))
            return false;
        if (out->state != ADVISED_FOUND || !out->lines[0].costs)
            break;
        if (!costly.line_count)
            costly = *out;
        passed[first.action] = true;
    }
    if (out->state != ADVISED_FOUND && costly.line_count)
        *out = costly;
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
         (budget >= 0  ? budget_advise(&j, budget, &out->best, e)
          : j.now.rank ? all_advise(&j, out, e)
                       : first_advise(&j, &out->best, e));
    job_close(&j);
    return ok;
}

bool advisor_first(struct advisor *a, size_t unit, struct rank_place *now, struct advised *out,
                   struct error *e)
{
    struct job j;
    *out = (struct advised){0};
    if (!job_open(&j, a, unit, e))
        return false;
    *now = j.now;
    bool ok = first_advise(&j, out, e);
    job_close(&j);
    return ok;
}
