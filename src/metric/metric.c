#include "metric/metric.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "config/json_file.h"
#include "config/own_definitions.h"
#include "count/counter_family.h"
#include "count/counter_twin.h"

#define DOCUMENT "schema/metrics.json"
#define SCHEMA   "metrics.schema.json"

struct metric_set {
    json_t *document;            /* owns the text */
    json_t *twins;               /* owns the texts of twins */
    struct counter_family *core; /* borrowed */
    struct metric metrics[LIMIT_METRICS];
    size_t count;
};

size_t metric_count(const struct metric_set *m)
{
    return m->count;
}

const struct metric *metric_at(const struct metric_set *m, size_t i)
{
    return &m->metrics[i];
}

const struct metric *metric_find(const struct metric_set *m, const char *name)
{
    for (size_t i = 0; i < m->count; i++)
        if (strcmp(m->metrics[i].name, name) == 0)
            return &m->metrics[i];
    return NULL;
}

static bool terms_read(const struct counter_family *f, const json_t *names, struct metric_term *terms,
                       size_t *count, struct error *e)
{
    for (size_t i = 0; i < json_array_size(names) && i < LIMIT_TERMS; i++) {
        const char *name = json_string_value(json_array_get(names, i));
        int sign = name && *name == '-' ? -1 : 1;
        long counter = name ? counter_find(f, sign < 0 ? name + 1 : name) : -1;
        if (counter < 0)
            return error_set(e, ERROR_CONFIG, DOCUMENT, _("The counters are listed in schema/counters.json."),
                             _("no such counter: %s"), name ? name : "?");
        terms[(*count)++] = (struct metric_term){sign, (size_t)counter};
    }
    return true;
}

static bool metric_read(struct metric *m, const struct counter_family *core, const json_t *definition,
                        struct error *e)
{
    const char *name = json_string_value(json_object_get(definition, "name"));
    const char *version = json_string_value(json_object_get(definition, "version"));
    const json_t *short_title = json_object_get(definition, "short");
    m->name = name ? name : "";
    m->version = version ? version : "";
    m->title = json_file_title(json_object_get(definition, "title"));
    m->short_title = short_title ? json_file_title(short_title) : m->title;
    m->formula = json_file_title(json_object_get(definition, "formula"));
    m->document = json_file_title(json_object_get(definition, "document"));
    m->figure = json_string_value(json_object_get(definition, "figure"));
    if (terms_read(core, json_object_get(definition, "numerator"), m->numerator, &m->numerator_count, e) &&
        terms_read(core, json_object_get(definition, "denominator"), m->denominator, &m->denominator_count,
                   e))
        return true;
    error_within(e, m->name);
    return false;
}

static bool set_load(struct metric_set *set, const struct counter_family *core, struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    if (!json_file_find(DOCUMENT, file, sizeof file, e) || !(set->document = json_file_load(file, SCHEMA, e)))
        return false;
    json_t *metrics = json_object_get(set->document, "metrics");
    if (!own_definitions_add("metrics", metrics, e))
        return false;
    if (json_array_size(metrics) > LIMIT_METRICS)
        return error_set(e, ERROR_CONFIG, file, _("Leave out what is not needed."), _("more than %d metrics"),
                         LIMIT_METRICS);
    for (size_t i = 0; i < json_array_size(metrics); i++) {
        struct metric m = {0};
        if (!metric_read(&m, core, json_array_get(metrics, i), e))
            return false;
        if (metric_find(set, m.name))
            return error_set(e, ERROR_CONFIG, file, _("Give each metric a name of its own."),
                             _("metric defined twice: %s"), m.name);
        set->metrics[set->count++] = m;
    }
    return true;
}

struct metric_set *metric_set_load(struct counter_family *core, struct error *e)
{
    struct metric_set *set = calloc(1, sizeof *set);
    if (!set) {
        error_memory(e, DOCUMENT);
        return NULL;
    }
    set->core = core;
    set->twins = json_array();
    if ((set->twins || error_memory(e, DOCUMENT)) && set_load(set, core, e))
        return set;
    metric_set_free(set);
    return NULL;
}

void metric_set_free(struct metric_set *m)
{
    if (!m)
        return;
    json_decref(m->document);
    json_decref(m->twins);
    free(m);
}

/* --- twins --- */

static bool terms_twin(struct counter_family *core, struct metric_term *terms, size_t count, struct error *e)
{
    for (size_t i = 0; i < count; i++)
        if (!counter_twin(core, terms[i].counter, &terms[i].counter, e))
            return false;
    return true;
}

/* Returns a text that the set owns; NULL: no memory. */
static const char *text_keep(struct metric_set *set, json_t *text)
{
    const char *kept = json_string_value(text);
    return json_array_append_new(set->twins, text) == 0 ? kept : NULL;
}

const struct metric *metric_twin(struct metric_set *set, const struct metric *m, struct error *e)
{
    char name[LIMIT_NAME_BYTES + sizeof COUNTER_TWIN];
    struct metric twin = *m;
    if (m->figure || m->received)
        return m;
    snprintf(name, sizeof name, "%.*s%s", (int)LIMIT_NAME_BYTES, m->name, COUNTER_TWIN);
    const struct metric *found = metric_find(set, name);
    if (found)
        return found;
    const char *whose = _("by receiving unit");
    twin.received = true;
    twin.name = text_keep(set, json_string(name));
    twin.title = text_keep(set, json_sprintf("%s (%s)", m->title, whose));
    twin.short_title = text_keep(set, json_sprintf("%s (%s)", m->short_title, whose));
    twin.formula = text_keep(set, json_sprintf("%s (%s)", m->formula, whose));
    if (!twin.name || !twin.title || !twin.short_title || !twin.formula)
        error_memory(e, m->name);
    else if (set->count == LIMIT_METRICS)
        error_set(e, ERROR_CONFIG, m->name, _("Leave out what is not needed."), _("more than %d metrics"),
                  LIMIT_METRICS);
    else if (!terms_twin(set->core, twin.numerator, twin.numerator_count, e) ||
             !terms_twin(set->core, twin.denominator, twin.denominator_count, e))
        error_within(e, m->name);
    else {
        set->metrics[set->count] = twin;
        return &set->metrics[set->count++];
    }
    return NULL;
}

static bool terms_sum(const struct metric_term *terms, size_t count, const struct counts *c, size_t unit,
                      int64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < count; i++) {
        struct tally t = counts_get(c, unit, terms[i].counter);
        if (!t.known)
            return false;
        *out += terms[i].sign * t.value;
    }
    return true;
}

static struct ratio ratio_of_counts(const struct metric *m, const struct counts *c, size_t unit)
{
    struct ratio r = {0};
    r.known = terms_sum(m->numerator, m->numerator_count, c, unit, &r.n) &&
              terms_sum(m->denominator, m->denominator_count, c, unit, &r.d);
    if (!r.known)
        r.n = r.d = 0;
    return r;
}

static struct ratio ratio_of_figure(const struct figure_value *v)
{
    struct ratio r = {.published = true, .ratio = v->ratio, .score = v->score};
    r.known = v->present && v->numerator.known && v->denominator.known;
    if (r.known) {
        r.n = v->numerator.number;
        r.d = v->denominator.number;
    }
    return r;
}

/* Returns the index of the unit above: the parent, or, where no parent is known, the province whose code begins the
 * unit's code (H21 of H21.227); -1: no unit is above. */
static long unit_above(const struct unit_set *set, size_t unit)
{
    const struct unit *u = &set->units[unit];
    const char *dot = strchr(u->code, '.');
    char root[LIMIT_VALUE_BYTES];
    if (u->parent_index >= 0 || !dot || (size_t)(dot - u->code) >= sizeof root)
        return u->parent_index;
    memcpy(root, u->code, (size_t)(dot - u->code));
    root[dot - u->code] = '\0';
    long above = unit_find(set, root);
    return above >= 0 && strcmp(set->units[above].kind, "province") == 0 ? above : -1;
}

/* True if the published figure of a unit above holds this unit already, so that adding both would count
 * twice. */
static bool held_above(const struct metric *m, const struct unit_set *set, const struct figure_set *figures,
                       size_t unit)
{
    long above = unit_above(set, unit);
    for (int depth = 0; above >= 0 && depth < LIMIT_UNIT_DEPTH; depth++) {
        if (figure_get(figures, (size_t)above, m->figure).present)
            return true;
        above = unit_above(set, (size_t)above);
    }
    return false;
}

/* Sums the figures of all units that no other figure holds. Where the root has a figure, the root's figure is taken
 * alone, and its ratio and score are kept. */
static struct ratio figures_total(const struct metric *m, const struct unit_set *set,
                                  const struct figure_set *figures)
{
    struct ratio total = {.published = true};
    int parts = 0;
    for (size_t unit = 0; unit < set->count; unit++) {
        struct figure_value v = figure_get(figures, unit, m->figure);
        struct ratio r = ratio_of_figure(&v);
        if (!v.present || held_above(m, set, figures, unit) || (parts && !r.known))
            continue;
        r.n += total.n;
        r.d += total.d;
        r.known = r.known || total.known;
        if (parts++)
            r.ratio = r.score = (struct value){0};
        total = r;
    }
    return total;
}

struct ratio metric_value(const struct metric *m, const struct counts *c, const struct figure_set *figures,
                          size_t unit)
{
    if (!m->figure)
        return ratio_of_counts(m, c, unit);
    if (unit == c->units->count)
        return figures_total(m, c->units, figures);
    struct figure_value v = figure_get(figures, unit, m->figure);
    return ratio_of_figure(&v);
}

struct ratio metric_value_whose(const struct metric *m, const struct counts *c,
                                const struct figure_set *figures, size_t unit, enum whose whose)
{
    struct counts view = *c;
    struct ratio tree = metric_value(m, c, figures, unit);
    if (whose == WHOSE_TREE || m->figure || !c->own)
        return tree;
    view.cells = c->own;
    struct ratio own = metric_value(m, &view, figures, unit);
    if (whose == WHOSE_OWN)
        return own;
    if (tree.known && own.known) {
        tree.n -= own.n;
        tree.d -= own.d;
    }
    return tree;
}

/* --- dossiers --- */

static bool terms_write(const struct counter_family *f, const struct metric_term *terms, size_t count,
                        struct buffer *sql, struct predicate *state, struct error *e)
{
    buffer_text(sql, "(0");
    for (size_t i = 0; i < count; i++) {
        buffer_text(sql, terms[i].sign < 0 ? " - " : " + ");
        if (!counter_weight(f, terms[i].counter, sql, state, e))
            return false;
    }
    buffer_text(sql, ")");
    return true;
}

/* A share of procedures has no dossiers that lower it. */
static bool is_of_dossiers(const struct counter_family *f, const struct metric *m)
{
    for (size_t i = 0; i < m->numerator_count; i++)
        if (counter_at(f, m->numerator[i].counter)->distinct)
            return false;
    for (size_t i = 0; i < m->denominator_count; i++)
        if (counter_at(f, m->denominator[i].counter)->distinct)
            return false;
    return true;
}

bool metric_breakers_list(struct store *s, const struct counter_family *f, const struct metric *m,
                          const struct period *p, size_t limit, store_row *row, void *context,
                          struct error *e)
{
    const struct dossier_versions versions = dossier_versions_of(s);
    struct predicate state = {.define = json_object_get(f->definition, "define")};
    struct value params[PARAM_COUNT];
    struct buffer sql;
    if (m->figure || !is_of_dossiers(f, m))
        return true;
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_printf(&sql, "SELECT key, code, %s, procedure, due_at FROM ",
                  m->received ? "COALESCE(receiving_unit, unit)" : "unit");
    dossier_versions_sql(&versions, &sql);
    buffer_printf(&sql, " WHERE %s AND ", f->sources);
    bool ok = terms_write(f, m->denominator, m->denominator_count, &sql, &state, e);
    buffer_text(&sql, " > ");
    ok = ok && terms_write(f, m->numerator, m->numerator_count, &sql, &state, e);
    buffer_printf(&sql, " ORDER BY due_at NULLS LAST, unit NULLS LAST, key, source_id LIMIT %zu", limit);
    for (int k = 0; ok && k < state.param_count; k++)
        params[k] = value_number(predicate_param(state.params[k], p));
    ok = ok && (!sql.failed || error_memory(e, m->name)) &&
         store_query(s, buffer_string(&sql), params, state.param_count, row, context, e);
    buffer_free(&sql);
    return ok;
}
