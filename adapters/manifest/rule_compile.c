/* The manifest has passed its schema: this file checks only what a schema cannot say. */
#include "adapters/manifest/rule_compile.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

bool value_compile(struct compiler *c, int target, const json_t *json, struct value *out)
{
    enum rule_type type = rule_target_type(target);
    *out = (struct value){.known = true};
    if (type == RULE_TYPE_TEXT && json_is_string(json)) {
        out->text = json_string_value(json);
        out->length = (uint32_t)json_string_length(json);
        return out->length <= LIMIT_VALUE_BYTES ||
               compile_fault(c, rule_target_name(target), NULL, _("too long"));
    }
    bool flag = type == RULE_TYPE_FLAG && json_is_boolean(json);
    if (flag || ((type == RULE_TYPE_NUMBER || type == RULE_TYPE_FLAG) && json_is_integer(json))) {
        out->number = flag ? json_is_true(json) : json_integer_value(json);
        bool fits = type == RULE_TYPE_FLAG
                        ? out->number == 0 || out->number == 1
                        : target >= DOSSIER_FIELD_COUNT || dossier_number_fits(target, out->number);
        return fits ||
               compile_fault(c, rule_target_name(target), NULL, _("a number that the field cannot have"));
    }
    return compile_fault(
        c, rule_target_name(target),
        _("Text fields take text, flags true or false, the others whole numbers; dates cannot be given."),
        _("a value that the field cannot have"));
}

struct rule_code *rule_codes_make(struct compiler *c, const json_t *from, size_t *count)
{
    size_t n = json_is_array(from) ? json_array_size(from) : 1;
    struct rule_code *codes = calloc(n ? n : 1, sizeof *codes);
    if (!codes) {
        error_memory(c->e, c->where);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *text = json_is_array(from) ? json_array_get(from, i) : from;
        codes[i] = (struct rule_code){json_string_value(text), json_string_length(text)};
    }
    *count = n;
    return codes;
}

static bool else_compile(struct compiler *c, const json_t *spec, struct rule *r)
{
    const json_t *json = json_object_get(spec, "else");
    const char *word = json_string_value(json);
    if (!json)
        return true;
    if (word && strcmp(word, "reject") == 0)
        r->otherwise = ELSE_REJECT;
    else if (word && strcmp(word, "unknown") == 0)
        r->otherwise = ELSE_UNKNOWN;
    else
        r->otherwise = ELSE_VALUE;
    return r->otherwise != ELSE_VALUE || value_compile(c, r->target, json, &r->else_value);
}

static bool map_compile(struct compiler *c, const json_t *map, struct rule *r)
{
    const char *key;
    json_t *value;
    r->map = calloc(json_object_size(map) + 1, sizeof *r->map);
    if (!r->map)
        return error_memory(c->e, c->where);
    json_object_foreach((json_t *)map, key, value)
    {
        struct rule_word *code = &r->map[r->map_count++];
        code->from = (struct rule_code){key, strlen(key)};
        if (!value_compile(c, r->target, value, &code->to))
            return false;
    }
    return true;
}

static bool from_compile(struct compiler *c, enum member_level level, const json_t *from, struct rule *r)
{
    size_t count = json_is_array(from) ? json_array_size(from) : 1;
    if (count > LIMIT_FROM)
        return compile_fault(c, rule_target_name(r->target), NULL, _("more than %d members"), LIMIT_FROM);
    for (size_t i = 0; i < count; i++) {
        const char *path = json_string_value(json_is_array(from) ? json_array_get(from, i) : from);
        int slot = plan_slot(c, level, path);
        if (slot < 0)
            return false;
        r->from[r->from_count++] = slot;
    }
    return true;
}

int rule_test_compile(struct compiler *c, const json_t *spec)
{
    struct plan *p = c->plan;
    if (p->test_count == LIMIT_TESTS) {
        compile_fault(c, NULL, NULL, _("more than %d tests"), LIMIT_TESTS);
        return -1;
    }
    struct rule_test *t = &p->tests[p->test_count];
    const json_t *is = json_object_get(spec, "is");
    t->kind = is                                                ? RULE_TEST_IS
              : json_is_true(json_object_get(spec, "positive")) ? RULE_TEST_POSITIVE
                                                                : RULE_TEST_PRESENT;
    if (is && !(t->codes = rule_codes_make(c, is, &t->count)))
        return -1;
    int test = (int)p->test_count++;
    return plan_test_at(c, test, json_string_value(json_object_get(spec, "any"))) ? test : -1;
}

static bool case_compile(struct compiler *c, const json_t *spec, struct rule *r)
{
    struct rule_case *one = &r->cases[r->case_count];
    const json_t *then = json_object_get(spec, "then");
    one->test = rule_test_compile(c, spec);
    if (one->test < 0)
        return false;
    r->case_count++;
    if (!then && rule_target_type(r->target) == RULE_TYPE_FLAG) {
        one->then = (struct value){.known = true, .number = 1};
        return true;
    }
    return value_compile(c, r->target, then, &one->then);
}

/* One test makes a flag by itself: 1 where the test holds, 0 where it does not, unknown where there was nothing to
 * test. */
static bool cases_compile(struct compiler *c, enum member_level level, const json_t *spec, struct rule *r)
{
    const json_t *when = json_object_get(spec, "when");
    size_t count = when ? json_array_size(when) : 1;
    if (level != MEMBER_LEVEL_RECORD)
        return compile_fault(c, rule_target_name(r->target), NULL,
                             _("tests are made on records, not inside of them"));
    if (!when && rule_target_type(r->target) != RULE_TYPE_FLAG)
        return compile_fault(c, rule_target_name(r->target),
                             _("Write \"when\": [{\"any\": ..., \"is\": ..., \"then\": ...}]."),
                             _("only a flag is a test by itself"));
    r->cases = calloc(count + 1, sizeof *r->cases);
    if (!r->cases)
        return error_memory(c->e, c->where);
    for (size_t i = 0; i < count; i++)
        if (!case_compile(c, when ? json_array_get(when, i) : spec, r))
            return false;
    r->blind_unknown = !when;
    r->otherwise = when ? ELSE_UNKNOWN : ELSE_VALUE;
    r->else_value = (struct value){.known = !when};
    return true;
}

static bool date_compile(struct compiler *c, const json_t *spec, struct rule *r)
{
    const json_t *own = json_is_object(spec) ? json_object_get(spec, "date") : NULL;
    const char *pattern = own ? json_string_value(own) : c->dates;
    if (rule_target_type(r->target) != RULE_TYPE_MOMENT)
        return !own || compile_fault(c, rule_target_name(r->target), NULL,
                                     _("no date, but it has a pattern of dates"));
    if (!pattern)
        return compile_fault(
            c, rule_target_name(r->target),
            _("Write \"dates\": \"dd/MM/yyyy HH:mm:ss\" (or what the portal uses) into the manifest."),
            _("a date without a pattern"));
    return date_pattern_make(pattern, &r->date) ||
           compile_fault(c, rule_target_name(r->target), NULL,
                         _("a pattern of dates without yyyy, MM or dd"));
}

/* Reads the paths of dates that an office moves: the latest of all that the record has counts. */
static bool latest_compile(struct compiler *c, enum member_level level, const json_t *latest, struct rule *r)
{
    r->latest = true;
    if (rule_target_type(r->target) != RULE_TYPE_MOMENT || level != MEMBER_LEVEL_RECORD)
        return compile_fault(c, rule_target_name(r->target), NULL,
                             _("only of a record's dates there is a latest"));
    if (!from_compile(c, level, latest, r))
        return false;
    for (size_t i = 0; i < r->from_count; i++)
        plan_latest(c, r->from[i], &r->date);
    return true;
}

bool rule_compile(struct compiler *c, int target, enum member_level level, const json_t *spec,
                  struct rule *out)
{
    *out = (struct rule){.target = target, .type = rule_target_type(target)};
    if (!date_compile(c, spec, out))
        return false;
    if (!json_is_object(spec))
        return from_compile(c, level, spec, out);
    const json_t *from = json_object_get(spec, "from"), *map = json_object_get(spec, "map"),
                 *absent = json_object_get(spec, "absent"), *latest = json_object_get(spec, "latest");
    out->required = json_is_true(json_object_get(spec, "required"));
    out->unit_of_code = json_object_get(spec, "cut") != NULL;
    out->lookup = json_object_get(spec, "lookup") != NULL;
    if (latest && !latest_compile(c, level, latest, out))
        return false;
    if (!latest && (from ? !from_compile(c, level, from, out) : !cases_compile(c, level, spec, out)))
        return false;
    if (map && !map_compile(c, map, out))
        return false;
    if (absent && !value_compile(c, target, absent, &out->absent))
        return false;
    if (out->lookup && target != DOSSIER_UNIT)
        return compile_fault(c, rule_target_name(target), NULL, _("only the unit can be looked up"));
    if (out->unit_of_code && rule_target_type(target) != RULE_TYPE_TEXT)
        return compile_fault(c, rule_target_name(target), NULL, _("only text can be cut"));
    return else_compile(c, spec, out);
}
