#include "advice/still.h"

#include <stdlib.h>

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
