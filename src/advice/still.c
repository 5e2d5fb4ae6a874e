#include "advice/still.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

bool still_count(const struct action_set *actions, const struct evaluation *v, struct store *s,
                 struct ratio **out, struct error *e)
{
    size_t units = v->units.count + 1;
    bool ok = true;
    *out = calloc(actions->count * units + 1, sizeof **out);
    if (!*out)
        return error_memory(e, "advice");
    for (size_t i = 0; ok && i < actions->count; i++)
        if (actions->items[i].has_still)
            ok = mandate_count(s, v->family, &v->units, &actions->items[i].still, &v->period,
                               &(*out)[i * units], e);
    return ok;
}

void still_bound(const struct ratio *still, size_t unit, struct unit_model *m)
{
    for (size_t i = 0; i < m->actions->count; i++) {
        const struct ratio *r = &still[i * (m->v->units.count + 1) + unit];
        if (m->actions->items[i].has_still && r->known)
            unit_model_limit(m, i, r->d - r->n);
    }
}

/* The unit's own dossiers are those of the unit without those of the units right below it. */
static struct ratio ratio_own(const struct ratio *still, const struct evaluation *v, size_t unit)
{
    struct ratio own = still[unit];
    for (size_t i = 0; i < v->units.count; i++) {
        size_t line[LIMIT_UNIT_LINE], n = unit_line(&v->units, i, &v->period, line);
        if (n > 1 && line[0] == i && line[1] == unit) {
            own.n -= still[i].n;
            own.d -= still[i].d;
        }
    }
    return own;
}

void still_bound_own(const struct ratio *still, struct unit_model *m)
{
    for (size_t i = 0; i < m->actions->count; i++) {
        struct ratio own = ratio_own(&still[i * (m->v->units.count + 1)], m->v, m->unit);
        if (m->actions->items[i].has_still && own.known)
            unit_model_limit(m, i, own.d - own.n);
    }
}

struct within {
    const struct unit_set *units;
    size_t unit;
    store_row *row;
    void *context;
};

static bool is_within(const struct unit_set *units, long unit, size_t top)
{
    for (int depth = 0; unit >= 0 && depth < LIMIT_UNIT_DEPTH; depth++) {
        if ((size_t)unit == top)
            return true;
        unit = units->units[unit].parent_index;
    }
    return false;
}

static bool dossier_row(void *context, const struct value *columns, int count, struct error *e)
{
    const struct within *w = context;
    return !columns[2].known || !is_within(w->units, unit_find(w->units, columns[2].text), w->unit) ||
           w->row(w->context, columns, count, e);
}

bool still_dossiers(const struct action *x, const struct evaluation *v, struct store *s, size_t unit,
                    store_row *row, void *context, struct error *e)
{
    struct within w = {&v->units, unit, row, context};
    return !x->has_still ||
           mandate_breakers(s, v->family, &x->still, &v->period, LIMIT_SEEN, dossier_row, &w, e);
}

struct own_codes {
    const struct evaluation *v;
    struct buffer *texts;
    size_t *found;
};

static bool own_code_see(void *context, const struct value *columns, int count, struct error *e)
{
    const struct own_codes *c = context;
    (void)count;
    (void)e;
    long unit = columns[2].known ? unit_find(&c->v->units, columns[2].text) : -1;
    if (unit < 0)
        return true;
    size_t heir = unit_heir(&c->v->units, (size_t)unit, c->v->period.from);
    const struct value *code = columns[1].known && columns[1].length ? &columns[1] : &columns[0];
    if (c->found[heir]++ < LIMIT_EXPLAIN_DOSSIERS)
        buffer_printf(&c->texts[heir], "%s%s", c->found[heir] > 1 ? " " : "", code->text);
    return true;
}

void still_codes_free(char **codes, size_t count)
{
    for (size_t i = 0; codes && i < count; i++)
        free(codes[i]);
    free(codes);
}

bool still_codes_own(const struct action *x, const struct evaluation *v, struct store *s, char ***out,
                     struct error *e)
{
    size_t count = v->units.count;
    *out = NULL;
    if (!x->has_still)
        return true;
    struct own_codes c = {v, calloc(count + 1, sizeof *c.texts), calloc(count + 1, sizeof *c.found)};
    char **codes = calloc(count + 1, sizeof *codes);
    bool ok = (c.texts && c.found && codes) || error_memory(e, "advice");
    for (size_t i = 0; ok && i < count; i++)
        buffer_init(&c.texts[i], (size_t)LIMIT_EXPLAIN_DOSSIERS * (LIMIT_VALUE_BYTES + 1) + 1);
    bool begun = ok;
    ok = ok && mandate_breakers(s, v->family, &x->still, &v->period, LIMIT_SEEN, own_code_see, &c, e);
    for (size_t i = 0; begun && i < count; i++) {
        if (ok && !(codes[i] = strdup(c.found[i] ? buffer_string(&c.texts[i]) : "")))
            ok = error_memory(e, "advice");
        buffer_free(&c.texts[i]);
    }
    free(c.texts);
    free(c.found);
    if (ok)
        *out = codes;
    else
        still_codes_free(codes, count);
    return ok;
}
