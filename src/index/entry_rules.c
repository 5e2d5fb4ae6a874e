#include "index/entry_rules.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "config/json_file.h"
#include "index/ruleset_load.h"

/* The rulesets and units that entries are checked against: the config's rulesets (or the default), then all shipped. */
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
                                .numbers = in->measure.kind == MEASURE_LIST ? in->measure.count : 0,
                                .measure = in->measure,
                                .at = in->at};
    memcpy(out->has_points, has, sizeof has);
    memcpy(out->points, points, sizeof points);
}

/* True if one entry is a list of months or quarters, and the other a single one within the list's period: of the two only
 * one would count, whichever came later. */
static bool overlaps(const struct entry *list, const struct entry *one)
{
    if (list->measure.kind != MEASURE_LIST || one->measure.kind == MEASURE_NONE ||
        list->period_kind == one->period_kind || strcmp(list->criterion, one->criterion) != 0 ||
        strcmp(list->unit, one->unit) != 0 || strcmp(list->ruleset, one->ruleset) != 0)
        return false;
    struct period p = period_at(list->period_kind, list->period_from, list->period_from, 0);
    return one->period_from >= p.from && one->period_from < p.to;
}

/* True if two lists differ. */
static bool lists_differ(const struct measure *a, const struct measure *b)
{
    if (a->count != b->count)
        return true;
    for (size_t i = 0; i < a->count; i++)
        if (a->list[i] != b->list[i])
            return true;
    return false;
}

/* True if two entries of one moment give different numbers for one criterion, so that nobody knows which counts. */
static bool contradicts(const struct entry *a, const struct entry *b)
{
    if (a->at != b->at || a->period_from != b->period_from || a->period_kind != b->period_kind ||
        strcmp(a->criterion, b->criterion) != 0 || strcmp(a->unit, b->unit) != 0 ||
        strcmp(a->ruleset, b->ruleset) != 0)
        return false;
    bool values = a->measure.kind != MEASURE_NONE && b->measure.kind != MEASURE_NONE;
    return (a->has_points && b->has_points && a->points != b->points) ||
           (a->has_appraised && b->has_appraised && a->appraised != b->appraised) ||
           (values && a->measure.kind != b->measure.kind) ||
           (values && a->measure.kind == MEASURE_LIST && lists_differ(&a->measure, &b->measure)) ||
           (values && a->measure.kind != MEASURE_LIST &&
            (a->measure.n != b->measure.n || a->measure.d != b->measure.d ||
             a->measure.value != b->measure.value));
}

static bool contradictions_check(const struct entry_set *s, struct error *e)
{
    const struct entry *a, *b;
    for (size_t i = 0; i < LIMIT_CONTRADICTIONS && (a = entry_set_told(s, i)) != NULL; i++)
        for (size_t k = 0; k < i && (b = entry_set_told(s, k)) != NULL; k++)
            if (overlaps(a, b) || overlaps(b, a)) {
                const struct entry *list = overlaps(a, b) ? a : b, *one = list == a ? b : a;
                char where[LIMIT_WHERE_BYTES], year[MOMENT_TEXT_BYTES], month[MOMENT_TEXT_BYTES];
                snprintf(where, sizeof where, "%.60s %.60s", a->unit, a->criterion);
                return error_set(e, ERROR_DATA, where, _("Leave one of them out."),
                                 _("the list of %s and the single entry of %s tell the same time twice"),
                                 moment_write(list->period_from, "yyyy", year),
                                 moment_write(one->period_from, "MM/yyyy", month));
            } else if (contradicts(a, b)) {
                char where[LIMIT_WHERE_BYTES];
                snprintf(where, sizeof where, "%.60s %.60s", a->unit, a->criterion);
                return error_set(e, ERROR_DATA, where,
                                 _("Leave one of them out, or say by \"at\" which came later."),
                                 _("two entries say two things"));
            }
    return true;
}

/* Refuses a unit that the file names twice, because nobody knows which name is right. */
static bool units_check(const struct entry_set *s, struct error *e)
{
    for (size_t i = 0; i < entry_set_unit_count(s); i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(entry_set_unit(s, i)->code, entry_set_unit(s, k)->code) == 0)
                return error_set(e, ERROR_DATA, entry_set_unit(s, i)->code, _("Leave one of them out."),
                                 _("the unit is told twice"));
    return true;
}

bool entry_set_check(const struct entry_set *s, const struct entry_checker *checker, struct error *e)
{
    const struct entry *in;
    if (!units_check(s, e) || !contradictions_check(s, e))
        return false;
    for (size_t i = 0; (in = entry_set_told(s, i)) != NULL; i++) {
        char where[LIMIT_WHERE_BYTES];
        struct entry_claim claim;
        claim_make(in, where, sizeof where, &claim);
        if (!entry_claim_check(checker, &claim, e))
            return false;
    }
    return true;
}
