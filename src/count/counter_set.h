/* Sets of a family's counters, by which callers say what they will ask for, so that nothing else is counted. */
#ifndef MOTCUA_COUNT_COUNTER_SET_H
#define MOTCUA_COUNT_COUNTER_SET_H

#include "base/limit.h"
#include "count/counter.h"

/* Zeroed: an empty set. */
struct counter_set {
    uint64_t bits[LIMIT_COUNTERS / 64];
};

/* Returns the counters that dossiers are counted for: all but the derived ones. */
struct counter_set counter_set_all(const struct counter_family *f);
/* Returns the counters that are sums over dossiers: all but the derived ones and those of procedures. */
struct counter_set counter_set_sums(const struct counter_family *f);
/* Adds a counter; in place of a derived counter its parts. */
void counter_set_add(struct counter_set *set, const struct counter_family *f, size_t counter);
void counter_set_join(struct counter_set *set, const struct counter_set *other);
/* Keeps the counters that both sets have. */
void counter_set_meet(struct counter_set *set, const struct counter_set *other);
bool counter_set_has(const struct counter_set *set, size_t counter);
bool counter_set_within(const struct counter_set *set, const struct counter_set *other);
bool counter_set_empty(const struct counter_set *set);

#endif
