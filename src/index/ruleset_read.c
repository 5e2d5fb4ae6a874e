/* Builds the tree of criteria from the JSON document. Each fault becomes a finding, and reading goes on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/json_file.h"
#include "index/ruleset_inner.h"

#define PERCENT (100 * DECIMAL_SCALE)

/* Reads a decimal of at most `places` decimals; an absent key leaves *out as it was. */
static void number_read(struct ruleset_reader *r, const char *where, const json_t *object, const char *key,
                        int places, decimal *out)
{
    const json_t *value = json_object_get(object, key);
    decimal number;
    if (!value)
        return;
    if (decimal_of_json(value, &number) && decimal_round(number, places) == number && number >= 0) {
        *out = number;
        return;
    }
    ruleset_finding_add(r->findings, true, where,
                        _("Write a number like 0.25, with a point and at most four decimals."),
                        _("\"%s\" is no such number"), key);
}

static void days_read(struct ruleset_reader *r, const char *where, const json_t *valid, moment *from,
                      moment *to)
{
    const char *first = json_string_value(json_object_get(valid, "from")),
               *last = json_string_value(json_object_get(valid, "to"));
    *from = *to = MOMENT_NONE;
    if ((first && !moment_read(first, from)) || (last && !moment_read(last, to)))
        ruleset_finding_add(r->findings, true, where, _("Write days as 2022-11-30."),
                            _("\"valid\" holds a day that is none"));
    if (*to != MOMENT_NONE)
        *to += MOMENT_DAY;
    if (*from != MOMENT_NONE && *to != MOMENT_NONE && *from >= *to)
        ruleset_finding_add(r->findings, true, where, _("\"from\" is the first day, \"to\" the last one."),
                            _("\"valid\" ends before it begins"));
}

static enum basis basis_read(const json_t *basis, const char *part)
{
    const json_t *value = json_is_object(basis) ? json_object_get(basis, part) : basis;
    const char *name = json_string_value(value);
    for (int i = BASIS_SEED; name && i < BASIS_ASSUMED; i++)
        if (strcmp(name, basis_name((enum basis)i)) == 0)
            return (enum basis)i;
    return BASIS_ASSUMED;
}

/* --- rules --- */

static enum none_rule none_read(const json_t *name, enum none_rule absent)
{
    static const char *const names[] = {"zero", "full", "skip", "unknown"};
    for (int i = 0; json_is_string(name) && i <= NONE_UNKNOWN; i++)
        if (strcmp(names[i], json_string_value(name)) == 0)
            return (enum none_rule)i;
    return absent;
}

static void bands_read(struct ruleset_reader *r, const char *code, const json_t *bands,
                       struct scoring_rule *rule)
{
    const char *bound = rule->kind == KIND_RANK_BANDS ? "to" : "from";
    for (size_t i = 0; i < json_array_size(bands) && i < LIMIT_BANDS; i++) {
        struct band *band = &rule->bands[rule->band_count++];
        *band = (struct band){0};
        if (!json_object_get(json_array_get(bands, i), bound))
            ruleset_finding_add(r->findings, true, code,
                                _("A band has \"from\", a band of places (rank_bands) \"to\"."),
                                _("a band lacks \"%s\""), bound);
        number_read(r, code, json_array_get(bands, i), bound, 4, &band->from);
        number_read(r, code, json_array_get(bands, i), "points", 4, &band->points);
    }
}

/* A step is stored as two bands. */
static void step_read(struct ruleset_reader *r, const char *code, const json_t *json,
                      struct scoring_rule *rule)
{
    rule->bands[1] = (struct band){rule->threshold, rule->max};
    number_read(r, code, json, "else", 4, &rule->bands[0].points);
    number_read(r, code, json, "points", 4, &rule->bands[1].points);
    rule->band_count = 2;
}

/* Keys that each kind of rule must have and may have beside "kind"; "zero" and "null" are allowed in all
 * that divide. */
static const struct {
    const char *must, *may;
} kind_keys[KIND_COUNT] = {
    [KIND_SUM] = {"", ""},
    [KIND_MANUAL] = {"", ""},
    [KIND_RATIO_LINEAR] = {"", " floor zero null "},
    [KIND_RATIO_THRESHOLD] = {"threshold", " floor zero null "},
    [KIND_STEP] = {"threshold", " points else zero null "},
    [KIND_BANDS] = {"bands", " zero null "},
    [KIND_ALL_OR_NOTHING] = {"", " least zero null "},
    [KIND_PER_ITEM_CAP] = {"per", " "},
    [KIND_DEDUCT_SHORTFALL] = {"per least", " periods "},
    [KIND_RELATIVE] = {"at_or_below step per", " base to direction cap full zero null "},
    [KIND_RANK_BANDS] = {"bands", " else "},
    [KIND_TREND] = {"threshold", " direction floor zero null "},
};

static bool word_in(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = words; (at = strstr(at, word)) != NULL; at += n)
        if ((at == words || at[-1] == ' ') && (at[n] == '\0' || at[n] == ' '))
            return true;
    return false;
}

static void keys_check(struct ruleset_reader *r, const char *code, const json_t *json, enum scoring_kind kind)
{
    char must[LIMIT_NAME_BYTES], *rest = must, hint[LIMIT_HINT_BYTES];
    const char *key;
    json_t *value;
    snprintf(hint, sizeof hint, _("A rule of the kind %s takes: %s%s"), scoring_kind_name(kind),
             kind_keys[kind].must, kind_keys[kind].may);
    json_object_foreach((json_t *)json, key, value)
    {
        if (strcmp(key, "kind") != 0 && !word_in(kind_keys[kind].must, key) &&
            !word_in(kind_keys[kind].may, key))
            ruleset_finding_add(r->findings, true, code, hint, _("\"%s\" means nothing in this rule"), key);
    }
    snprintf(must, sizeof must, "%s", kind_keys[kind].must);
    while ((key = strsep(&rest, " ")) != NULL)
        if (*key && !json_object_get(json, key))
            ruleset_finding_add(r->findings, true, code, hint, _("the rule lacks \"%s\""), key);
}

/* Reads a relative rule; its base is a number ("base") or the rate of other units ("to"). Without a "cap" the
 * maximum caps the points of the steps. */
static void relative_read(struct ruleset_reader *r, const char *code, const json_t *json,
                          struct scoring_rule *rule)
{
    const char *to = json_string_value(json_object_get(json, "to"));
    rule->cap = rule->max;
    number_read(r, code, json, "base", 4, &rule->base);
    number_read(r, code, json, "at_or_below", 4, &rule->at);
    number_read(r, code, json, "step", 4, &rule->step);
    number_read(r, code, json, "cap", 4, &rule->cap);
    number_read(r, code, json, "full", 4, &rule->full);
    rule->base_kind = !to ? BASE_FIXED : strcmp(to, "parent") == 0 ? BASE_PARENT : BASE_PEERS;
    if (!to == !json_object_get(json, "base"))
        ruleset_finding_add(r->findings, true, code,
                            _("Write \"base\": 70, or \"to\": \"parent\" or \"peers\"."),
                            _("the rule needs one base to compare with"));
    if (rule->step == 0)
        ruleset_finding_add(r->findings, true, code, _("\"step\" is how much more gives \"per\" points."),
                            _("\"step\" is 0"));
}

static void rule_read(struct ruleset_reader *r, const char *code, const json_t *json, bool parent,
                      struct scoring_rule *rule)
{
    const char *kind = json_string_value(json_object_get(json, "kind"));
    const char *direction = json_string_value(json_object_get(json, "direction"));
    rule->kind = parent ? KIND_SUM : KIND_MANUAL;
    if (kind && !scoring_kind_read(kind, &rule->kind))
        ruleset_finding_add(r->findings, true, code, NULL, _("no such kind of rule: %s"), kind);
    rule->threshold = PERCENT;
    rule->least = DECIMAL_SCALE;
    rule->zero =
        none_read(json_object_get(json, "zero"), rule->kind == KIND_ALL_OR_NOTHING ? NONE_FULL : NONE_ZERO);
    rule->null = none_read(json_object_get(json, "null"), NONE_UNKNOWN);
    rule->falling = direction && strcmp(direction, "down") == 0;
    rule->periods = (int)json_integer_value(json_object_get(json, "periods"));
    number_read(r, code, json, "threshold", 4, &rule->threshold);
    number_read(r, code, json, "floor", 4, &rule->floor);
    number_read(r, code, json, "per", 4, &rule->per);
    number_read(r, code, json, "least", 4, &rule->least);
    bands_read(r, code, json_object_get(json, "bands"), rule);
    if (rule->kind == KIND_STEP)
        step_read(r, code, json, rule);
    if (rule->kind == KIND_RELATIVE)
        relative_read(r, code, json, rule);
    if (rule->kind == KIND_RANK_BANDS)
        number_read(r, code, json, "else", 4, &rule->otherwise);
    keys_check(r, code, json, rule->kind);
}

static void rounding_read(struct scoring_rule *rule, const json_t *rounding)
{
    const json_t *rate = json_object_get(rounding, "rate"), *points = json_object_get(rounding, "points");
    if (rate)
        rule->rate_places = (int)json_integer_value(rate);
    if (points)
        rule->point_places = (int)json_integer_value(points);
}

/* Where a ruleset names the kinds whose rate is rounded first, the other kinds keep the exact rate: the national portal
 * rounds the rate of a linear metric and not the rate of a metric with a threshold. Both rates are shown rounded. */
static void rounding_of(struct scoring_rule *rule, const json_t *kinds)
{
    bool named = !kinds;
    for (size_t i = 0; i < json_array_size(kinds); i++)
        named |= strcmp(json_string_value(json_array_get(kinds, i)), scoring_kind_name(rule->kind)) == 0;
    rule->shown_places = rule->rate_places >= 0 ? rule->rate_places : DECIMAL_PLACES;
    if (!named)
        rule->rate_places = -1;
}

static const json_t *rounding_kinds(const json_t *root, const json_t *own)
{
    const json_t *kinds = json_object_get(json_object_get(own, "rounding"), "rate_of");
    return kinds ? kinds : json_object_get(json_object_get(root, "rounding"), "rate_of");
}

/* --- inputs --- */

static void name_unknown(struct ruleset_reader *r, const char *code, const struct text_nearest *near,
                         const char *list, const char *name)
{
    char hint[LIMIT_HINT_BYTES];
    if (near->text)
        snprintf(hint, sizeof hint, _("Did you mean \"%s\"?"), near->text);
    else
        snprintf(hint, sizeof hint, _("They are listed in %s."), list);
    ruleset_finding_add(r->findings, true, code, hint, _("there is no \"%s\""), name);
}

static bool counter_read(struct ruleset_reader *r, const char *code, const char *name, size_t *out)
{
    struct text_nearest near = {NULL, 4};
    long i = r->family ? counter_find(r->family, name) : 0;
    if (i >= 0) {
        *out = (size_t)i;
        return true;
    }
    for (size_t k = 0; k < counter_count(r->family); k++)
        text_nearest_try(&near, counter_at(r->family, k)->name, name);
    name_unknown(r, code, &near, "schema/counters.json", name);
    return false;
}

static bool metric_read(struct ruleset_reader *r, const char *code, const char *name,
                        const struct metric **out)
{
    struct text_nearest near = {NULL, 4};
    *out = r->metrics ? metric_find(r->metrics, name) : NULL;
    if (*out || !r->metrics)
        return true;
    for (size_t k = 0; k < metric_count(r->metrics); k++)
        text_nearest_try(&near, metric_at(r->metrics, k)->name, name);
    name_unknown(r, code, &near, "schema/metrics.json", name);
    return false;
}

static void input_read(struct ruleset_reader *r, struct criterion *c, const json_t *json)
{
    static const char *const keys[] = {
        [INPUT_METRIC] = "metric", [INPUT_COUNTER] = "counter", [INPUT_FIGURE] = "figure"};
    struct criterion_input in = {0};
    bool ok = false;
    for (int kind = INPUT_METRIC; kind <= INPUT_FIGURE; kind++)
        if (json_object_get(json, keys[kind])) {
            in.kind = (enum input_kind)kind;
            in.name = json_string_value(json_object_get(json, keys[kind]));
        }
    if (!in.name)
        return;
    const char *whose = json_string_value(json_object_get(json, "whose"));
    if (whose && !whose_read(whose, &in.whose))
        return; /* the schema refuses any other input */
    if (in.kind == INPUT_METRIC)
        ok = metric_read(r, c->code, in.name, &in.metric);
    else if (in.kind == INPUT_COUNTER)
        ok = counter_read(r, c->code, in.name, &in.counter);
    else
        ok = true;
    if (ok && c->input_count < LIMIT_CRITERION_INPUTS)
        c->inputs[c->input_count++] = in;
}

static void inputs_read(struct ruleset_reader *r, struct criterion *c, const json_t *json)
{
    const json_t *inputs = json_object_get(json, "inputs"), *offenders = json_object_get(json, "offenders");
    for (size_t i = 0; i < json_array_size(inputs); i++)
        input_read(r, c, json_array_get(inputs, i));
    for (size_t i = 0; i < json_array_size(offenders) && i < LIMIT_OFFENDERS; i++)
        if (counter_read(r, c->code, json_string_value(json_array_get(offenders, i)),
                         &c->offenders[c->offender_count]))
            c->offender_count++;
    c->published = json_string_value(json_object_get(json, "published"));
    for (size_t i = 0; !c->published && i < c->input_count; i++)
        if (c->inputs[i].kind == INPUT_FIGURE)
            c->published = c->inputs[i].name;
}

/* --- the tree --- */

static struct criterion *criterion_add(struct ruleset_reader *r, long parent, struct error *e)
{
    struct ruleset *rules = r->rules;
    if (rules->count == LIMIT_CRITERIA) {
        error_set(e, ERROR_CONFIG, rules->name, _("Split it into rulesets of their own."),
                  _("more than %d criteria"), LIMIT_CRITERIA);
        return NULL;
    }
    struct criterion *c = &rules->criteria[rules->count++];
    c->parent = parent;
    if (parent >= 0) {
        rules->criteria[parent].child_count++;
        c->depth = rules->criteria[parent].depth + 1;
    }
    return c;
}

/* Reads "2019-12-15", or "12-15" of each year. A criterion without a deadline has the deadline of the criterion
 * above. */
static void deadline_read(struct ruleset_reader *r, struct criterion *c, const json_t *json)
{
    const struct period leap = {.to = moment_of(2025, 1, 1, 0, 0, 0)};
    c->deadline = json_file_text(json, "deadline");
    if (*c->deadline && *c->deadline != '+' && criterion_deadline(c, &leap) == MOMENT_NONE)
        ruleset_finding_add(r->findings, true, c->code, _("Write 2019-12-15, or 12-15 for every year."),
                            _("\"deadline\" is no day"));
    if (!*c->deadline && c->parent >= 0)
        c->deadline = r->rules->criteria[c->parent].deadline;
}

/* Reads a node's own members; the root has no code of its own. */
static void criterion_fill(struct ruleset_reader *r, struct criterion *c, const json_t *json, bool parent)
{
    const json_t *rule = json_object_get(json, "rule"), *basis = json_object_get(json, "basis");
    const char *code = json_string_value(json_object_get(json, "code"));
    c->code = code ? code : RULESET_TOTAL;
    c->title = json_file_text(json, "title");
    c->responsible = json_file_text(json, "responsible");
    c->evidence = json_file_text(json, "evidence");
    c->formula = json_file_text(json, "formula");
    c->note = json_file_text(json, "note");
    c->max_basis = basis_read(basis, "max");
    c->rule_basis = basis_read(basis, "rule");
    c->rule = r->start;
    rounding_read(&c->rule, json_object_get(json, "rounding"));
    number_read(r, c->code, json, "max", 4, &c->rule.max);
    if (!parent && !json_object_get(json, "max"))
        ruleset_finding_add(r->findings, true, c->code, _("Write 0 where it carries no points."),
                            _("the maximum is missing"));
    rule_read(r, c->code, rule, parent, &c->rule);
    rounding_of(&c->rule, rounding_kinds(r->rules->document_json, json));
    inputs_read(r, c, json);
    json_file_words(json_object_get(json, "unit_kinds"), c->unit_kinds,
                    sizeof c->unit_kinds / sizeof *c->unit_kinds);
    json_file_words(json_object_get(json, "unit_names"), c->unit_names,
                    sizeof c->unit_names / sizeof *c->unit_names);
    days_read(r, c->code, json_object_get(json, "valid"), &c->valid_from, &c->valid_to);
    deadline_read(r, c, json);
}

/* Recursion ends at LIMIT_CRITERION_DEPTH. */
static bool criteria_read(struct ruleset_reader *r, long parent, const json_t *list, struct error *e)
{
    if (r->rules->criteria[parent].depth == LIMIT_CRITERION_DEPTH)
        return error_set(e, ERROR_CONFIG, r->rules->criteria[parent].code, NULL, _("nested too deep"));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *json = json_array_get(list, i), *inner = json_object_get(json, "criteria");
        struct criterion *c = criterion_add(r, parent, e);
        if (!c)
            return false;
        criterion_fill(r, c, json, json_array_size(inner) > 0);
        if (!criteria_read(r, (long)(c - r->rules->criteria), inner, e))
            return false;
    }
    return true;
}

/* A sum is as certain as its least certain part; points entered by hand are as certain as their maximum. */
static void basis_settle(struct criterion *c, enum basis worst_max, enum basis worst_rule)
{
    if (c->child_count && c->rule.max == 0)
        c->max_basis = worst_max;
    if (c->child_count)
        c->rule_basis = worst_rule;
    else if (c->rule.kind == KIND_MANUAL)
        c->rule_basis = c->max_basis;
}

/* A parent that states no maximum has the sum of the maxima below. Children come after their parent, so the loop
 * runs from the last. */
static void maxima_add(struct ruleset *rules)
{
    static const enum basis best = BASIS_SEED;
    decimal sums[LIMIT_CRITERIA] = {0};
    enum basis worst[LIMIT_CRITERIA][2];
    for (size_t i = 0; i < rules->count; i++)
        worst[i][0] = worst[i][1] = best;
    for (size_t i = rules->count; i-- > 0;) {
        struct criterion *c = &rules->criteria[i];
        basis_settle(c, worst[i][0], worst[i][1]);
        if (c->child_count && c->rule.max == 0)
            c->rule.max = sums[i];
        if (c->parent < 0)
            continue;
        sums[c->parent] += c->rule.max;
        worst[c->parent][0] = c->max_basis > worst[c->parent][0] ? c->max_basis : worst[c->parent][0];
        worst[c->parent][1] = c->rule_basis > worst[c->parent][1] ? c->rule_basis : worst[c->parent][1];
    }
}

/* --- ratings and remedy --- */

static void ratings_read(struct ruleset_reader *r, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list) && i < LIMIT_RATINGS; i++) {
        const json_t *json = json_array_get(list, i);
        struct rating *rating = &r->rules->ratings[r->rules->rating_count++];
        rating->code = json_string_value(json_object_get(json, "code"));
        rating->title = json_file_text(json, "title");
        rating->basis = basis_read(json_object_get(json, "basis"), "");
        rating->points = -1;
        number_read(r, rating->code, json, "from", 4, &rating->from);
        number_read(r, rating->code, json, "points", 4, &rating->points);
        if (!json_object_get(json, "from") == !json_object_get(json, "points"))
            ruleset_finding_add(r->findings, true, rating->code,
                                _("Write \"from\" in percent of the maximum, or \"points\"."),
                                _("a rating begins at one of them"));
    }
}

static void remedy_areas_read(struct ruleset_reader *r, const json_t *areas)
{
    struct remedy *remedy = &r->rules->remedy;
    for (size_t i = 0; i < json_array_size(areas) && i < LIMIT_RATINGS; i++) {
        const char *code = json_string_value(json_array_get(areas, i));
        long area = ruleset_find(r->rules, code);
        if (area >= 0)
            remedy->areas[remedy->area_count++] = (size_t)area;
        else
            ruleset_finding_add(r->findings, true, "remedy", _("Name the code of an area or a criterion."),
                                _("no such area: %s"), code);
    }
}

static void remedy_ratings_read(struct ruleset_reader *r, const json_t *ratings)
{
    for (size_t i = 0; i < json_array_size(ratings); i++) {
        const char *code = json_string_value(json_array_get(ratings, i));
        size_t k = 0;
        while (k < r->rules->rating_count && strcmp(r->rules->ratings[k].code, code) != 0)
            k++;
        if (k < r->rules->rating_count)
            r->rules->remedy.ratings |= UINT32_C(1) << k;
        else
            ruleset_finding_add(r->findings, true, "remedy", _("Name the code of a rating of \"ratings\"."),
                                _("no such rating: %s"), code);
    }
}

static void remedy_read(struct ruleset_reader *r, const json_t *json)
{
    struct remedy *remedy = &r->rules->remedy;
    const struct period leap = {.from = moment_of(2024, 1, 1, 0, 0, 0), .to = moment_of(2025, 1, 1, 0, 0, 0)};
    remedy->present = json != NULL;
    remedy->before = json_file_text(json, "before");
    remedy->document = json_file_text(json, "document");
    remedy->to = json_file_text(json, "to");
    if (!json)
        return;
    number_read(r, "remedy", json, "floor", 4, &remedy->floor);
    if (*remedy->before && remedy_before(remedy, &leap) == MOMENT_NONE)
        ruleset_finding_add(r->findings, true, "remedy",
                            _("Write 04-10, the first one after the scored period."),
                            _("\"before\" is no day"));
    remedy_areas_read(r, json_object_get(json, "areas"));
    remedy_ratings_read(r, json_object_get(json, "ratings"));
}

static enum unproven_rule unproven_read(const json_t *word)
{
    const char *name = json_string_value(word);
    return !name                          ? UNPROVEN_COUNTS
           : strcmp(name, "zero") == 0    ? UNPROVEN_ZERO
           : strcmp(name, "at_risk") == 0 ? UNPROVEN_AT_RISK
                                          : UNPROVEN_COUNTS;
}

bool ruleset_read(struct ruleset_reader *r, struct error *e)
{
    struct ruleset *rules = r->rules;
    const json_t *root = rules->document_json;
    const char *name = json_string_value(json_object_get(root, "name")),
               *period = json_string_value(json_object_get(root, "period"));
    rules->name = name ? name : "";
    rules->title = json_file_text(root, "title");
    rules->document = json_file_text(root, "document");
    rules->note = json_file_text(root, "note");
    rules->version = json_file_text(root, "version");
    rules->unproven = unproven_read(json_object_get(root, "without_evidence"));
    const char *merged = json_string_value(json_object_get(root, "merged"));
    rules->follows = merged && strcmp(merged, "successor") == 0;
    rules->period = PERIOD_YEAR;
    if (period && !period_kind_read(period, &rules->period))
        return error_set(e, ERROR_CONFIG, rules->name, NULL, _("unknown period '%s'"), period);
    rules->criteria = calloc(LIMIT_CRITERIA, sizeof *rules->criteria);
    struct criterion *total = rules->criteria ? criterion_add(r, -1, e) : NULL;
    if (!total)
        return error_memory(e, rules->name);
    r->start = (struct scoring_rule){.rate_places = -1, .point_places = 4};
    rounding_read(&r->start, json_object_get(root, "rounding"));
    criterion_fill(r, total, root, true);
    rules->valid_from = total->valid_from; /* the root's validity is that of the whole ruleset */
    rules->valid_to = total->valid_to;
    memcpy(rules->unit_kinds, total->unit_kinds, sizeof rules->unit_kinds);
    memset(total->unit_kinds, 0, sizeof total->unit_kinds);
    total->valid_from = total->valid_to = MOMENT_NONE;
    rules->has_target = json_object_get(root, "target") != NULL;
    number_read(r, rules->name, root, "target", 4, &rules->target);
    if (!criteria_read(r, 0, json_object_get(root, "areas"), e))
        return false;
    maxima_add(rules);
    ratings_read(r, json_object_get(root, "ratings"));
    remedy_read(r, json_object_get(root, "remedy"));
    return true;
}
