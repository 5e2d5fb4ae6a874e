#include "advice/unit_part.h"

#include <stdlib.h>
#include <string.h>

#include "advice/still.h"

void unit_parts_arrivals_bound(struct unit_model *m, const struct rate_history *history)
{
    for (size_t i = 0; m->set && i < m->set->count; i++) {
        struct forecast f = rate_history_forecast(history, m->unit, i);
        struct optimum_bound b = {.room = f.state == FORECAST_RANGE ? f.arrivals_high : 0};
        bool any = false;
        if (m->leaves[i] < 0 || f.state == FORECAST_NONE)
            continue;
        for (size_t a = 0; a < m->model.action_count; a++) {
            int more = m->model.leaves[m->leaves[i]].inputs[0].d[a];
            b.use[a] = m->actions->items[a].arrives && more > 0 ? more : 0;
            any = any || b.use[a];
        }
        if (any)
            unit_model_bound(m, &b);
    }
}

/* True if the unit adds steps of its own to those of the whole. */
static bool is_part(const struct evaluation *v, size_t unit, size_t whole)
{
    const struct unit *u = &v->units.units[unit];
    if (unit == whole)
        return u->has_dossiers;
    return (u->has_dossiers || u->has_figures) && unit_below(&v->units, unit, whole, &v->period);
}

static bool part_make(const struct evaluation *v, size_t unit, const struct action_set *actions,
                      const struct commitment_set *set, const struct ratio *still,
                      const struct rate_history *history, struct unit_part *out, struct error *e)
{
    bool bound = set && commitment_binds(set, &v->units.units[unit], &v->period);
    *out = (struct unit_part){.unit = unit};
    if (!unit_model_make_own(v, unit, actions, set, &out->model, e))
        return false;
    still_bound_own(still, &out->model);
    unit_parts_arrivals_bound(&out->model, history);
    if (bound && !out->model.has_below) {
        struct standing s = standing_make(v, set, unit, NULL);
        out->kept = s.kept;
        out->judged = s.judged;
    }
    return true;
}

bool unit_parts_make(const struct evaluation *v, size_t unit, const struct action_set *actions,
                     const struct commitment_set *set, const struct ratio *still,
                     const struct rate_history *history, struct unit_parts *out, struct error *e)
{
    *out = (struct unit_parts){.items = calloc(v->units.count + 1, sizeof *out->items)};
    if (!out->items)
        return error_memory(e, "advice");
    for (size_t i = 0; i < v->units.count; i++)
        if (is_part(v, i, unit) &&
            !part_make(v, i, actions, set, still, history, &out->items[out->count++], e))
            return false;
    return true;
}

void unit_parts_free(struct unit_parts *p)
{
    for (size_t i = 0; i < p->count; i++)
        unit_model_free(&p->items[i].model);
    free(p->items);
    *p = (struct unit_parts){0};
}

void unit_parts_reset(struct unit_parts *p)
{
    for (size_t i = 0; i < p->count; i++)
        memset(p->items[i].steps, 0, sizeof p->items[i].steps);
}

/* True if a step of the action at the part counts for the whole as the whole's model has it. */
static bool takes_part(const struct unit_model *whole, const struct unit_part *part, size_t a)
{
    enum whose place = unit_model_place(whole, a);
    return place == WHOSE_TREE || (place == WHOSE_OWN) == (part->unit == whole->unit);
}

static int64_t part_left(const struct unit_parts *p, const struct unit_part *part, size_t a, int64_t most)
{
    return takes_part(p->whole, part, a)
               ? unit_model_left(&part->model, part->steps, a,
                                 most < UNIT_MODEL_STEPS ? (int32_t)most : UNIT_MODEL_STEPS)
               : 0;
}

void unit_parts_bound(struct unit_parts *p, struct unit_model *whole)
{
    p->whole = whole;
    for (size_t a = 0; a < whole->actions->count; a++) {
        int64_t sum = 0;
        bool known = true;
        for (size_t i = 0; i < p->count; i++) {
            sum += part_left(p, &p->items[i], a, UNIT_MODEL_STEPS);
            known = known && !(takes_part(whole, &p->items[i], a) && p->items[i].model.unknown[a]);
        }
        if (known)
            unit_model_limit(whole, a, sum);
    }
}

/* Returns the fewest steps of the action that keep a commitment of the part that is broken now; 0: no number up to
 * `most` does. */
static int64_t part_need(const struct unit_part *part, size_t a, int64_t most)
{
    const struct unit_model *m = &part->model;
    int64_t fewest = 0;
    for (size_t i = 0; part->judged && i < m->set->count; i++) {
        int32_t steps[LIMIT_ACTIONS], least = 1, up = (int32_t)most;
        memcpy(steps, part->steps, sizeof steps);
        if (m->leaves[i] < 0 || most < 1 || unit_model_kept(m, (size_t)m->leaves[i], steps))
            continue;
        steps[a] = part->steps[a] + up;
        if (!unit_model_kept(m, (size_t)m->leaves[i], steps))
            continue;
        while (least < up) {
            int32_t middle = least + (up - least) / 2;
            steps[a] = part->steps[a] + middle;
            if (unit_model_kept(m, (size_t)m->leaves[i], steps))
                up = middle;
            else
                least = middle + 1;
        }
        fewest = !fewest || least < fewest ? least : fewest;
    }
    return fewest;
}

struct claim {
    struct unit_part *part;
    int64_t left, need, given;
};

/* Parts that reach a target come first, by fewest dossiers; the other parts by most dossiers left. Codes break ties. */
static int claim_compare(const void *x, const void *y)
{
    const struct claim *a = x, *b = y;
    if ((a->need > 0) != (b->need > 0))
        return a->need > 0 ? -1 : 1;
    if (a->need != b->need)
        return a->need < b->need ? -1 : 1;
    if (a->left != b->left)
        return a->left > b->left ? -1 : 1;
    return (a->part->unit > b->part->unit) - (a->part->unit < b->part->unit);
}

static int left_compare(const void *x, const void *y)
{
    const struct claim *a = x, *b = y;
    int64_t left = a->left - a->given, other = b->left - b->given;
    if (left != other)
        return left > other ? -1 : 1;
    return (a->part->unit > b->part->unit) - (a->part->unit < b->part->unit);
}

static int given_compare(const void *x, const void *y)
{
    const struct claim *a = x, *b = y;
    if (a->given != b->given)
        return a->given > b->given ? -1 : 1;
    return (a->part->unit > b->part->unit) - (a->part->unit < b->part->unit);
}

bool unit_parts_share(struct unit_parts *p, size_t action, int64_t dossiers, unit_part_see *see,
                      void *context, struct error *e)
{
    struct claim *claims = calloc(p->count + 1, sizeof *claims);
    if (!claims)
        return error_memory(e, "advice");
    for (size_t i = 0; i < p->count; i++) {
        struct claim *c = &claims[i];
        *c = (struct claim){.part = &p->items[i]};
        c->left = part_left(p, c->part, action, dossiers);
        c->need = part_need(c->part, action, c->left);
    }
    qsort(claims, p->count, sizeof *claims, claim_compare);
    for (size_t i = 0; i < p->count && claims[i].need && claims[i].need <= dossiers; i++) {
        claims[i].given = claims[i].need;
        dossiers -= claims[i].given;
    }
    qsort(claims, p->count, sizeof *claims, left_compare);
    for (size_t i = 0; i < p->count && dossiers; i++) {
        int64_t left = claims[i].left - claims[i].given, more = left < dossiers ? left : dossiers;
        claims[i].given += more;
        dossiers -= more;
    }
    qsort(claims, p->count, sizeof *claims, given_compare);
    bool ok = true;
    for (size_t i = 0; ok && i < p->count && claims[i].given; i++) {
        claims[i].part->steps[action] += (int32_t)claims[i].given;
        ok = see(context, claims[i].part, claims[i].given, e);
    }
    free(claims);
    return ok && (!dossiers || see(context, NULL, dossiers, e));
}
