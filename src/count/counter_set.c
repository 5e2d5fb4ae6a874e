#include "count/counter_set.h"

#include "count/counter_family.h"

enum { WORDS = LIMIT_COUNTERS / 64 };

static struct counter_set set_of(const struct counter_family *f, bool distinct)
{
    struct counter_set set = {0};
    for (size_t i = 0; i < f->count; i++)
        if (!f->counters[i].derived && (distinct || !f->counters[i].distinct))
            counter_set_add(&set, f, i);
    return set;
}

struct counter_set counter_set_all(const struct counter_family *f)
{
    return set_of(f, true);
}

struct counter_set counter_set_sums(const struct counter_family *f)
{
    return set_of(f, false);
}

void counter_set_add(struct counter_set *set, const struct counter_family *f, size_t counter)
{
    const struct counter_formula *formula = &f->formulas[counter];
    if (!f->counters[counter].derived) {
        set->bits[counter / 64] |= UINT64_C(1) << counter % 64;
        return;
    }
    for (size_t i = 0; i < formula->part.count; i++)
        counter_set_add(set, f, formula->part.counters[i]);
    for (size_t i = 0; i < formula->whole.count; i++)
        counter_set_add(set, f, formula->whole.counters[i]);
}

void counter_set_join(struct counter_set *set, const struct counter_set *other)
{
    for (int i = 0; i < WORDS; i++)
        set->bits[i] |= other->bits[i];
}

void counter_set_meet(struct counter_set *set, const struct counter_set *other)
{
    for (int i = 0; i < WORDS; i++)
        set->bits[i] &= other->bits[i];
}

bool aggregate_wanted(const struct aggregate *a, const struct counter_set *counters)
{
    for (size_t i = 0; i < a->counter_count; i++)
        if (counter_set_has(counters, a->counters[i]))
            return true;
    return false;
}

bool counter_set_has(const struct counter_set *set, size_t counter)
{
    return set->bits[counter / 64] >> counter % 64 & 1;
}

bool counter_set_within(const struct counter_set *set, const struct counter_set *other)
{
    for (int i = 0; i < WORDS; i++)
        if (set->bits[i] & ~other->bits[i])
            return false;
    return true;
}

bool counter_set_empty(const struct counter_set *set)
{
    static const struct counter_set none;
    return counter_set_within(set, &none);
}
