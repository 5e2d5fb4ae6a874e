#include "index/entry_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/unit_key.h"
#include "index/task.h"

static bool refuse(const struct entry_claim *claim, const struct text_nearest *near, const char *otherwise,
                   const char *what, const char *word, struct error *e)
{
    char hint[LIMIT_VALUE_BYTES];
    if (near->text)
        snprintf(hint, sizeof hint, _("Did you mean \"%s\"?"), near->text);
    else
        snprintf(hint, sizeof hint, "%s", otherwise);
    return error_set(e, ERROR_DATA, claim->where, hint, "%s: %s", what, word);
}

/* --- which ruleset --- */

static bool is_announced(const char *code)
{
    return strcmp(code, RULESET_TOTAL) == 0 || strcmp(code, RULESET_RANK) == 0 ||
           strcmp(code, RULESET_RATING) == 0 || strcmp(code, RULESET_REMEDY) == 0;
}

/* True if the ruleset has the code: RATING only of a ruleset with ratings, REMEDY only of one that asks for plans. */
static bool has_code(const struct ruleset *r, const char *code)
{
    if (strcmp(code, RULESET_RATING) == 0)
        return r->rating_count > 0;
    if (strcmp(code, RULESET_REMEDY) == 0)
        return r->remedy.present;
    return is_announced(code) || ruleset_find(r, code) >= 0;
}

static bool code_unknown(const struct entry_checker *c, const struct entry_claim *claim,
                         const struct ruleset *only, struct error *e)
{
    struct text_nearest near = {NULL, 3};
    for (size_t i = 0; i < c->count; i++)
        for (size_t k = 1; (!only || c->rules[i] == only) && k < c->rules[i]->count; k++)
            text_nearest_try(&near, c->rules[i]->criteria[k].code, claim->criterion);
    return refuse(claim, &near, _("'motcua ruleset show NAME' lists the codes."), _("no such criterion"),
                  claim->criterion, e);
}

static const struct ruleset *rules_named(const struct entry_checker *c, const struct entry_claim *claim,
                                         struct error *e)
{
    struct text_nearest near = {NULL, 6};
    for (size_t i = 0; i < c->count; i++) {
        if (strcmp(c->rules[i]->name, claim->ruleset) != 0) {
            text_nearest_try(&near, c->rules[i]->name, claim->ruleset);
            continue;
        }
        if (has_code(c->rules[i], claim->criterion))
            return c->rules[i];
        (void)code_unknown(c, claim, c->rules[i], e);
        return NULL;
    }
    (void)refuse(claim, &near,
                 _("'motcua ruleset' lists them; a file of your own belongs under \"rulesets\" of the "
                   "config."),
                 _("no such ruleset"), claim->ruleset, e);
    return NULL;
}

/* Finds the only ruleset in use that has the code; where no ruleset in use has the code, the only one of the
 * others. Several are an error. */
static const struct ruleset *rules_guessed(const struct entry_checker *c, const struct entry_claim *claim,
                                           struct error *e)
{
    const struct ruleset *found = NULL;
    for (size_t pass = 0; pass < 2 && !found; pass++)
        for (size_t i = pass ? c->in_use : 0; i < (pass ? c->count : c->in_use); i++) {
            const struct ruleset *r = c->rules[i];
            if (!has_code(r, claim->criterion))
                continue;
            if (found) {
                char hint[2 * LIMIT_NAME_BYTES + 64];
                snprintf(hint, sizeof hint, _("Write \"ruleset\": %s or %s."), found->name, r->name);
                error_set(e, ERROR_DATA, claim->where, hint, _("several rulesets have the criterion %s"),
                          claim->criterion);
                return NULL;
            }
            found = r;
        }
    if (!found)
        (void)code_unknown(c, claim, NULL, e);
    return found;
}

/* An entry of a task names a shipped set, or a file, as its ruleset. */
static bool is_task(const struct entry_claim *claim)
{
    struct error none = {0};
    struct task_set *set = claim->ruleset && *claim->ruleset ? task_set_load(claim->ruleset, &none) : NULL;
    bool found = false;
    for (size_t i = 0; set && i < set->count; i++)
        found |= strcmp(set->items[i].code, claim->criterion) == 0;
    task_set_free(set);
    return found;
}

/* --- the claim --- */

/* Returns a unit's name without its kind and diacritics, malloc'd; NULL: no memory. */
static char *name_bare(const struct unit_key *key)
{
    const char *name = unit_key_name(key->own);
    return unit_key_folded(*name ? name : key->own);
}

/* Writes the codes and names of units whose name may be meant, with or without kind and diacritics, ", " between. */
static size_t names_meant(const struct entry_checker *c, const char *wanted, char *out, size_t size)
{
    struct unit_key key;
    size_t found = 0, used = 0;
    *out = '\0';
    if (!unit_key_make(wanted, &key))
        return 0;
    char *bare = name_bare(&key);
    for (size_t i = 0; c->units && bare && *bare && i < c->units->count; i++) {
        const struct unit *u = &c->units->units[i];
        struct unit_key other;
        if (!unit_key_make(u->name, &other))
            continue;
        char *text = name_bare(&other);
        if (text && strcmp(text, bare) == 0) {
            found++;
            int n = snprintf(out + used, size - used, "%s%s (%s)", used ? ", " : "", u->code, u->name);
            used += n > 0 && (size_t)n < size - used ? (size_t)n : 0;
        }
        free(text);
        unit_key_free(&other);
    }
    out[used] = '\0';
    free(bare);
    unit_key_free(&key);
    return found;
}

static bool unit_check(const struct entry_checker *c, const struct entry_claim *claim, struct error *e)
{
    struct text_nearest near = {NULL, 4};
    if (c->units && unit_find(c->units, claim->unit) >= 0)
        return true;
    for (size_t i = 0; c->units && i < c->units->count; i++)
        text_nearest_try(&near, c->units->units[i].code, claim->unit);
    for (size_t i = 0; i < entry_set_unit_count(c->more); i++) {
        const char *code = entry_set_unit(c->more, i)->code;
        if (strcmp(code, claim->unit) == 0)
            return true;
        text_nearest_try(&near, code, claim->unit);
    }
    char names[LIMIT_VALUE_BYTES / 2], hint[LIMIT_VALUE_BYTES];
    if (names_meant(c, claim->unit, names, sizeof names)) {
        snprintf(hint, sizeof hint, _("Write the unit's code: %s."), names);
        return error_set(e, ERROR_DATA, claim->where, hint, "%s: %s", _("no such unit"), claim->unit);
    }
    return refuse(claim, &near, _("'motcua units' lists the codes; 'motcua units import' adds to them."),
                  _("no such unit"), claim->unit, e);
}

static bool points_check(const struct ruleset *r, const struct entry_claim *claim, struct error *e)
{
    long i = ruleset_find(r, claim->criterion);
    decimal max = i >= 0 ? r->criteria[i].rule.max : 0;
    char hint[LIMIT_HINT_BYTES], number[TEXT_NUMBER_BYTES];
    if (i < 0 || max == 0)
        return true;
    snprintf(hint, sizeof hint, _("The maximum in %s is %s."), r->name,
             text_scaled(decimal_round(max, 4) / (DECIMAL_SCALE / FIGURE_SCALE), 0, number));
    for (size_t k = 0; k < ENTRY_POINTS; k++)
        if (claim->has_points[k] && claim->points[k] > max)
            return error_set(e, ERROR_DATA, claim->where, hint, _("%s: more points than the maximum"),
                             claim->criterion);
    return true;
}

static bool rating_check(const struct ruleset *r, const struct entry_claim *claim, struct error *e)
{
    struct text_nearest near = {NULL, 8};
    if (strcmp(claim->criterion, RULESET_RATING) != 0)
        return true;
    if (claim->has_value || !claim->words)
        return error_set(e, ERROR_DATA, claim->where,
                         _("Write its name as \"text\" (in a CSV file as the value)."),
                         _("a rating is no number"));
    for (size_t i = 0; i < r->rating_count; i++) {
        if (strcmp(claim->words, r->ratings[i].title) == 0 || strcmp(claim->words, r->ratings[i].code) == 0)
            return true;
        text_nearest_try(&near, r->ratings[i].title, claim->words);
    }
    return refuse(claim, &near, _("'motcua ruleset show NAME' lists the ratings."), _("no such rating"),
                  claim->words, e);
}

/* Refuses values that would be kept without an effect or cannot be true: a value where points alone count, a part
 * larger than its whole, a place behind the last place. */
static bool value_check(const struct ruleset *r, const struct entry_claim *claim, struct error *e)
{
    long i = ruleset_find(r, claim->criterion);
    const struct measure *m = &claim->measure;
    bool ratio = m->kind == MEASURE_RATIO;
    if (strcmp(claim->criterion, RULESET_RANK) == 0 &&
        ((ratio && (m->n < 1 || m->n > m->d)) || (m->kind == MEASURE_VALUE && m->value < DECIMAL_SCALE)))
        return error_set(e, ERROR_DATA, claim->where, _("Write the place and of how many: 21/27."),
                         _("there is no such place"));
    if (i < 0)
        return true;
    enum scoring_kind kind = r->criteria[i].rule.kind;
    if (kind == KIND_MANUAL && claim->has_value && !claim->has_points[0] && !claim->has_points[1])
        return error_set(e, ERROR_DATA, claim->where, _("Write its \"points\" or \"appraised\"."),
                         _("%s: no rule makes points of a value"), claim->criterion);
    if ((kind == KIND_RATIO_LINEAR || kind == KIND_RATIO_THRESHOLD || kind == KIND_ALL_OR_NOTHING) && ratio &&
        m->n > m->d)
        return error_set(e, ERROR_DATA, claim->where, _("Write the part and the whole: 85/100."),
                         _("%s: the part is larger than the whole"), claim->criterion);
    return true;
}

/* Refuses an entry that was made over a day after now. */
static bool moment_check(const struct entry_claim *claim, struct error *e)
{
    char at[MOMENT_TEXT_BYTES];
    if (claim->at <= 0 || claim->at <= moment_now() + MOMENT_DAY)
        return true;
    return error_set(e, ERROR_DATA, claim->where, _("Correct \"at\", or the clock of this machine."),
                     _("entered at %s, which is still to come"), moment_write(claim->at, "dd/MM/yyyy", at));
}

/* Refuses a period that the ruleset never scores, because the entry would be kept and never read. Months or
 * quarters of a scored year are read where the rule takes one number for each. */
static bool period_check(const struct ruleset *r, const struct entry_claim *claim, bool any, struct error *e)
{
    long i = ruleset_find(r, claim->criterion);
    const struct scoring_rule *rule = i >= 0 ? &r->criteria[i].rule : NULL;
    bool by_month = rule && rule->kind == KIND_DEDUCT_SHORTFALL && r->period == PERIOD_YEAR &&
                    ((rule->periods == 12 && claim->period == PERIOD_MONTH) ||
                     (rule->periods == 4 && claim->period == PERIOD_QUARTER));
    char hint[LIMIT_HINT_BYTES];
    if (!any && claim->period != r->period && !by_month) {
        snprintf(hint, sizeof hint, _("%s is scored by: %s."), r->name, period_kind_name(r->period));
        return error_set(e, ERROR_DATA, claim->where, hint, _("the period is a %s"),
                         period_kind_name(claim->period));
    }
    return !rule || rule->periods == 0 || claim->numbers <= (size_t)rule->periods ||
           error_set(
               e, ERROR_DATA, claim->where, _("Write one number for each period."),
               P_("%zu number, and the rule takes %d", "%zu numbers, and the rule takes %d", claim->numbers),
               claim->numbers, rule->periods);
}

bool entry_claim_check(const struct entry_checker *c, const struct entry_claim *claim, struct error *e)
{
    const struct ruleset *r;
    if (!unit_check(c, claim, e))
        return false;
    if (is_task(claim))
        return true;
    r = claim->ruleset && *claim->ruleset ? rules_named(c, claim, e) : rules_guessed(c, claim, e);
    return r && moment_check(claim, e) && value_check(r, claim, e) && points_check(r, claim, e) &&
           rating_check(r, claim, e) && period_check(r, claim, c->any_period, e);
}
