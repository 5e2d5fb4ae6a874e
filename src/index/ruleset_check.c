/* Finds the usual mistakes of a ruleset that was written by hand, each with a hint how to mend the mistake. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "index/ruleset_inner.h"

#define PERCENT (100 * DECIMAL_SCALE)

struct number_text {
    char bytes[TEXT_NUMBER_BYTES];
};

/* Writes a decimal with up to four places, as the ruleset file has it. */
static const char *number_write(decimal value, struct number_text *out)
{
    return text_scaled(value / (DECIMAL_SCALE / FIGURE_SCALE), 0, out->bytes);
}

static void codes_check(const struct ruleset_reader *r)
{
    for (size_t i = 0; i < r->rules->count; i++)
        if (ruleset_find(r->rules, r->rules->criteria[i].code) != (long)i)
            ruleset_finding_add(r->findings, true, r->rules->criteria[i].code,
                                _("Give each criterion a code of its own."), _("the code is there twice"));
}

/* Checks that the maxima of the children add up to the parent's. */
static void sums_check(const struct ruleset_reader *r)
{
    for (size_t i = 0; i < r->rules->count; i++) {
        const struct criterion *parent = &r->rules->criteria[i];
        struct number_text sum_text, max_text;
        decimal sum = 0;
        for (size_t k = i + 1; k < r->rules->count; k++)
            if (r->rules->criteria[k].parent == (long)i)
                sum += r->rules->criteria[k].rule.max;
        if (parent->child_count && sum != parent->rule.max)
            ruleset_finding_add(r->findings, true, parent->code,
                                _("Mend a maximum, or add a criterion for the rest that the document does "
                                  "not list, with \"basis\": \"assumed\"."),
                                _("the criteria below add up to %s, its maximum is %s"),
                                number_write(sum, &sum_text), number_write(parent->rule.max, &max_text));
    }
}

static void percent_check(const struct ruleset_reader *r, const char *code, const char *key, decimal percent)
{
    struct number_text text;
    if (percent > 0 && percent <= DECIMAL_SCALE)
        ruleset_finding_add(r->findings, false, code, _("Percent are meant: write 85, not 0.85."),
                            _("\"%s\" is %s"), key, number_write(percent, &text));
    if (percent > 10 * PERCENT)
        ruleset_finding_add(r->findings, true, code,
                            _("Percent are meant: write 85 where 85 percent are meant."), _("\"%s\" is %s"),
                            key, number_write(percent, &text));
}

static bool divides(enum scoring_kind kind)
{
    return kind == KIND_RATIO_LINEAR || kind == KIND_RATIO_THRESHOLD || kind == KIND_TREND;
}

static void bands_check(const struct ruleset_reader *r, const struct criterion *c)
{
    for (size_t i = 0; i < c->rule.band_count; i++) {
        if (i > 0 && c->rule.bands[i].from <= c->rule.bands[i - 1].from)
            ruleset_finding_add(r->findings, true, c->code, _("Write the bands with \"from\" rising."),
                                _("the bands are not in order"));
        if (c->rule.bands[i].points > c->rule.max)
            ruleset_finding_add(r->findings, true, c->code, _("Mend the maximum or the points of the band."),
                                _("a band gives more points than the maximum"));
    }
    if (c->rule.kind == KIND_BANDS && c->rule.band_count && c->rule.bands[0].from > 0)
        ruleset_finding_add(r->findings, false, c->code, _("Begin with a band \"from\": 0."),
                            _("below the first band there are no points"));
}

static void rule_check(const struct ruleset_reader *r, const struct criterion *c)
{
    const struct scoring_rule *rule = &c->rule;
    if (divides(rule->kind)) {
        percent_check(r, c->code, "threshold", rule->threshold);
        if (rule->threshold == 0)
            ruleset_finding_add(r->findings, true, c->code,
                                _("Percent are meant: write 85 where 85 percent are meant."),
                                _("\"threshold\" is 0"));
        if (rule->floor > rule->threshold)
            ruleset_finding_add(r->findings, true, c->code,
                                _("\"floor\" is the percent under which there are no points."),
                                _("\"floor\" lies above \"threshold\""));
    }
    if ((rule->kind == KIND_PER_ITEM_CAP || rule->kind == KIND_DEDUCT_SHORTFALL ||
         rule->kind == KIND_RELATIVE) &&
        rule->per == 0)
        ruleset_finding_add(r->findings, true, c->code, _("\"per\" are the points of one item."),
                            _("\"per\" is 0"));
    bands_check(r, c);
}

/* True if points are entered by hand and the ruleset asks for no evidence that proves them. */
static bool lacks_evidence(const struct criterion *c)
{
    return !c->input_count && !*c->evidence;
}

static bool lacks_responsible(const struct criterion *c)
{
    return !c->published && !*c->responsible;
}

/* Reports criteria that lack a text, or all criteria together by a single finding. Criteria that no document lists
 * (assumed) and criteria without points are passed over. */
static void words_check(const struct ruleset_reader *r, bool (*lacks)(const struct criterion *c),
                        const char *what, const char *hint)
{
    size_t count = 0, all = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 1; i < r->rules->count; i++) {
            const struct criterion *c = &r->rules->criteria[i];
            if (c->child_count || c->max_basis == BASIS_ASSUMED || c->rule.max == 0)
                continue;
            all += pass == 0;
            count += pass == 0 && lacks(c);
            if (pass == 1 && count < all && lacks(c))
                ruleset_finding_add(r->findings, false, c->code, hint, "%s", what);
        }
    if (count && count == all)
        ruleset_finding_add(r->findings, false, RULESET_TOTAL, hint, _("everywhere: %s"), what);
}

static void inputs_check(const struct ruleset_reader *r, const struct criterion *c)
{
    if (c->input_count && c->rule.kind <= KIND_MANUAL)
        ruleset_finding_add(r->findings, true, c->code, _("Give it a rule, or leave \"inputs\" out."),
                            _("it is measured, but no rule makes points of it"));
    if (c->input_count && c->rule.kind == KIND_RANK_BANDS)
        ruleset_finding_add(r->findings, true, c->code,
                            _("Leave \"inputs\" out: the place is entered as 7 or 7/34."),
                            _("a place is not measured"));
    for (size_t i = 0; i < c->input_count; i++)
        if (c->inputs[i].kind == INPUT_COUNTER && (divides(c->rule.kind)))
            ruleset_finding_add(r->findings, true, c->code,
                                _("Name a \"metric\" or a \"figure\": they have both parts."),
                                _("a counter alone is no ratio"));
}

/* Returns the threshold in percent of the maximum, however the ruleset states it. */
static decimal rating_from(const struct ruleset *rules, size_t i)
{
    decimal max = rules->criteria[0].rule.max;
    const struct rating *rating = &rules->ratings[i];
    return rating->points >= 0 && max > 0 ? decimal_percent(rating->points, max, DECIMAL_PLACES)
                                          : rating->from;
}

static void ratings_check(const struct ruleset_reader *r)
{
    const struct ruleset *rules = r->rules;
    for (size_t i = 0; i < rules->rating_count; i++)
        if (rating_from(rules, i) > 100 * DECIMAL_SCALE)
            ruleset_finding_add(r->findings, true, rules->ratings[i].code,
                                _("\"from\" is in percent of the maximum, \"points\" are at most that."),
                                _("nobody can reach this rating"));
    for (size_t i = 1; i < rules->rating_count; i++)
        if (rating_from(rules, i) >= rating_from(rules, i - 1))
            ruleset_finding_add(r->findings, true, rules->ratings[i].code, _("Write the best rating first."),
                                _("the ratings are not in order"));
    if (rules->remedy.present && !rules->remedy.area_count && !rules->remedy.ratings)
        ruleset_finding_add(r->findings, true, "remedy",
                            _("Name \"areas\" with a \"floor\", or \"ratings\"."),
                            _("nothing makes a plan due"));
    if (rules->remedy.area_count)
        percent_check(r, "remedy", "floor", rules->remedy.floor);
}

void ruleset_check(const struct ruleset_reader *r)
{
    codes_check(r);
    sums_check(r);
    for (size_t i = 1; i < r->rules->count; i++) {
        rule_check(r, &r->rules->criteria[i]);
        inputs_check(r, &r->rules->criteria[i]);
    }
    words_check(r, lacks_evidence, _("it is entered by hand, and no evidence is asked for"),
                _("\"evidence\" says what the appraiser wants to see."));
    words_check(r, lacks_responsible, _("nobody is responsible"), _("\"responsible\" names the office."));
    ratings_check(r);
}
