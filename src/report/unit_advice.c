#include "report/unit_advice.h"

#include <stdlib.h>

struct unit_advice {
    struct advisor advisor;
    struct entry_set *entries;
};

struct unit_advice *unit_advice_open(const struct config *c, struct store *s, const char *set, moment at,
                                     struct error *e)
{
    struct unit_advice *u = calloc(1, sizeof *u);
    bool ok = u && (u->entries = entry_set_new());
    if (!ok)
        error_memory(e, "advice");
    ok = ok && entry_set_read(u->entries, s, at == MOMENT_NONE ? moment_now() : at, e);
    if (ok) {
        const struct advisor_order order = {.config = c,
                                            .store = s,
                                            .ruleset = entry_set_ruleset(u->entries),
                                            .set = set,
                                            .at = at,
                                            .inputs = u->entries};
        ok = advisor_open(&u->advisor, &order, e);
    }
    if (ok)
        return u;
    unit_advice_free(u);
    return NULL;
}

void unit_advice_free(struct unit_advice *u)
{
    if (!u)
        return;
    advisor_close(&u->advisor);
    entry_set_free(u->entries);
    free(u);
}

struct advisor *unit_advice_in(struct unit_advice *u, const struct period *p)
{
    const struct period *judged = u ? &u->advisor.judged->period : NULL;
    return u && u->advisor.set && judged->from == p->from && judged->to == p->to && judged->cut == p->cut
               ? &u->advisor
               : NULL;
}

int64_t unit_advice_left(const struct advisor *a, size_t unit, size_t action)
{
    const struct ratio *still = a->still[a->judged == &a->scored ? 0 : 1];
    const struct ratio *r = &still[action * (a->judged->units.count + 1) + unit];
    return a->actions.items[action].has_still && r->known ? r->d - r->n : -1;
}
