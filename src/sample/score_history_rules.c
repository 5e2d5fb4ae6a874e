/* Writes the configured rulesets and their criteria as rows, for the views. */
#include <string.h>

#include "base/text.h"
#include "sample/score_history_inner.h"

struct rules_job {
    const struct score_history *h;
    size_t same;
};

/* Returns the day before which a plan for the newest finished period is due, because a plan answers that period's
 * result. */
static moment remedy_newest(const struct score_history *h, const struct ruleset *rules)
{
    struct period now, over;
    struct error e = {0};
    if (!rules->remedy.present || !period_make(rules->period, NULL, h->at, h->v->cutoff, &now, &e))
        return MOMENT_NONE;
    over = period_before(&now);
    return remedy_before(&rules->remedy, &over);
}

static bool moment_is(const struct value *stored, moment m)
{
    return stored->known ? stored->number == m : m == MOMENT_NONE;
}

/* ruleset, version, title, remedy_before, valid_from, valid_to: the last three can change, or be missing in a store of
 * an older schema, while the version stays. */
static bool rules_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct rules_job *job = context;
    bool known = false;
    (void)count;
    (void)e;
    for (size_t i = 0; i < job->h->count; i++) {
        const struct score_history_rules *r = &job->h->rules[i];
        known |= strcmp(columns[0].text, r->rules->name) == 0 && strcmp(columns[1].text, r->version) == 0 &&
                 strcmp(columns[2].text, r->rules->title) == 0 &&
                 moment_is(&columns[3], remedy_newest(job->h, r->rules)) &&
                 moment_is(&columns[4], r->rules->valid_from) && moment_is(&columns[5], r->rules->valid_to);
    }
    job->same = known ? job->same + 1 : LIMIT_RULESETS + 1;
    return true;
}

static struct value text_or_none(const char *text)
{
    return value_text(text && *text ? text : NULL);
}

static struct value ruleset_at(const void *rows, uint32_t index, int column)
{
    const struct score_history *h = rows;
    const struct score_history_rules *r = &h->rules[index];
    const struct remedy *remedy = &r->rules->remedy;
    const struct value values[] = {value_text(r->rules->name),
                                   value_text(r->rules->title),
                                   value_text(r->version),
                                   value_text(period_kind_name(r->rules->period)),
                                   value_text(r->rules->document),
                                   text_or_none(remedy->present ? remedy->document : NULL),
                                   text_or_none(remedy->present ? remedy->to : NULL),
                                   value_moment(remedy_newest(h, r->rules)),
                                   value_moment(r->rules->valid_from),
                                   value_moment(r->rules->valid_to)};
    return values[column];
}

/* Returns the code of a criterion's area, its own code for an area; NULL for the root. */
static const char *area_of(const struct ruleset *rules, size_t i)
{
    while (rules->criteria[i].depth > 1)
        i = (size_t)rules->criteria[i].parent;
    return rules->criteria[i].depth == 1 ? rules->criteria[i].code : NULL;
}

static struct value criterion_at(const void *rows, uint32_t index, int column)
{
    const struct ruleset *rules = rows;
    const struct criterion *c = &rules->criteria[index];
    bool assumed = c->max_basis == BASIS_ASSUMED || c->rule_basis == BASIS_ASSUMED;
    const struct value values[] = {value_text(rules->name),
                                   value_text(c->code),
                                   value_number(index),
                                   value_text(c->parent < 0 ? NULL : rules->criteria[c->parent].code),
                                   value_text(area_of(rules, index)),
                                   value_number(c->depth),
                                   value_number((int64_t)c->child_count),
                                   value_text(c->title),
                                   text_or_none(c->responsible),
                                   text_or_none(c->evidence),
                                   value_number(assumed)};
    return values[column];
}

static bool criteria_put(const struct ruleset *rules, struct store *s, struct error *e)
{
    static const struct store_column columns[] = {
        {"ruleset", true},     {"criterion", true}, {"position", false}, {"parent", true},
        {"area", true},        {"depth", false},    {"parts", false},    {"title", true},
        {"responsible", true}, {"evidence", true},  {"assumed", false}};
    const struct store_rows rows = {
        "score_criterion",     columns, sizeof columns / sizeof *columns, 2, criterion_at, rules,
        (uint32_t)rules->count};
    return store_rows_put(s, &rows, e);
}

bool score_history_rules_put(const struct score_history *h, struct store *s, struct error *e)
{
    static const struct store_column columns[] = {
        {"ruleset", true},     {"title", true},           {"version", true},   {"period_kind", true},
        {"document", true},    {"remedy_document", true}, {"remedy_to", true}, {"remedy_before", false},
        {"valid_from", false}, {"valid_to", false}};
    static const struct score_history none;
    struct rules_job job = {h ? h : &none, 0};
    if (!store_query(s,
                     "SELECT ruleset, version, title, remedy_before, valid_from, valid_to FROM score_ruleset",
                     NULL, 0, rules_row, &job, e))
        return false;
    if (job.same == job.h->count)
        return true;
    const struct store_rows rows = {
        "score_ruleset",       columns, sizeof columns / sizeof *columns, 1, ruleset_at, job.h,
        (uint32_t)job.h->count};
    bool ok = store_write(s, "DELETE FROM score_criterion", NULL, 0, NULL, NULL, e) &&
              store_write(s, "DELETE FROM score_ruleset", NULL, 0, NULL, NULL, e) &&
              store_rows_put(s, &rows, e);
    for (size_t i = 0; ok && i < job.h->count; i++)
        ok = criteria_put(job.h->rules[i].rules, s, e);
    return ok;
}
