/* Opens and closes an advisor: reads everything that advice on any unit needs. */
#include <stdlib.h>
#include <string.h>

#include "advice/advisor.h"
#include "advice/still.h"
#include "base/text.h"
#include "config/json_file.h"
#include "count/count_scan.h"
#include "index/entry_rules.h"
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
    struct error none = {
        0}; /* `of` may be a period of the ruleset's kind that no set has; the error is dropped */
    if (!(o->of && evaluation_choose(&a->scored, o->set, NULL, o->of, o->at, &a->set, &own, &none)) &&
        !evaluation_choose(&a->scored, o->set, NULL, NULL, o->at, &a->set, &own, e))
        return false;
    a->unbound = NULL;
    if (!a->set->asked && !validity_holds(a->set->valid_from, a->set->valid_to, &own)) {
        a->unbound = a->set; /* no advice aims at a target that binds nobody now */
        a->set = NULL;
    }
    return true;
}

/* Checks the file of entries against the ruleset, as for scores. */
static bool inputs_settle(const struct advisor *a, const struct advisor_order *o, struct error *e)
{
    const struct ruleset *rules = a->rules;
    const struct entry_checker checker = {
        .rules = &rules, .count = 1, .in_use = 1, .units = &a->scored.units, .more = o->inputs};
    if (!o->inputs)
        return true;
    if (!entry_set_check(o->inputs, &checker, e)) {
        error_within(e, o->inputs_file);
        return false;
    }
    entry_set_seal(o->inputs);
    return true;
}

static bool board_make(struct advisor *a, const struct advisor_order *o, struct error *e)
{
    struct score_board_order order = {
        .rules = a->rules, .v = &a->scored, .store = o->store, .inputs = o->inputs};
    return period_make(a->rules->period, o->of, o->at, o->config->cutoff, &order.period, e) &&
           score_board_make(&order, &a->board, e);
}

/* True if one evaluation serves the ruleset and the set: the same period, and the same rule for merged units. */
static bool is_together(const struct advisor *a, const struct period *scored)
{
    return !a->set || (a->set->period == scored->kind && a->set->follows == a->rules->follows);
}

/* Makes the set's own period that holds the cut of the ruleset's period `scored`, or its last moment where it is
 * over. */
static bool judged_period(const struct advisor *a, const struct period *scored, struct period *out,
                          struct error *e)
{
    bool over = scored->cut == scored->to;
    *out = *scored;
    if (!a->set || a->set->period == scored->kind)
        return true;
    if (!period_make(a->set->period, NULL, over ? scored->cut - 1 : scored->cut, a->scored.cutoff, out, e))
        return false;
    if (over)
        out->at = out->cut = scored->cut;
    return true;
}

/* Names all periods that will be counted before the first count, so that one reading gives all. */
static bool counts_want(struct advisor *a, const struct advisor_order *o, struct error *e)
{
    struct period scored, judged;
    return period_make(a->rules->period, o->of, o->at, o->config->cutoff, &scored, e) &&
           judged_period(a, &scored, &judged, e) && evaluation_want(&a->scored, &judged, NULL, e) &&
           (!a->set || rate_history_want(&a->scored, &judged, a->set, a->workdays, e));
}

static bool judged_make(struct advisor *a, const struct advisor_order *o, struct error *e)
{
    const struct period *scored = &a->scored.period;
    struct period p;
    a->judged = &a->scored;
    if (is_together(a, scored))
        return true;
    if (!evaluation_beside(&a->judged_apart, &a->scored, e) || !judged_period(a, scored, &p, e))
        return false;
    evaluation_share(&a->judged_apart, &a->scored);
    evaluation_judge_by(&a->judged_apart, a->set);
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
        a->standings[unit] = standing_make(a->judged, a->set, unit, NULL);
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

bool advisor_set_binds(const struct advisor *a, size_t unit)
{
    return a->set && commitment_binds(a->set, &a->judged->units.units[unit], &a->judged->period);
}

/* Makes the rankings by points and by commitments, of all units as they stand now. A step does not change a published
 * total, so published totals do not place units by commitments. */
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
        if (advisor_set_binds(a, i) && !evaluation_is_whole(a->judged, i) && a->standings[i].judged)
            ranking_add(a->by_kept, i, a->judged->units.units[i].kind,
                        (struct rank_value){(int64_t)a->standings[i].kept, a->standings[i].short_total});
    ranking_seal(a->by_points);
    ranking_seal(a->by_kept);
    return true;
}

bool advisor_open(struct advisor *a, const struct advisor_order *o, struct error *e)
{
    *a = (struct advisor){0};
    bool ok = evaluation_open(&a->scored, o->config, o->store, "core", e) && set_choose(a, o, e);
    if (ok)
        a->rules = ruleset_load(ruleset_choose(o, a->set ? a->set : a->unbound), a->scored.family,
                                a->scored.metrics, e);
    ok = a->rules && inputs_settle(a, o, e) && (a->workdays = workdays_load(e)) && counts_want(a, o, e) &&
         board_make(a, o, e) && judged_make(a, o, e) &&
         action_set_load(&a->actions, a->scored.family, o->config->action_costs, e);
    if (ok)
        actions_place(&a->actions, a->rules);
    ok = ok && standings_make(a, e) && rankings_make(a, e) && stills_make(a, o, e) && history_make(a, o, e) &&
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
