#include "count/predicate.h"

#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "count/predicate_word.h"

struct walk {
    struct predicate *state;
    struct buffer *out;
    int depth;
    struct error *e;
};

static bool value_write(struct walk *w, const json_t *v, enum predicate_domain *domain);
static bool predicate_write(struct walk *w, const json_t *p);

static bool wrong(struct walk *w, const json_t *v, const char *expected)
{
    char *text = json_dumps(v, JSON_ENCODE_ANY | JSON_COMPACT);
    error_set(w->e, ERROR_CONFIG, "", _("The notation is explained in schema/counters.schema.json."),
              _("expected %s, found %.80s"), expected, text ? text : "?");
    free(text);
    return false;
}

static bool param_write(struct walk *w, enum predicate_param param)
{
    struct predicate *s = w->state;
    int i = 0;
    while (i < s->param_count && s->params[i] != param)
        i++;
    if (i == s->param_count)
        s->params[s->param_count++] = param;
    return buffer_printf(w->out, "CAST($%d AS BIGINT)", i + 1);
}

static bool field_write(struct walk *w, int field, enum predicate_domain *domain)
{
    w->state->needs |= UINT64_C(1) << field;
    *domain = predicate_domain_of(field);
    return buffer_text(w->out, dossier_fields[field].name);
}

static bool name_write(struct walk *w, const json_t *v, enum predicate_domain *domain)
{
    const char *name = json_string_value(v);
    int field = dossier_field_find(name);
    if (field >= 0)
        return field_write(w, field, domain);
    int param = predicate_param_find(name);
    if (param >= 0)
        return param_write(w, (enum predicate_param)param);
    const json_t *defined = json_object_get(w->state->define, name);
    return defined ? value_write(w, defined, domain)
                   : wrong(w, v, _("a field, a moment of the period or a defined name"));
}

static bool day_write(struct walk *w, const json_t *v, enum predicate_domain *domain)
{
    buffer_text(w->out, "((");
    bool ok = value_write(w, json_array_get(v, 1), domain);
    buffer_printf(w->out, " + %ld) / 86400)", PREDICATE_DAY_SHIFT);
    return ok;
}

static bool weekday_write(struct walk *w, const json_t *v, enum predicate_domain *domain)
{
    buffer_text(w->out, "(");
    bool ok = day_write(w, v, domain);
    buffer_text(w->out, " % 7 + 1)");
    return ok;
}

static bool plus_write(struct walk *w, const json_t *v, enum predicate_domain *domain)
{
    const json_t *seconds = json_array_get(v, 2);
    if (!json_is_integer(seconds))
        return wrong(w, v, _("a number of seconds"));
    buffer_text(w->out, "(");
    bool ok = value_write(w, json_array_get(v, 1), domain);
    buffer_printf(w->out, " + %lld)", (long long)json_integer_value(seconds));
    return ok;
}

/* The later values serve only where the first value is unknown, so a counter does not need the later ones. */
static bool first_write(struct walk *w, const json_t *v, enum predicate_domain *domain)
{
    enum predicate_domain other;
    buffer_text(w->out, "COALESCE(");
    bool ok = value_write(w, json_array_get(v, 1), domain);
    uint64_t needs = w->state->needs;
    for (size_t i = 2; ok && i < json_array_size(v); i++) {
        buffer_text(w->out, ", ");
        ok = value_write(w, json_array_get(v, i), &other);
    }
    w->state->needs = needs;
    buffer_text(w->out, ")");
    return ok;
}

static const struct {
    const char *name;
    size_t least, most; /* elements of the array, its name included */
    bool (*write)(struct walk *w, const json_t *v, enum predicate_domain *domain);
} functions[] = {{"day", 2, 2, day_write},
                 {"weekday", 2, 2, weekday_write},
                 {"plus", 3, 3, plus_write},
                 {"first", 3, 8, first_write}};

static bool function_write(struct walk *w, const json_t *v, enum predicate_domain *domain)
{
    const char *name = json_string_value(json_array_get(v, 0));
    for (size_t i = 0; name && i < sizeof functions / sizeof *functions; i++)
        if (strcmp(name, functions[i].name) == 0 && json_array_size(v) >= functions[i].least &&
            json_array_size(v) <= functions[i].most)
            return functions[i].write(w, v, domain);
    return wrong(w, v, _("a value"));
}

/* Writes a value and returns its domain. */
static bool value_write(struct walk *w, const json_t *v, enum predicate_domain *domain)
{
    bool ok;
    *domain = DOMAIN_NUMBER;
    if (++w->depth > LIMIT_PREDICATE_DEPTH)
        return wrong(w, v, _("less nesting"));
    if (json_is_integer(v))
        ok = buffer_printf(w->out, "%lld", (long long)json_integer_value(v));
    else if (json_is_string(v))
        ok = name_write(w, v, domain);
    else
        ok = function_write(w, v, domain);
    w->depth--;
    return ok || w->out->failed;
}

static bool literal_write(struct walk *w, const char *text)
{
    buffer_text(w->out, "'");
    for (; *text; text++)
        buffer_append(w->out, *text == '\'' ? "''" : text, *text == '\'' ? 2 : 1);
    return buffer_text(w->out, "'");
}

/* Writes the other side of a comparison with a value of this domain; a text is read as a word of the
 * domain. */
static bool operand_write(struct walk *w, const json_t *v, enum predicate_domain domain)
{
    enum predicate_domain own;
    if (!json_is_string(v) || domain == DOMAIN_NUMBER)
        return value_write(w, v, &own);
    if (domain == DOMAIN_TEXT)
        return literal_write(w, json_string_value(v)) || w->out->failed;
    int number = predicate_word(domain, json_string_value(v));
    if (number >= 0)
        return buffer_printf(w->out, "%d", number) || w->out->failed;
    return wrong(w, v, domain == DOMAIN_CHANNEL ? _("a channel") : _("a status"));
}

static bool compare_write(struct walk *w, const json_t *p, const char *sql)
{
    enum predicate_domain domain;
    bool ok = json_array_size(p) == 3 && value_write(w, json_array_get(p, 1), &domain);
    buffer_printf(w->out, " %s ", sql);
    return ok ? operand_write(w, json_array_get(p, 2), domain)
              : json_array_size(p) != 3 && wrong(w, p, _("two values"));
}

static bool in_write(struct walk *w, const json_t *p, const char *sql)
{
    enum predicate_domain domain;
    const json_t *list = json_array_get(p, 2);
    if (json_array_size(p) != 3 || json_array_size(list) == 0)
        return wrong(w, p, _("a value and a list"));
    bool ok = value_write(w, json_array_get(p, 1), &domain);
    buffer_printf(w->out, " %s (", sql);
    for (size_t i = 0; ok && i < json_array_size(list); i++) {
        buffer_text(w->out, i ? ", " : "");
        ok = operand_write(w, json_array_get(list, i), domain);
    }
    buffer_text(w->out, ")");
    return ok;
}

static bool known_write(struct walk *w, const json_t *p, const char *sql)
{
    enum predicate_domain domain;
    if (json_array_size(p) != 2)
        return wrong(w, p, _("one value"));
    bool ok = value_write(w, json_array_get(p, 1), &domain);
    buffer_printf(w->out, " %s", sql);
    return ok;
}

static bool join_write(struct walk *w, const json_t *p, const char *sql)
{
    bool ok = json_array_size(p) > 1 || wrong(w, p, _("at least one condition"));
    for (size_t i = 1; ok && i < json_array_size(p); i++) {
        if (i > 1)
            buffer_printf(w->out, " %s ", sql);
        ok = predicate_write(w, json_array_get(p, i));
    }
    return ok;
}

/* The opposite of an unknown condition holds: SQL says so with IS NOT TRUE, while NOT would stay unknown. */
static bool not_write(struct walk *w, const json_t *p, const char *sql)
{
    if (json_array_size(p) != 2)
        return wrong(w, p, _("one condition"));
    bool ok = predicate_write(w, json_array_get(p, 1));
    buffer_printf(w->out, " %s", sql);
    return ok;
}

/* A source without the fields of the condition says nothing against the condition, so a counter does not need them. */
static bool presumed_write(struct walk *w, const json_t *p, const char *sql)
{
    uint64_t needs = w->state->needs;
    if (json_array_size(p) != 2)
        return wrong(w, p, _("one condition"));
    bool ok = predicate_write(w, json_array_get(p, 1));
    buffer_text(w->out, sql);
    w->state->needs = needs;
    return ok;
}

static const struct {
    const char *name;
    const char *sql;
    bool (*write)(struct walk *w, const json_t *p, const char *sql);
} operators[] = {
    {"and", "AND", join_write},
    {"or", "OR", join_write},
    {"not", "IS NOT TRUE", not_write},
    {"=", "=", compare_write},
    {"<", "<", compare_write},
    {"<=", "<=", compare_write},
    {">", ">", compare_write},
    {">=", ">=", compare_write},
    {"in", "IN", in_write},
    {"known", "IS NOT NULL", known_write},
    {"unknown", "IS NULL", known_write},
    {"presumed", "", presumed_write},
};

static bool operator_write(struct walk *w, const json_t *p)
{
    const char *name = json_string_value(json_array_get(p, 0));
    for (size_t i = 0; name && i < sizeof operators / sizeof *operators; i++)
        if (strcmp(name, operators[i].name) == 0)
            return operators[i].write(w, p, operators[i].sql);
    return wrong(w, p, _("a condition"));
}

static bool named_write(struct walk *w, const json_t *p)
{
    const char *name = json_string_value(p);
    int field = dossier_field_find(name);
    const json_t *defined = json_object_get(w->state->define, name);
    if (field >= 0 && dossier_fields[field].type == FIELD_FLAG) {
        w->state->needs |= UINT64_C(1) << field;
        return buffer_printf(w->out, "%s = 1", name) || w->out->failed;
    }
    return defined ? predicate_write(w, defined) : wrong(w, p, _("a condition, a flag or a defined name"));
}

static bool predicate_write(struct walk *w, const json_t *p)
{
    bool ok;
    if (++w->depth > LIMIT_PREDICATE_DEPTH)
        return wrong(w, p, _("less nesting"));
    buffer_text(w->out, "(");
    if (json_is_boolean(p))
        ok = buffer_text(w->out, json_is_true(p) ? "1 = 1" : "1 = 0") || w->out->failed;
    else if (json_is_string(p))
        ok = named_write(w, p);
    else
        ok = operator_write(w, p);
    buffer_text(w->out, ")");
    w->depth--;
    return ok;
}

bool predicate_sql(struct predicate *state, const json_t *p, struct buffer *out, struct error *e)
{
    struct walk w = {.state = state, .out = out, .e = e};
    if (!predicate_write(&w, p))
        return false;
    return !out->failed || error_set(e, ERROR_CONFIG, "", NULL, _("conditions too long"));
}

int64_t predicate_param(enum predicate_param param, const struct period *p)
{
    const int64_t values[PARAM_COUNT] = {p->from, p->to, p->at, p->cut};
    return values[param];
}
