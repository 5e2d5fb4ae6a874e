#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/json_file.h"
#include "config/own_definitions.h"
#include "count/counter_family.h"

#define DOCUMENT "schema/counters.json"
#define SCHEMA   "counters.schema.json"
/* The condition says NOT IN, because IN would make SQLite read the whole table through the index of the
 * key, row by row. */
#define COUNTED_SOURCES "source_id NOT IN (SELECT id FROM source WHERE counts = 0) AND twice_from IS NULL"

size_t counter_count(const struct counter_family *f)
{
    return f->count;
}

const struct counter *counter_at(const struct counter_family *f, size_t i)
{
    return &f->counters[i];
}

long counter_find(const struct counter_family *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->counters[i].name, name) == 0)
            return (long)i;
    return -1;
}

static const char *text_of(const json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));
    return text ? text : "";
}

static bool wrong(const char *where, struct error *e, const char *what, const char *found)
{
    return error_set(e, ERROR_CONFIG, where, _("Correct the file, or install the program again."), "%s: %s",
                     what, found);
}

/* Reads a list of counter names; each counter must have been defined before. */
static bool sum_read(const struct counter_family *f, const json_t *names, struct counter_sum *out,
                     struct error *e)
{
    if (json_array_size(names) > LIMIT_TERMS)
        return wrong(DOCUMENT, e, _("too many counters in one sum"), "");
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));
        long counter = name ? counter_find(f, name) : -1;
        if (counter < 0)
            return wrong(DOCUMENT, e, _("no such counter"), name ? name : "?");
        out->counters[out->count++] = (size_t)counter;
    }
    return true;
}

static uint64_t sum_needs(const struct counter_family *f, const struct counter_sum *sum)
{
    uint64_t needs = 0;
    for (size_t i = 0; i < sum->count; i++)
        needs |= f->counters[sum->counters[i]].needs;
    return needs;
}

/* A counter of procedures is no sum of its parts, because one procedure may be in two parts. */
static bool sum_is_of_dossiers(const struct counter_family *f, const struct counter_sum *sum, struct error *e)
{
    for (size_t i = 0; i < sum->count; i++)
        if (f->counters[sum->counters[i]].distinct)
            return wrong(DOCUMENT, e, _("a counter of procedures is no part of a sum"),
                         f->counters[sum->counters[i]].name);
    return true;
}

static bool formula_read(struct counter_family *f, const json_t *definition, struct error *e)
{
    struct counter *c = &f->counters[f->count];
    struct counter_formula *formula = &f->formulas[f->count];
    const json_t *sum = json_object_get(definition, "sum"), *percent = json_object_get(definition, "percent");
    c->derived = true;
    c->aggregate = -1;
    formula->none = json_integer_value(json_object_get(percent, "none"));
    return sum_read(f, sum ? sum : json_object_get(percent, "part"), &formula->part, e) &&
           sum_read(f, json_object_get(percent, "whole"), &formula->whole, e) &&
           sum_is_of_dossiers(f, &formula->part, e) && sum_is_of_dossiers(f, &formula->whole, e);
}

static long aggregate_find(const struct counter_family *f, const char *name)
{
    for (size_t i = 0; i < f->aggregate_count; i++)
        if (strcmp(f->aggregates[i].name, name) == 0) /* NOLINT: every aggregate has a name */
            return (long)i;
    return -1;
}

static bool counter_read(struct counter_family *f, const json_t *definition, struct error *e)
{
    struct counter *c = &f->counters[f->count];
    c->name = text_of(definition, "name");
    c->title = json_file_title(json_object_get(definition, "title"));
    c->formula = json_file_title(json_object_get(definition, "formula"));
    if (counter_find(f, c->name) >= 0)
        return wrong(DOCUMENT, e, _("counter defined twice"), c->name);
    const char *in = text_of(definition, "in");
    if (!*in)
        return formula_read(f, definition, e);
    long aggregate = aggregate_find(f, in);
    if (aggregate < 0)
        return wrong(DOCUMENT, e, _("no such aggregate"), in);
    c->aggregate = (int)aggregate;
    struct aggregate *a = &f->aggregates[aggregate];
    c->distinct = a->distinct;
    const char *counted_for = text_of(definition, "for");
    a->receiving[a->counter_count] = strcmp(counted_for, "receiving_unit") == 0;
    if (a->receiving[a->counter_count] && !a->pairs)
        return wrong(DOCUMENT, e, _("only an aggregate of pairs counts for the receiving unit"), c->name);
    a->counters[a->counter_count++] = f->count;
    return true;
}

static bool predicate_named(struct predicate *state, const json_t *p, const char *name, struct buffer *sql,
                            struct error *e)
{
    if (predicate_sql(state, p, sql, e))
        return true;
    error_within(e, name);
    error_within(e, DOCUMENT);
    return false;
}

/* A counter needs the fields of its own condition and of its aggregate's condition. */
static bool columns_write(struct counter_family *f, struct aggregate *a, const json_t *counters,
                          uint64_t where_needs, struct buffer *sql, struct error *e)
{
    for (size_t i = 0; i < a->counter_count; i++) {
        struct counter *c = &f->counters[a->counters[i]];
        const json_t *when = json_object_get(json_array_get(counters, a->counters[i]), "when");
        a->predicate.needs = where_needs;
        buffer_text(sql, ", COUNT(CASE WHEN ");
        if (!predicate_named(&a->predicate, when, c->name, sql, e))
            return false;
        buffer_text(sql, " THEN 1 END)");
        c->needs = a->predicate.needs | (a->distinct ? UINT64_C(1) << DOSSIER_PROCEDURE : 0) |
                   (a->received ? UINT64_C(1) << DOSSIER_RECEIVING_UNIT : 0);
    }
    return true;
}

/* The condition is written before the columns, which need to know its fields, though the condition stands behind
 * them. */
static bool aggregate_compile(struct counter_family *f, struct aggregate *a, const json_t *definition,
                              const json_t *counters, struct error *e)
{
    struct buffer columns, where, rest;
    buffer_init(&columns, LIMIT_SQL_BYTES);
    buffer_init(&where, LIMIT_SQL_BYTES);
    buffer_init(&rest, LIMIT_SQL_BYTES);
    const char *group = a->pairs      ? "unit, receiving_unit"
                        : a->distinct ? "unit, procedure"
                        : a->received ? "COALESCE(receiving_unit, unit)"
                                      : "unit";
    buffer_printf(&columns, "SELECT %s", group);
    bool ok = predicate_named(&a->predicate, json_object_get(definition, "where"), a->name, &where, e) &&
              columns_write(f, a, counters, a->predicate.needs, &columns, e);
    buffer_printf(&rest, " WHERE %s AND %s GROUP BY %s", f->sources, buffer_string(&where), group);
    if (ok && (columns.failed || rest.failed || !(a->columns = strdup(buffer_string(&columns))) ||
               !(a->rest = strdup(buffer_string(&rest)))))
        ok = error_memory(e, DOCUMENT);
    buffer_free(&rest);
    buffer_free(&where);
    buffer_free(&columns);
    return ok;
}

/* A dossier is counted where the condition of the aggregate and that of the counter hold. */
static bool condition_write(const struct counter_family *f, size_t counter, struct buffer *sql,
                            struct predicate *state, struct error *e)
{
    const struct counter *c = &f->counters[counter];
    const json_t *definition = json_array_get(json_object_get(f->definition, "counters"), counter);
    if (!predicate_named(state, json_object_get(f->aggregates[c->aggregate].definition, "where"), c->name,
                         sql, e))
        return false;
    buffer_text(sql, " AND ");
    return predicate_named(state, json_object_get(definition, "when"), c->name, sql, e);
}

bool counter_condition(const struct counter_family *f, size_t counter, struct buffer *sql,
                       struct predicate *state, struct error *e)
{
    if (f->counters[counter].derived)
        return error_set(e, ERROR_INTERNAL, f->counters[counter].name, NULL,
                         "a derived counter has no condition");
    *state = (struct predicate){.define = json_object_get(f->definition, "define")};
    buffer_printf(sql, "%s AND ", f->sources);
    return condition_write(f, counter, sql, state, e);
}

/* The parts of a derived counter are defined before it, so that this recursion ends. */
bool counter_weight(const struct counter_family *f, size_t counter, struct buffer *sql,
                    struct predicate *state, struct error *e)
{
    const struct counter_formula *formula = &f->formulas[counter];
    bool ok = true;
    if (f->counters[counter].distinct)
        return error_set(e, ERROR_INTERNAL, f->counters[counter].name, NULL,
                         "procedures are no sum of dossiers");
    if (!f->counters[counter].derived) {
        buffer_text(sql, "CASE WHEN ");
        ok = condition_write(f, counter, sql, state, e);
        buffer_text(sql, " THEN 1 ELSE 0 END");
        return ok;
    }
    if (formula->whole.count)
        return error_set(e, ERROR_INTERNAL, f->counters[counter].name, NULL, "a percentage counts nothing");
    buffer_text(sql, "(0");
    for (size_t i = 0; ok && i < formula->part.count; i++) {
        buffer_text(sql, " + ");
        ok = counter_weight(f, formula->part.counters[i], sql, state, e);
    }
    buffer_text(sql, ")");
    return ok;
}

static void sum_text(const struct counter_family *f, const struct counter_sum *sum, struct buffer *out)
{
    for (size_t i = 0; i < sum->count; i++)
        buffer_printf(out, "%s%s", i ? " + " : "", f->counters[sum->counters[i]].name);
}

static bool identities_read(struct counter_family *f, const json_t *identities, struct error *e)
{
    for (size_t i = 0; i < json_array_size(identities) && i < LIMIT_IDENTITIES; i++) {
        struct identity *identity = &f->identities[f->identity_count++];
        const json_t *definition = json_array_get(identities, i);
        if (!sum_read(f, json_object_get(definition, "left"), &identity->left, e) ||
            !sum_read(f, json_object_get(definition, "right"), &identity->right, e))
            return false;
        struct buffer text;
        buffer_init(&text, LIMIT_SQL_BYTES);
        sum_text(f, &identity->left, &text);
        buffer_text(&text, " = ");
        sum_text(f, &identity->right, &text);
        identity->text = text.failed ? NULL : strdup(buffer_string(&text));
        buffer_free(&text);
        if (!identity->text)
            return error_memory(e, DOCUMENT);
    }
    return true;
}

static void aggregate_read(struct counter_family *f, const json_t *definition)
{
    struct aggregate *a = &f->aggregates[f->aggregate_count++];
    a->definition = definition;
    a->name = text_of(definition, "name");
    a->pairs = json_is_true(json_object_get(definition, "pairs"));
    a->distinct = json_object_get(definition, "distinct") != NULL;
    a->received = strcmp(text_of(definition, "by"), "receiving_unit") == 0;
    a->predicate.define = json_object_get(f->definition, "define");
}

/* A derived counter needs the fields of its parts, which are known once all aggregates are compiled. */
static bool family_compile(struct counter_family *f, const json_t *definition, struct error *e)
{
    const json_t *aggregates = json_object_get(definition, "aggregates"),
                 *counters = json_object_get(definition, "counters");
    size_t aggregate_count = json_array_size(aggregates), count = json_array_size(counters);
    if (aggregate_count == 0 || aggregate_count > LIMIT_AGGREGATES || count > LIMIT_COUNTERS)
        return wrong(DOCUMENT, e, _("too many counters or aggregates, or none"), text_of(definition, "name"));
    f->aggregates = calloc(LIMIT_AGGREGATES, sizeof *f->aggregates);
    if (!f->aggregates)
        return error_memory(e, DOCUMENT);
    while (f->aggregate_count < aggregate_count)
        aggregate_read(f, json_array_get(aggregates, f->aggregate_count));
    for (; f->count < count; f->count++)
        if (!counter_read(f, json_array_get(counters, f->count), e))
            return false;
    for (size_t i = 0; i < aggregate_count; i++)
        if (!aggregate_compile(f, &f->aggregates[i], json_array_get(aggregates, i), counters, e))
            return false;
    for (size_t i = 0; i < count; i++)
        if (f->counters[i].derived)
            f->counters[i].needs = sum_needs(f, &f->formulas[i].part) | sum_needs(f, &f->formulas[i].whole);
    return identities_read(f, json_object_get(definition, "identities"), e);
}

/* The aggregate of the newest counter is compiled anew, with the counter in it. */
static bool newest_compile(struct counter_family *f, struct error *e)
{
    struct counter *c = &f->counters[f->count - 1];
    const struct counter_formula *formula = &f->formulas[f->count - 1];
    if (c->derived) {
        c->needs = sum_needs(f, &formula->part) | sum_needs(f, &formula->whole);
        return true;
    }
    struct aggregate *a = &f->aggregates[c->aggregate];
    free(a->columns);
    free(a->rest);
    a->columns = a->rest = NULL;
    a->predicate = (struct predicate){.define = json_object_get(f->definition, "define")};
    return aggregate_compile(f, a, a->definition, json_object_get(f->definition, "counters"), e);
}

bool counter_family_add(struct counter_family *f, json_t *aggregate, json_t *counter, struct error *e)
{
    json_t *aggregates = json_object_get(f->definition, "aggregates"),
           *counters = json_object_get(f->definition, "counters");
    bool room = f->count < LIMIT_COUNTERS && (!aggregate || f->aggregate_count < LIMIT_AGGREGATES);
    /* json_array_append_new() takes its value over even where it fails: both are called, whatever the first says */
    bool first = !aggregate || json_array_append_new(aggregates, aggregate) == 0;
    bool second = json_array_append_new(counters, counter) == 0;
    if (!first || !second)
        return error_memory(e, DOCUMENT);
    if (!room)
        return wrong(DOCUMENT, e, _("too many counters or aggregates, or none"), text_of(counter, "name"));
    if (aggregate)
        aggregate_read(f, aggregate);
    if (!counter_read(f, counter, e))
        return false;
    f->count++;
    return newest_compile(f, e);
}

static bool family_load(struct counter_family *f, const char *family, struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    const json_t *definition = NULL;
    if (!json_file_find(DOCUMENT, file, sizeof file, e) || !(f->document = json_file_load(file, SCHEMA, e)))
        return false;
    const json_t *families = json_object_get(f->document, "families");
    for (size_t i = 0; i < json_array_size(families) && !definition; i++)
        if (strcmp(text_of(json_array_get(families, i), "name"), family) == 0)
            definition = json_array_get(families, i);
    if (!definition)
        return error_set(e, ERROR_USAGE, family, _("There are the families core and opencps."),
                         _("no such counter family"));
    f->definition = definition;
    if (strcmp(family, "core") == 0 &&
        !own_definitions_add("counters", json_object_get(definition, "counters"), e))
        return false;
    return family_compile(f, definition, e);
}

static struct counter_family *family_open(const char *family, const char *sources, struct error *e)
{
    struct counter_family *f = calloc(1, sizeof *f);
    if (!f) {
        error_memory(e, DOCUMENT);
        return NULL;
    }
    snprintf(f->sources, sizeof f->sources, "%s", sources);
    if (family_load(f, family, e))
        return f;
    counter_family_free(f);
    return NULL;
}

struct counter_family *counter_family_load(const char *family, struct error *e)
{
    return family_open(family, COUNTED_SOURCES, e);
}

struct counter_family *counter_family_load_source(const char *family, int64_t source, struct error *e)
{
    char sources[64];
    snprintf(sources, sizeof sources, "source_id = %lld", (long long)source);
    return family_open(family, sources, e);
}

void counter_family_free(struct counter_family *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->aggregate_count; i++) {
        free(f->aggregates[i].columns);
        free(f->aggregates[i].rest);
    }
    for (size_t i = 0; i < f->identity_count; i++)
        free(f->identities[i].text);
    free(f->aggregates);
    json_decref(f->document);
    free(f);
}
