#include "report/duties.h"

#include <stdlib.h>

static bool period_choose(const struct report *r, const struct mandate_set *set, struct period *p,
                          struct error *e)
{
    *p = r->now.period;
    if (r->friday ? set->period == p->kind : set->period <= p->kind)
        return true;
    moment cut = p->cut;
    if (!period_make(set->period, NULL, cut - 1, r->now.cutoff, p, e))
        return false;
    p->at = p->cut = cut;
    return true;
}

static bool set_count(struct report *r, struct store *s, const char *name, struct report_mandates *m,
                      struct error *e)
{
    size_t units = r->now.units.count + 1;
    m->set = mandate_set_load(name, r->now.family, e);
    if (!m->set || !period_choose(r, m->set, &m->period, e))
        return false;
    m->judges = validity_holds(m->set->valid_from, m->set->valid_to, &m->period);
    m->ratios = calloc((m->set->count + 1) * units, sizeof *m->ratios);
    if (!m->ratios)
        return error_memory(e, "report");
    for (size_t k = 0; k < m->set->count; k++)
        if (!mandate_count(s, r->now.family, &r->now.units, &m->set->items[k], &m->period,
                           &m->ratios[k * units], e))
            return false;
    return true;
}

bool duties_make(struct report *r, struct store *s, struct error *e)
{
    const struct config *c = r->config;
    r->mandates.sets = calloc(c->mandate_count + 1, sizeof *r->mandates.sets);
    if (!r->mandates.sets)
        return error_memory(e, "report");
    for (size_t i = 0; i < c->mandate_count; i++)
        if (!set_count(r, s, c->mandates[i], &r->mandates.sets[r->mandates.count++], e))
            return false;
    return true;
}

void duties_free(struct report *r)
{
    for (size_t i = 0; i < r->mandates.count; i++) {
        mandate_set_free(r->mandates.sets[i].set);
        free(r->mandates.sets[i].ratios);
    }
    free(r->mandates.sets);
}

const struct ratio *duties_ratio(const struct report *r, const struct report_mandates *m, size_t k,
                                 size_t unit)
{
    return &m->ratios[k * (r->now.units.count + 1) + unit];
}

bool duties_bind(const struct report *r, const struct report_mandates *m, size_t k, size_t unit)
{
    return mandate_binds(&m->set->items[k], &r->now.units.units[unit]) &&
           evaluation_stands(&r->now, unit, &m->period);
}
