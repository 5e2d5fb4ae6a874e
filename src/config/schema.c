#include "config/schema.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limit.h"
#include "base/text.h"
#include "config/schema_inner.h"

enum {
    NESTED_MAX = LIMIT_SCHEMA_DEPTH * 8 /* schemas inside schemas: a level of the value takes a few */
};

static bool value_check(struct schema_walk *w, const json_t *schema, const json_t *value,
                        const struct value_path *at, struct schema_fault *f);

#define KEYWORD(name)                                                                                        \
    static bool name(struct schema_walk *w, const json_t *arg, const json_t *schema, const json_t *value,    \
                     const struct value_path *at, struct schema_fault *f)

KEYWORD(check_ref)
{
    static const char prefix[] = "#/$defs/";
    const char *name = json_string_value(arg);
    (void)schema;
    if (!name || strncmp(name, prefix, sizeof prefix - 1) != 0)
        return fault_of_schema(f, at, "$ref", "not #/$defs/...");
    const json_t *target = json_object_get(json_object_get(w->root, "$defs"), name + sizeof prefix - 1);
    return target ? value_check(w, target, value, at, f) : fault_of_schema(f, at, "$ref", name);
}

/* --- members --- */

static bool key_unknown(const json_t *schema, const char *key, const struct value_path *at,
                        struct schema_fault *f)
{
    if (f->quiet)
        return false;
    const json_t *known = json_object_get(schema, "properties");
    const char *near = name_near(known, key), *name;
    struct buffer hint;
    json_t *item;
    buffer_init(&hint, sizeof f->error.hint - 1);
    if (near) {
        buffer_printf(&hint, _("Did you mean \"%s\"?"), near);
    } else {
        buffer_text(&hint, _("Known keys: "));
        const char *separator = "";
        json_object_foreach((json_t *)known, name, item)
        {
            buffer_printf(&hint, "%s%s", separator, name);
            separator = ", ";
        }
    }
    fault_write(f, at, json_object_size(known) ? buffer_string(&hint) : NULL, _("unknown key \"%s\""), key);
    f->depth--; /* the fault is the object's, not the member's: a branch that knows the key got further */
    f->near = near != NULL;
    buffer_free(&hint);
    return false;
}

/* Checks one member against properties, patternProperties and, where neither names the member, additionalProperties. */
static bool member_check(struct schema_walk *w, const json_t *schema, const char *key, const json_t *member,
                         const struct value_path *at, struct schema_fault *f)
{
    const json_t *known = json_object_get(json_object_get(schema, "properties"), key);
    const json_t *rest = json_object_get(schema, "additionalProperties"),
                 *patterns = json_object_get(schema, "patternProperties");
    const char *pattern;
    json_t *sub;
    bool named = known != NULL;
    if (known && !value_check(w, known, member, at, f))
        return false;
    json_object_foreach((json_t *)patterns, pattern, sub)
    {
        bool fits = false;
        if (!pattern_fits(w, pattern, key, at, f, &fits) || (fits && !value_check(w, sub, member, at, f)))
            return false;
        named = named || fits;
    }
    if (named || !rest)
        return true;
    return json_is_false(rest) ? key_unknown(schema, key, at, f) : value_check(w, rest, member, at, f);
}

/* The three keywords about members are checked together, at the first of them that the schema has. */
KEYWORD(check_members)
{
    static const char *const names[] = {"properties", "patternProperties", "additionalProperties"};
    const json_t *first = NULL;
    const char *key;
    json_t *member;
    for (size_t i = 0; !first && i < sizeof names / sizeof *names; i++)
        first = json_object_get(schema, names[i]);
    if (arg != first)
        return true;
    json_object_foreach((json_t *)value, key, member)
    {
        struct value_path inner = {at, key, 0, at->depth + 1};
        if (!member_check(w, schema, key, member, &inner, f))
            return false;
    }
    return true;
}

KEYWORD(check_names)
{
    const char *key;
    json_t *member;
    (void)schema;
    json_object_foreach((json_t *)value, key, member)
    {
        struct value_path inner = {at, key, 0, at->depth + 1};
        json_t *name = json_string(key);
        bool ok = name ? value_check(w, arg, name, &inner, f) : fault_of_limit(f, at, _("out of memory"));
        json_decref(name);
        if (!ok)
            return false;
    }
    return true;
}

KEYWORD(check_required)
{
    size_t i;
    json_t *name;
    (void)w;
    if (!json_is_object(value))
        return true;
    json_array_foreach(arg, i, name)
    {
        const char *key = json_string_value(name);
        if (!key)
            return fault_of_schema(f, at, "required", "not names");
        if (!json_object_get(value, key))
            return fault_set(f, at, schema_hint(json_object_get(json_object_get(schema, "properties"), key)),
                             _("the key \"%s\" is missing"), key);
    }
    return true;
}

/* --- items --- */

KEYWORD(check_items)
{
    size_t i;
    json_t *item;
    (void)schema;
    json_array_foreach(value, i, item)
    {
        struct value_path inner = {at, NULL, i, at->depth + 1};
        if (!value_check(w, arg, item, &inner, f))
            return false;
    }
    return true;
}

KEYWORD(check_unique)
{
    size_t i;
    json_t *item;
    (void)schema;
    if (!json_is_true(arg))
        return true;
    json_array_foreach(value, i, item)
    {
        struct value_path inner = {at, NULL, i, at->depth + 1};
        for (size_t k = 0; k < i; k++) {
            if (++w->steps > LIMIT_SCHEMA_STEPS)
                return fault_of_limit(f, at, _("there is too much in it to check"));
            if (json_equal(item, json_array_get(value, k)))
                return fault_set(f, &inner, _("Leave one of the two out."), _("the same as item %zu"), k);
        }
    }
    return true;
}

/* --- branches --- */

/* The branch that got furthest into the value is probably the one that was meant; among equals a branch that
 * accepted the value's kind, then a branch with a near name. */
static int fault_rank(const struct schema_fault *f)
{
    return f->depth * 4 + (f->expected[0] == '\0') * 2 + f->near;
}

/* Where every branch wanted another kind of value, the fault tells all of these kinds. */
static bool kinds_wrong(const json_t *schema, const json_t *value, const struct value_path *at,
                        const char *kinds, struct schema_fault *f)
{
    char found[128];
    fault_write(f, at, schema_hint(schema), _("expected %s, found %s"), kinds,
                value_words(value, at, found, sizeof found));
    snprintf(f->expected, sizeof f->expected, "%s", kinds);
    return false;
}

/* How many branches the value fits, at most `enough`; 0: f tells the fault; -1: f tells what is wrong with the
 * schema. */
static int branches_fit(struct schema_walk *w, const json_t *branches, const json_t *schema,
                        const json_t *value, const struct value_path *at, int enough, struct schema_fault *f)
{
    int fits = 0;
    size_t i;
    json_t *branch;
    struct buffer kinds;
    *f = (struct schema_fault){.depth = -1, .quiet = f->quiet};
    buffer_init(&kinds, sizeof f->expected - 1);
    json_array_foreach(branches, i, branch)
    {
        struct schema_fault found = {.quiet = f->quiet};
        if (value_check(w, branch, value, at, &found)) {
            if (++fits == enough)
                break;
            continue;
        }
        if (found.expected[0] && found.depth == at->depth && !strstr(buffer_string(&kinds), found.expected))
            buffer_printf(&kinds, "%s%s", kinds.used ? _(" or ") : "", found.expected);
        if (found.fatal || fault_rank(&found) > fault_rank(f))
            *f = found;
        if (found.fatal)
            break;
    }
    bool fatal = fits < enough && f->fatal;
    if (!fatal && fits == 0 && f->depth == at->depth && f->expected[0])
        kinds_wrong(schema, value, at, buffer_string(&kinds), f);
    buffer_free(&kinds);
    return fatal ? -1 : fits;
}

KEYWORD(check_any)
{
    return branches_fit(w, arg, schema, value, at, 1, f) == 1;
}

KEYWORD(check_one)
{
    int fits = branches_fit(w, arg, schema, value, at, 2, f);
    if (fits == 2)
        return fault_set(f, at, schema_hint(schema),
                         _("fits more than one of the forms that are possible here"));
    return fits == 1;
}

KEYWORD(check_all)
{
    size_t i;
    json_t *branch;
    (void)schema;
    json_array_foreach(arg, i, branch) if (!value_check(w, branch, value, at, f)) return false;
    return true;
}

KEYWORD(check_not)
{
    struct schema_fault inner = {.quiet = f->quiet};
    if (value_check(w, arg, value, at, &inner))
        return fault_set(f, at, schema_hint(schema), _("not allowed here"));
    if (inner.fatal)
        *f = inner;
    return !inner.fatal;
}

/* --- all keywords; the kind comes first, so that the others speak of values of the right kind --- */

static const struct keyword {
    const char *name;
    keyword_check *check; /* NULL: the keyword says nothing about the value */
} keywords[] = {{"$ref", check_ref},
                {"type", check_type},
                {"const", check_const},
                {"enum", check_enum},
                {"propertyNames", check_names},
                {"properties", check_members},
                {"patternProperties", check_members},
                {"additionalProperties", check_members},
                {"minItems", check_size},
                {"maxItems", check_size},
                {"minProperties", check_size},
                {"maxProperties", check_size},
                {"minLength", check_size},
                {"maxLength", check_size},
                {"minimum", check_minimum},
                {"maximum", check_maximum},
                {"pattern", check_pattern},
                {"items", check_items},
                {"uniqueItems", check_unique},
                {"anyOf", check_any},
                {"oneOf", check_one},
                {"allOf", check_all},
                {"not", check_not},
                {"required", check_required},
                {"$schema", NULL},
                {"$id", NULL},
                {"$comment", NULL},
                {"$defs", NULL},
                {"title", NULL},
                {"description", NULL},
                {"default", NULL},
                {"examples", NULL}};

enum { KEYWORD_COUNT = sizeof keywords / sizeof *keywords };

static bool keywords_known(const json_t *schema, const struct value_path *at, struct schema_fault *f)
{
    const char *key;
    json_t *arg;
    json_object_foreach((json_t *)schema, key, arg)
    {
        size_t i = 0;
        while (i < KEYWORD_COUNT && strcmp(key, keywords[i].name) != 0)
            i++;
        if (i == KEYWORD_COUNT)
            return fault_of_schema(f, at, key, "unknown keyword");
    }
    return true;
}

/* Gives the keywords of the schema that say something about values, in the order of the list above; they are looked
 * for when the schema is met first. */
static bool steps_of(struct schema_walk *w, const json_t *schema, const struct value_path *at,
                     struct schema_steps *out, struct schema_fault *f)
{
    const struct schema_steps *steps = schema_steps_find(&w->found, schema);
    size_t first = w->found.step_count;
    bool room = true;
    if (!steps && !keywords_known(schema, at, f))
        return false;
    for (unsigned i = 0; room && !steps && i < KEYWORD_COUNT; i++) {
        const json_t *arg = json_object_get(schema, keywords[i].name);
        if (arg && keywords[i].check)
            room = schema_step_add(&w->found, i, arg);
    }
    if (room && !steps)
        steps = schema_steps_end(&w->found, schema, first);
    if (!steps)
        return fault_of_limit(f, at, _("out of memory"));
    *out = *steps;
    return true;
}

static bool schema_apply(struct schema_walk *w, const json_t *schema, const json_t *value,
                         const struct value_path *at, struct schema_fault *f)
{
    struct schema_steps steps = {0};
    if (json_is_boolean(schema))
        return json_is_true(schema) || fault_set(f, at, NULL, _("not allowed here"));
    if (!json_is_object(schema))
        return fault_of_schema(f, at, "", "not an object");
    if (!steps_of(w, schema, at, &steps, f))
        return false;
    for (size_t i = 0; i < steps.count; i++) {
        const struct schema_step step = w->found.steps[steps.first + i]; /* a check may move the list */
        if (!keywords[step.keyword].check(w, step.arg, schema, value, at, f))
            return false;
    }
    return true;
}

static bool value_check(struct schema_walk *w, const json_t *schema, const json_t *value,
                        const struct value_path *at, struct schema_fault *f)
{
    if (at->depth > LIMIT_SCHEMA_DEPTH || w->nested >= NESTED_MAX)
        return fault_of_limit(f, at, _("nested too deep"));
    if (++w->steps > LIMIT_SCHEMA_STEPS)
        return fault_of_limit(f, at, _("there is too much in it to check"));
    w->nested++;
    bool ok = schema_apply(w, schema, value, at, f);
    w->nested--;
    return ok;
}

/* The first pass is quiet: branches that do not fit are the rule, and words for their faults would cost time for
 * nothing. */
bool schema_check(const json_t *schema, const json_t *value, struct error *e)
{
    struct schema_walk w = {.root = schema};
    struct value_path root = {0};
    struct schema_fault f = {.quiet = true};
    bool ok = value_check(&w, schema, value, &root, &f);
    if (!ok) {
        w.steps = 0;
        w.nested = 0;
        f = (struct schema_fault){0};
        ok = value_check(&w, schema, value, &root, &f);
    }
    schema_step_list_free(&w.found);
    if (!ok && e)
        *e = f.error;
    return ok;
}
