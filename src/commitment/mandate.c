#include "commitment/mandate.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/text.h"
#include "commitment/validity.h"
#include "config/json_file.h"
#include "count/counter_family.h"

#define FOLDER "schema/mandates"
#define SCHEMA "mandates.schema.json"

/* --- definitions --- */

static bool aggregate_read(const struct counter_family *f, const char *in, struct mandate *m, struct error *e)
{
    for (m->aggregate = 0; m->aggregate < f->aggregate_count; m->aggregate++)
        if (strcmp(f->aggregates[m->aggregate].name, in) == 0 && !f->aggregates[m->aggregate].pairs &&
            !f->aggregates[m->aggregate].distinct)
            return true;
    return error_set(e, ERROR_CONFIG, m->code,
                     _("Write received, standing, finished or denied, as in schema/counters.json."),
                     _("no such aggregate: %s"), in);
}

/* Translates both conditions once, so that a wrong condition is found when the set is loaded. */
static bool conditions_check(const struct counter_family *f, const struct mandate *m, struct error *e)
{
    struct predicate state = {.define = json_object_get(f->definition, "define")};
    struct buffer sql;
    buffer_init(&sql, LIMIT_SQL_BYTES);
    bool ok = predicate_sql(&state, m->of, &sql, e) && predicate_sql(&state, m->must, &sql, e);
    buffer_free(&sql);
    if (!ok)
        error_within(e, m->code);
    return ok;
}

bool mandate_conditions_read(const struct counter_family *f, const json_t *json, const char *code,
                             struct mandate *out, struct error *e)
{
    const char *in = json_string_value(json_object_get(json, "in"));
    *out = (struct mandate){.code = code,
                            .title = "",
                            .responsible = "",
                            .target = TARGET_SCALE,
                            .of = json_object_get(json, "of"),
                            .must = json_object_get(json, "must")};
    return aggregate_read(f, in ? in : "received", out, e) && conditions_check(f, out, e);
}

static bool mandate_read(const struct counter_family *f, const json_t *json, struct mandate *m,
                         struct error *e)
{
    decimal target = 0;
    const char *in = json_string_value(json_object_get(json, "in"));
    *m = (struct mandate){.code = json_string_value(json_object_get(json, "code")),
                          .title = json_file_title(json_object_get(json, "title")),
                          .responsible = json_file_title(json_object_get(json, "responsible")),
                          .of = json_object_get(json, "of"),
                          .must = json_object_get(json, "must")};
    json_file_words(json_object_get(json, "unit_kinds"), m->unit_kinds,
                    sizeof m->unit_kinds / sizeof *m->unit_kinds);
    json_file_words(json_object_get(json, "unit_names"), m->unit_names,
                    sizeof m->unit_names / sizeof *m->unit_names);
    json_file_words(json_object_get(json, "over"), m->over, sizeof m->over / sizeof *m->over);
    if (!decimal_of_json(json_object_get(json, "target"), &target) || decimal_round(target, 2) != target)
        return error_set(e, ERROR_CONFIG, m->code, _("Write percent with at most two decimals: 100."),
                         _("\"target\" is no percentage"));
    m->target = target / (DECIMAL_SCALE * 100 / TARGET_SCALE);
    return aggregate_read(f, in ? in : "received", m, e) && conditions_check(f, m, e);
}

static bool set_read(struct mandate_set *s, const char *file, const struct counter_family *f, struct error *e)
{
    s->document_json = json_file_load(file, SCHEMA, e);
    if (!s->document_json)
        return false;
    const json_t *root = s->document_json, *items = json_object_get(root, "mandates");
    s->name = json_string_value(json_object_get(root, "name"));
    s->title = json_file_title(json_object_get(root, "title"));
    s->document = json_file_title(json_object_get(root, "document"));
    s->note = json_file_title(json_object_get(root, "note"));
    if (!period_kind_read(json_string_value(json_object_get(root, "period")), &s->period) ||
        json_array_size(items) > LIMIT_COMMITMENTS)
        return error_set(e, ERROR_CONFIG, file, NULL, _("wrong period or too many mandates"));
    for (; s->count < json_array_size(items); s->count++)
        if (!mandate_read(f, json_array_get(items, s->count), &s->items[s->count], e)) {
            error_within(e, file);
            return false;
        }
    return validity_read(json_object_get(root, "valid"), file, &s->valid_from, &s->valid_to, e);
}

/* A code names one mandate. */
static bool codes_check(const struct mandate_set *s, const char *file, struct error *e)
{
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(s->items[i].code, s->items[k].code) == 0)
                return error_set(e, ERROR_CONFIG, file, _("Give each mandate a code of its own."),
                                 _("the code %s is there twice"), s->items[i].code);
    return true;
}

struct mandate_set *mandate_set_load(const char *name, const struct counter_family *family, struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    struct mandate_set *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(e, name);
        return NULL;
    }
    if (json_file_named(FOLDER, name, _("no such set of mandates"), file, sizeof file, e) &&
        set_read(s, file, family, e) && codes_check(s, file, e))
        return s;
    mandate_set_free(s);
    return NULL;
}

void mandate_set_free(struct mandate_set *s)
{
    if (!s)
        return;
    json_decref(s->document_json);
    free(s);
}

bool mandate_binds(const struct mandate *m, const struct unit *u)
{
    return unit_kinds_bind(m->unit_kinds, u->kind) && unit_names_bind(m->unit_names, u->name);
}

/* --- counting --- */

/* Writes " WHERE sources AND the aggregate's condition AND of". */
static bool where_write(const struct counter_family *f, const struct mandate *m, struct predicate *state,
                        struct buffer *sql, struct error *e)
{
    buffer_printf(sql, " WHERE %s AND ", f->sources);
    if (!predicate_sql(state, json_object_get(f->aggregates[m->aggregate].definition, "where"), sql, e))
        return false;
    buffer_text(sql, " AND ");
    return predicate_sql(state, m->of, sql, e);
}

static bool sql_run(struct store *s, const struct buffer *sql, const struct predicate *state,
                    const struct period *p, store_row *row, void *context, struct error *e)
{
    struct value params[PARAM_COUNT];
    for (int k = 0; k < state->param_count; k++)
        params[k] = value_number(predicate_param(state->params[k], p));
    return (!sql->failed || error_memory(e, "mandates")) &&
           store_query(s, buffer_string(sql), params, state->param_count, row, context, e);
}

struct own {
    const struct unit_set *units;
    int64_t *n, *d;
};

/* unit, d, n */
static bool own_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct own *own = context;
    long unit = columns[0].known ? unit_find(own->units, columns[0].text) : -1;
    (void)count;
    (void)e;
    if (unit >= 0) {
        own->d[unit] = columns[1].number;
        own->n[unit] = columns[2].number;
    }
    return true;
}

static bool own_count(struct store *s, const struct counter_family *f, const struct mandate *m,
                      const struct period *p, struct own *own, uint64_t *needs, struct error *e)
{
    const struct dossier_versions versions = dossier_versions_of(s);
    struct predicate state = {.define = json_object_get(f->definition, "define")};
    struct buffer sql;
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_text(&sql, "SELECT unit, COUNT(*), COUNT(CASE WHEN ");
    bool ok = predicate_sql(&state, m->must, &sql, e);
    buffer_text(&sql, " THEN 1 END) FROM ");
    dossier_versions_sql(&versions, &sql);
    ok = ok && where_write(f, m, &state, &sql, e);
    buffer_text(&sql, " GROUP BY unit");
    ok = ok && sql_run(s, &sql, &state, p, own_row, own, e);
    *needs = state.needs;
    buffer_free(&sql);
    return ok;
}

static void part_add(struct ratio *out, const struct own *own, size_t unit, bool knows)
{
    bool first = !out->published; /* until the sum ends, `published` says that a part was added */
    out->published = true;
    out->known = knows && (first || out->known);
    out->n += own->n[unit];
    out->d += own->d[unit];
}

bool mandate_covers(const struct mandate *m, const struct unit_set *units, const struct period *p, size_t top,
                    size_t unit)
{
    size_t line[LIMIT_UNIT_LINE], n = unit_line(units, unit, p, line);
    long above = m->over[0] ? units->units[top].parent_index : (long)top;
    bool of_kind = !m->over[0], under = above < 0;
    for (size_t i = 0; i < n; i++) {
        of_kind = of_kind || unit_kinds_bind(m->over, units->units[line[i]].kind);
        under = under || line[i] == (size_t)above;
    }
    return of_kind && under;
}

/* A unit adds its own dossiers to every unit that answers for them. */
static void units_roll(const struct unit_set *units, const struct mandate *m, const struct period *p,
                       const struct own *own, uint64_t needs, struct ratio *out)
{
    for (size_t unit = 0; unit < units->count; unit++) {
        bool knows = (needs & ~units->units[unit].knows) == 0;
        if (!units->units[unit].has_dossiers)
            continue;
        size_t line[LIMIT_UNIT_LINE], n = m->over[0] ? 0 : unit_line(units, unit, p, line);
        for (size_t i = 0; i < n; i++)
            part_add(&out[line[i]], own, unit, knows);
        for (size_t top = 0; m->over[0] && top < units->count; top++)
            if (mandate_binds(m, &units->units[top]) && mandate_covers(m, units, p, top, unit))
                part_add(&out[top], own, unit, knows);
    }
    for (size_t unit = 0; unit < units->count; unit++)
        out[unit].published = false;
}

bool mandate_count(struct store *s, const struct counter_family *f, const struct unit_set *units,
                   const struct mandate *m, const struct period *p, struct ratio *out, struct error *e)
{
    uint64_t needs = 0;
    struct own own = {units, calloc(units->count + 1, sizeof(int64_t)),
                      calloc(units->count + 1, sizeof(int64_t))};
    memset(out, 0, units->count * sizeof *out);
    bool ok = ((own.n && own.d) || error_memory(e, "mandates")) && own_count(s, f, m, p, &own, &needs, e);
    if (ok)
        units_roll(units, m, p, &own, needs, out);
    free(own.n);
    free(own.d);
    return ok;
}

bool mandate_breakers(struct store *s, const struct counter_family *f, const struct mandate *m,
                      const struct period *p, size_t limit, store_row *row, void *context, struct error *e)
{
    const struct dossier_versions versions = dossier_versions_of(s);
    struct predicate state = {.define = json_object_get(f->definition, "define")};
    struct buffer sql;
    json_t *broken = json_pack("[s, O]", "not", m->must);
    if (!broken)
        return error_memory(e, "mandates");
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_text(&sql, "SELECT key, code, unit, procedure, due_at FROM ");
    dossier_versions_sql(&versions, &sql);
    bool ok = where_write(f, m, &state, &sql, e);
    buffer_text(&sql, " AND ");
    ok = ok && predicate_sql(&state, broken, &sql, e);
    buffer_printf(&sql, " ORDER BY due_at NULLS LAST, unit NULLS LAST, key, source_id LIMIT %zu", limit);
    ok = ok && sql_run(s, &sql, &state, p, row, context, e);
    buffer_free(&sql);
    json_decref(broken);
    return ok;
}
