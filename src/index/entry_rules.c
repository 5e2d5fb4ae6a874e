#include "index/entry_rules.h"

#include <stdio.h>
#include <string.h>

#include "config/json_file.h"
#include "index/ruleset_load.h"

/* What entries are held against: the config's rulesets (without any the default one), then all that are shipped. */
struct rulebook {
    struct counter_family *family;
    struct metric_set *metrics;
    struct ruleset *rules[LIMIT_RULEBOOK];
    size_t count, in_use;
    struct unit_set units;
};

static bool rules_add(struct rulebook *b, const char *name, struct error *e)
{
    struct ruleset *r = b->count < LIMIT_RULEBOOK ? ruleset_load(name, b->family, b->metrics, e) : NULL;
    for (size_t i = 0; r && i < b->count; i++)
        if (strcmp(b->rules[i]->name, r->name) == 0) {
            ruleset_free(r);
            return true;
        }
    if (r)
        b->rules[b->count++] = r;
    return r != NULL || b->count == LIMIT_RULEBOOK;
}

static bool shipped_add(struct rulebook *b, struct error *e)
{
    char names[4096], *rest = names;
    const char *name;
    json_file_names("schema/rulesets", names, sizeof names);
    while ((name = strsep(&rest, ",")) != NULL) {
        name += strspn(name, " ");
        if (*name && strcmp(name, "...") != 0 && !rules_add(b, name, e))
            return false;
    }
    return true;
}

static bool rulebook_open(struct rulebook *b, const char *const *names, size_t count, struct store *store,
                          struct error *e)
{
    *b = (struct rulebook){.family = counter_family_load("core", e)};
    b->metrics = b->family ? metric_set_load(b->family, e) : NULL;
    if (!b->metrics || !unit_set_load(store, &b->units, e))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!rules_add(b, names[i], e))
            return false;
    if (!count && !rules_add(b, RULESET_DEFAULT, e))
        return false;
    b->in_use = b->count;
    return shipped_add(b, e);
}

static void rulebook_close(struct rulebook *b)
{
    for (size_t i = 0; i < b->count; i++)
        ruleset_free(b->rules[i]);
    unit_set_free(&b->units);
    metric_set_free(b->metrics);
    counter_family_free(b->family);
}

bool entry_file_hold(const struct entry_file *entries, const char *const *rulesets, size_t count,
                     struct store *store, struct error *e)
{
    struct rulebook b;
    bool ok = rulebook_open(&b, rulesets, count, store, e);
    const struct entry_checker checker = {.rules = (const struct ruleset *const *)b.rules,
                                          .count = b.count,
                                          .in_use = b.in_use,
                                          .units = &b.units};
    ok = ok && entry_file_check(entries, &checker, e);
    rulebook_close(&b);
    return ok;
}

static void claim_make(const struct entry *in, char *where, size_t size, struct entry_claim *out)
{
    const bool has[ENTRY_POINTS] = {in->has_points, in->has_appraised, in->has_target, in->has_gain};
    const decimal points[ENTRY_POINTS] = {in->points, in->appraised, in->target, in->gain};
    snprintf(where, size, "%.60s %.60s", in->unit, in->criterion);
    *out = (struct entry_claim){.where = where,
                                .ruleset = in->ruleset,
                                .criterion = in->criterion,
                                .unit = in->unit,
                                .period = in->period_kind,
                                .words = *in->text ? in->text : NULL,
                                .has_value = in->measure.kind != MEASURE_NONE,
                                .numbers = in->measure.kind == MEASURE_LIST ? in->measure.count : 0};
    memcpy(out->has_points, has, sizeof has);
    memcpy(out->points, points, sizeof points);
}

bool entry_set_check(const struct entry_set *s, const struct entry_checker *checker, struct error *e)
{
    const struct entry *in;
    for (size_t i = 0; (in = entry_set_told(s, i)) != NULL; i++) {
        char where[160];
        struct entry_claim claim;
        claim_make(in, where, sizeof where, &claim);
        if (!entry_claim_check(checker, &claim, e))
            return false;
    }
    return true;
}
