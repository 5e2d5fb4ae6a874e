#include "adapters/manifest/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/manifest/rule_compile.h"
#include "base/text.h"

static bool fixed_compile(struct compiler *c, const json_t *fixed, struct record_plan *place)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)fixed, name, value)
    {
        int target = rule_target_find(name);
        if (target < 0)
            return compile_fault(c, name, NULL, _("no field of that name"));
        if (!value_compile(c, target, value, &place->fixed[target]))
            return false;
        place->texts = place->texts || place->fixed[target].text;
    }
    return true;
}

/* Is a an ancestor of b, or b itself? */
static bool node_above(const struct member_tree *t, uint32_t a, uint32_t b)
{
    for (; b != a && b; b = t->nodes[b].parent)
        continue;
    return a == b;
}

static bool record_compile(struct compiler *c, const json_t *spec)
{
    struct plan *p = c->plan;
    const char *path = json_string_value(json_is_object(spec) ? json_object_get(spec, "at") : spec);
    uint32_t node;
    if (p->place_count == LIMIT_RECORD_PATHS)
        return compile_fault(c, "records", NULL, _("more than %d places of records"), LIMIT_RECORD_PATHS);
    if (!compile_path(c, 0, path, &node, NULL))
        return false;
    for (size_t i = 0; i < p->place_count; i++)
        if (node_above(&p->tree, node, p->records[i]) || node_above(&p->tree, p->records[i], node))
            return compile_fault(c, "records", NULL, _("records inside of records"));
    p->tree.nodes[node].many = true;
    p->tree.nodes[node].record = (int)p->place_count;
    p->records[p->place_count] = node;
    return fixed_compile(c, json_object_get(spec, "fixed"), &p->places[p->place_count++]);
}

static bool records_compile(struct compiler *c, const json_t *records)
{
    size_t count = json_is_array(records) ? json_array_size(records) : 1;
    if (!records)
        return compile_fault(c, "records",
                             _("Write where in the reply the records are: \"records\": \"data\"."),
                             _("missing"));
    c->plan->places = calloc(count + 1, sizeof *c->plan->places);
    if (!c->plan->places)
        return error_memory(c->e, c->where);
    for (size_t i = 0; i < count; i++)
        if (!record_compile(c, json_is_array(records) ? json_array_get(records, i) : records))
            return false;
    return count > 0 || compile_fault(c, "records", NULL, _("missing"));
}

/* Does a row depend on this target, so that no row can be kept without it? */
static bool rule_vital(const struct plan *p, int target)
{
    return target == (p->kind == STREAM_DOSSIER ? DOSSIER_KEY : DOSSIER_UNIT);
}

static bool fields_compile(struct compiler *c, const json_t *fields)
{
    struct plan *p = c->plan;
    const char *name;
    json_t *spec;
    bool vital = false;
    p->rules = calloc(json_object_size(fields) + 1, sizeof *p->rules);
    if (!p->rules)
        return error_memory(c->e, c->where);
    json_object_foreach((json_t *)fields, name, spec)
    {
        int target = rule_target_find(name);
        bool unit =
            target == DOSSIER_UNIT || (target >= RULE_TARGET_UNIT_NAME && target <= RULE_TARGET_UNIT_ID);
        bool own = target < DOSSIER_FIELD_COUNT ||
                   (target >= RULE_TARGET_CHANGED && target <= RULE_TARGET_SUPPLEMENTED);
        if (target < 0 || (!unit && (!own || p->kind != STREAM_DOSSIER)))
            return compile_fault(
                c, name, _("Streams of figures have the fields unit, unit_name, unit_kind and unit_id."),
                _("no field of that name here"));
        struct rule *rule = &p->rules[p->rule_count++];
        if (!rule_compile(c, target, MEMBER_LEVEL_RECORD, spec, rule))
            return false;
        rule->required |= rule_vital(p, target);
        p->teaches |= target == RULE_TARGET_UNIT_ID;
        p->learns |= rule->lookup;
        vital |= rule_vital(p, target);
    }
    if (vital)
        return true;
    return compile_fault(c, "fields", NULL, _("the field '%s' is missing"),
                         p->kind == STREAM_DOSSIER ? "key" : "unit");
}

static bool figure_compile(struct compiler *c, const json_t *spec)
{
    struct plan *p = c->plan;
    struct figure_plan *f = &p->figures[p->figure_count++];
    enum member_level level = MEMBER_LEVEL_RECORD;
    f->metric = json_string_value(json_object_get(spec, "metric"));
    f->inner = json_object_get(spec, "each") != NULL;
    f->rules = calloc(RULE_TARGET_COUNT, sizeof *f->rules);
    if (!f->rules)
        return error_memory(c->e, c->where);
    if (f->inner)
        level = MEMBER_LEVEL_INNER;
    if (!f->metric == !json_object_get(spec, "metric_from"))
        return compile_fault(c, "figures", NULL, _("each figure has either \"metric\" or \"metric_from\""));
    for (int target = RULE_TARGET_METRIC; target < RULE_TARGET_COUNT; target++) {
        const json_t *part =
            json_object_get(spec, target == RULE_TARGET_METRIC ? "metric_from" : rule_target_name(target));
        if (part && p->kind == STREAM_COUNT && target > RULE_TARGET_NUMERATOR && target != RULE_TARGET_STATUS)
            return compile_fault(c, rule_target_name(target), NULL,
                                 _("a count has a numerator and nothing else"));
        if (part && !rule_compile(c, target, level, part, &f->rules[f->rule_count++]))
            return false;
        if (part && target == RULE_TARGET_METRIC)
            f->rules[0].required = true;
    }
    return true;
}

/* All inner records are in one list: the decoder has one place to keep them until their record ends. */
static bool inner_compile(struct compiler *c, const json_t *figures)
{
    struct plan *p = c->plan;
    for (size_t i = 0; i < json_array_size(figures); i++) {
        const char *each = json_string_value(json_object_get(json_array_get(figures, i), "each"));
        if (each && p->inner_path && strcmp(each, p->inner_path) != 0)
            return compile_fault(c, "figures", NULL, _("two lists of inner records, %s and %s"),
                                 p->inner_path, each);
        if (each)
            p->inner_path = each;
    }
    for (size_t i = 0; p->inner_path && i < p->place_count; i++) {
        uint32_t node;
        if (!*p->inner_path)
            return compile_fault(c, "figures", NULL, _("an empty path of members"));
        if (!compile_path(c, p->records[i], p->inner_path, &node, NULL))
            return false;
        p->tree.nodes[node].many = p->tree.nodes[node].inner = true;
    }
    return true;
}

static bool figures_compile(struct compiler *c, const json_t *figures)
{
    struct plan *p = c->plan;
    size_t count = json_array_size(figures);
    if ((count > 0) == (p->kind == STREAM_DOSSIER))
        return compile_fault(c, "figures",
                             _("Streams of figures and counts have them, streams of dossiers do not."),
                             count ? _("not expected here") : _("missing"));
    if (count > LIMIT_FIGURES)
        return compile_fault(c, "figures", NULL, _("more than %d figures"), LIMIT_FIGURES);
    p->figures = calloc(count + 1, sizeof *p->figures);
    if (!p->figures)
        return error_memory(c->e, c->where);
    if (!inner_compile(c, figures))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!figure_compile(c, json_array_get(figures, i)))
            return false;
    return true;
}

static bool checks_compile(struct compiler *c, const json_t *wanted, struct plan_check **out, size_t *count)
{
    const char *member;
    json_t *values;
    *out = calloc(json_object_size(wanted) + 1, sizeof **out);
    if (!*out)
        return error_memory(c->e, c->where);
    json_object_foreach((json_t *)wanted, member, values)
    {
        struct plan_check *check = &(*out)[(*count)++];
        check->member = member;
        check->slot = plan_slot(c, MEMBER_LEVEL_ENVELOPE, member);
        check->codes = rule_codes_make(c, values, &check->count);
        if (check->slot < 0 || !check->codes)
            return false;
    }
    return true;
}

/* Dossier listings are checked against the portal's own total: a record passed over would count as missing. */
static bool tests_compile(struct compiler *c, const json_t *stream, const char *name, uint64_t *out)
{
    const json_t *tests = json_object_get(stream, name);
    if (tests && c->plan->kind == STREAM_DOSSIER)
        return compile_fault(c, name, NULL, _("only records of figures and counts can be passed over"));
    for (size_t i = 0; i < json_array_size(tests); i++) {
        int test = rule_test_compile(c, json_array_get(tests, i));
        if (test < 0)
            return false;
        *out |= UINT64_C(1) << test;
    }
    return true;
}

static bool slot_compile(struct compiler *c, const json_t *path, int *slot)
{
    *slot = path ? plan_slot(c, MEMBER_LEVEL_ENVELOPE, json_string_value(path)) : -1;
    return !path || *slot >= 0;
}

/* Where the manifest does not say: dossiers may be empty by their total, if one is promised, else by an empty list;
 * figures never. */
static bool empty_compile(struct compiler *c, const json_t *stream)
{
    static const char *const names[] = {
        [EMPTY_NEVER] = "never", [EMPTY_TOTAL] = "total", [EMPTY_LIST] = "list"};
    struct plan *p = c->plan;
    const char *said = json_string_value(json_object_get(stream, "empty"));
    p->empty = p->kind != STREAM_DOSSIER ? EMPTY_NEVER : p->total_slot >= 0 ? EMPTY_TOTAL : EMPTY_LIST;
    for (int i = EMPTY_NEVER; said && i <= EMPTY_LIST; i++)
        if (strcmp(names[i], said) == 0)
            p->empty = (enum plan_empty)i;
    return p->empty != EMPTY_TOTAL || p->total_slot >= 0 ||
           compile_fault(c, "empty", _("Name the member under \"total\"."), _("no total is named"));
}

static bool plan_compile(struct compiler *c, const struct plan_source *source)
{
    struct plan *p = c->plan;
    const json_t *stream = source->stream, *session = source->session;
    p->total_slot = p->token_slot = p->expires_slot = -1;
    p->tests = calloc(LIMIT_TESTS, sizeof *p->tests);
    if (!p->tests)
        return error_memory(c->e, c->where);
    if (!stream) /* a login has no stream */
        return checks_compile(c, json_object_get(session, "ok"), &p->checks, &p->check_count) &&
               slot_compile(c, json_object_get(session, "token"), &p->token_slot) &&
               slot_compile(c, json_object_get(session, "expires"), &p->expires_slot);
    return records_compile(c, json_object_get(stream, "records")) &&
           fields_compile(c, json_object_get(stream, "fields")) &&
           figures_compile(c, json_object_get(stream, "figures")) &&
           tests_compile(c, stream, "only", &p->only) && tests_compile(c, stream, "skip", &p->skip) &&
           checks_compile(c, json_object_get(stream, "ok"), &p->checks, &p->check_count) &&
           checks_compile(c, json_object_get(session, "expired"), &p->expired, &p->expired_count) &&
           slot_compile(c, json_object_get(stream, "total"), &p->total_slot) && empty_compile(c, stream);
}

struct plan *plan_make(const struct plan_source *source, struct error *e)
{
    struct plan *p = calloc(1, sizeof *p);
    struct compiler c = {.plan = p, .dates = source->dates, .e = e};
    snprintf(c.where, sizeof c.where, "%s", source->where);
    if (!p) {
        error_memory(e, source->where);
        return NULL;
    }
    p->kind = source->kind;
    if (member_tree_init(&p->tree, e) && plan_compile(&c, source) && member_tree_finish(&p->tree, e))
        return p;
    plan_free(p);
    return NULL;
}

static void rules_free(struct rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rule_free(&rules[i]);
    free(rules);
}

static void checks_free(struct plan_check *checks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(checks[i].codes);
    free(checks);
}

void plan_free(struct plan *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->figure_count; i++)
        rules_free(p->figures[i].rules, p->figures[i].rule_count);
    for (size_t i = 0; p->tests && i < LIMIT_TESTS; i++)
        free(p->tests[i].codes);
    rules_free(p->rules, p->rule_count);
    checks_free(p->checks, p->check_count);
    checks_free(p->expired, p->expired_count);
    member_tree_free(&p->tree);
    free(p->figures);
    free(p->places);
    free(p->tests);
    free(p);
}

uint64_t plan_knows(const struct plan *p)
{
    uint64_t knows = 0;
    for (size_t i = 0; p->kind == STREAM_DOSSIER && i < p->rule_count; i++)
        if (p->rules[i].target < DOSSIER_FIELD_COUNT)
            knows |= UINT64_C(1) << p->rules[i].target;
    for (int field = 0; p->kind == STREAM_DOSSIER && field < DOSSIER_FIELD_COUNT; field++)
        for (size_t i = 0; i < p->place_count; i++)
            if (p->places[i].fixed[field].known)
                knows |= UINT64_C(1) << field;
    return dossier_knows_told(knows);
}

bool plan_check_fits(const struct plan_check *check, const char *text, size_t n)
{
    for (size_t i = 0; i < check->count; i++)
        if (check->codes[i].length == n && memcmp(check->codes[i].text, text, n) == 0)
            return true;
    return false;
}
