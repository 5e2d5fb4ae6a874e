#include "metric/reconcile_rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/json_file.h"
#include "count/predicate.h"

#define DOCUMENT "schema/reconcile.json"
#define SCHEMA   "reconcile.schema.json"

static const char *text_of(const json_t *object, const char *member)
{
    return json_string_value(json_object_get(object, member));
}

bool reconcile_rules_load(struct reconcile_rules *r, struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    *r = (struct reconcile_rules){0};
    if (!json_file_find(DOCUMENT, file, sizeof file, e) || !(r->document = json_file_load(file, SCHEMA, e)))
        return false;
    const json_t *rules = json_object_get(r->document, "rules");
    for (; r->count < json_array_size(rules) && r->count < LIMIT_RECONCILE_RULES; r->count++) {
        const json_t *rule = json_array_get(rules, r->count);
        r->rules[r->count] = (struct reconcile_rule){.name = text_of(rule, "name"),
                                                     .title = json_file_title(json_object_get(rule, "title")),
                                                     .manifest = text_of(rule, "manifest"),
                                                     .status = text_of(rule, "status"),
                                                     .counters = json_object_get(rule, "counters"),
                                                     .published = json_object_get(rule, "published"),
                                                     .when = json_object_get(rule, "when")};
    }
    return true;
}

void reconcile_rules_free(struct reconcile_rules *r)
{
    for (size_t i = 0; i < r->count; i++)
        for (int side = 0; side < 2; side++)
            free(r->rules[i].dossiers[side]);
    json_decref(r->document);
    *r = (struct reconcile_rules){0};
}

const char *reconcile_same(const struct reconcile_rules *r, const char *name)
{
    const char *other = text_of(json_object_get(r->document, "same"), name);
    return other ? other : name;
}

struct count_job {
    struct reconcile_rules *rules;
    const struct unit_set *units;
    int side;
};

static bool count_row(void *context, const struct value *columns, int count, struct error *e)
{
    const struct count_job *job = context;
    long unit = columns[0].known ? unit_find(job->units, columns[0].text) : -1;
    int column = 1;
    (void)e;
    for (size_t i = 0; unit >= 0 && i < job->rules->count && column < count; i++)
        if (job->rules->rules[i].when)
            job->rules->rules[i].dossiers[job->side][unit_same(job->units, (size_t)unit)] +=
                columns[column++].number;
    return true;
}

static bool columns_write(struct reconcile_rules *r, int side, const struct unit_set *units,
                          struct predicate *state, struct buffer *sql, struct error *e)
{
    for (size_t i = 0; i < r->count; i++) {
        struct reconcile_rule *rule = &r->rules[i];
        if (!rule->when)
            continue;
        free(rule->dossiers[side]);
        rule->dossiers[side] = calloc(units->count + 1, sizeof *rule->dossiers[side]);
        if (!rule->dossiers[side])
            return error_memory(e, DOCUMENT);
        buffer_text(sql, ", COUNT(CASE WHEN ");
        if (!predicate_sql(state, rule->when, sql, e)) {
            error_within(e, rule->name);
            error_within(e, DOCUMENT);
            return false;
        }
        buffer_text(sql, " THEN 1 END)");
    }
    return true;
}

bool reconcile_rules_count(struct reconcile_rules *r, int side, struct store *s, int64_t source,
                           const struct unit_set *units, const struct period *p, struct error *e)
{
    struct predicate state = {.define = json_object_get(r->document, "define")};
    struct count_job job = {r, units, side};
    struct value params[PARAM_COUNT];
    struct buffer sql;
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_text(&sql, "SELECT unit");
    bool ok = columns_write(r, side, units, &state, &sql, e);
    buffer_printf(&sql, " FROM dossier WHERE source_id = %lld GROUP BY unit", (long long)source);
    for (int i = 0; i < state.param_count; i++)
        params[i] = value_number(predicate_param(state.params[i], p));
    ok = ok && (!sql.failed || error_memory(e, DOCUMENT)) &&
         store_query(s, buffer_string(&sql), params, state.param_count, count_row, &job, e);
    buffer_free(&sql);
    return ok;
}

static bool manifest_is(const struct reconcile_rule *rule, const char *manifest)
{
    return !rule->manifest || (manifest && strcmp(rule->manifest, manifest) == 0);
}

static bool counter_among(const struct reconcile_rule *rule, const char *counter)
{
    size_t i;
    const json_t *name;
    if (!rule->counters)
        return true;
    json_array_foreach(rule->counters, i,
                       name) if (strcmp(json_string_value(name), counter) == 0) return true;
    return false;
}

static bool published_fits(const struct reconcile_rule *rule, const char *manifest, bool published,
                           struct value v)
{
    return published && manifest_is(rule, manifest) && v.known &&
           v.number == json_integer_value(rule->published);
}

static bool status_fits(const struct reconcile_rule *rule, const char *manifest, const char *status)
{
    return status && manifest_is(rule, manifest) && strcmp(status, rule->status) == 0;
}

/* True if the source has at least as many dossiers that the rule is about as the difference. */
static bool dossiers_reach(const struct reconcile_rule *rule, int side, size_t unit, int64_t apart)
{
    return rule->dossiers[side] && apart <= rule->dossiers[side][unit];
}

static bool rule_explains(const struct reconcile_rule *rule, const struct reconcile_case *c)
{
    if (!counter_among(rule, c->counter))
        return false;
    if (rule->published)
        return published_fits(rule, c->manifest_a, c->published_a, c->a) ||
               published_fits(rule, c->manifest_b, c->published_b, c->b);
    if (rule->status)
        return status_fits(rule, c->manifest_a, c->status_a) || status_fits(rule, c->manifest_b, c->status_b);
    int64_t a = c->a.known ? c->a.number : 0, b = c->b.known ? c->b.number : 0;
    int64_t apart = a > b ? a - b : b - a;
    return (manifest_is(rule, c->manifest_a) || manifest_is(rule, c->manifest_b)) &&
           (dossiers_reach(rule, 0, c->unit, apart) || dossiers_reach(rule, 1, c->unit, apart));
}

const struct reconcile_rule *reconcile_explain(const struct reconcile_rules *r,
                                               const struct reconcile_case *c)
{
    for (size_t i = 0; i < r->count; i++)
        if (rule_explains(&r->rules[i], c))
            return &r->rules[i];
    return NULL;
}
