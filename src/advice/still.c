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

struct codes {
    const struct unit_set *units;
    size_t unit, found, most;
    struct buffer text;
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

/* key, code, unit, procedure, due_at */
static bool code_see(void *context, const struct value *columns, int count, struct error *e)
{
    struct codes *c = context;
    (void)count;
    (void)e;
    if (!columns[2].known || !is_within(c->units, unit_find(c->units, columns[2].text), c->unit))
        return true;
    const struct value *code = columns[1].known && columns[1].length ? &columns[1] : &columns[0];
    if (c->found++ < c->most)
        buffer_printf(&c->text, "%s%s", c->found > 1 ? " " : "", code->text);
    return true;
}

bool still_codes(const struct action *x, const struct evaluation *v, struct store *s, size_t unit,
                 size_t most, char **out, size_t *found, struct error *e)
{
    struct codes c = {.units = &v->units, .unit = unit, .most = most};
    *out = NULL;
    *found = 0;
    if (!x->has_still)
        return true;
    buffer_init(&c.text, most * (LIMIT_VALUE_BYTES + 1) + 1);
    bool ok = mandate_breakers(s, v->family, &x->still, &v->period, LIMIT_SEEN, code_see, &c, e);
    if (ok)
        *out = strdup(c.found ? buffer_string(&c.text) : "");
    ok = ok && (*out || error_memory(e, "advice"));
    *found = c.found;
    buffer_free(&c.text);
    return ok;
}
