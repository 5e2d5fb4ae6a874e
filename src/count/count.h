/* Counting: dossiers -> counters per unit and period. The only place with a predicate over dossiers. */
#ifndef MOTCUA_COUNT_H
#define MOTCUA_COUNT_H

#include "base/period.h"
#include "count/counter.h"
#include "count/dossier_version.h"
#include "count/unit.h"
#include "store/store.h"

struct tally {
    bool known;
    int64_t value;
};

struct counts {
    const struct counter_family *family; /* borrowed */
    const struct unit_set *units;        /* borrowed */
    struct period period;
    struct tally *cells; /* (units->count + 1) rows; the last is ALL */
};

/* As the store is to be read: now, or as known at a moment (store_known_set). One SQL aggregate per placing
 * date, for all units at once. A unit's counter is unknown where a source that gave it dossiers cannot know a
 * field the counter needs. Units with children get the sum over their subtree (as it stood in the period)
 * added to their own dossiers. A unit that no counting source gave dossiers has no part in a sum, and is
 * unknown itself. ALL adds each unit's own dossiers once, and those of no unit. */
MUST_CHECK bool counts_compute(struct store *s, const struct counter_family *f, const struct unit_set *units,
                               const struct period *p, struct counts *out, struct error *e);
/* The two halves of it, for who keeps the first. Adds sign times what each unit's own dossiers gave, of the
 * versions asked for, to own: (units->count + 1) rows of counter_count() numbers, the last row for dossiers
 * of no known unit. touched (as many, or NULL): set where any dossier was found. Counters are sums over
 * dossiers: what a changed one adds and takes away is exact. */
MUST_CHECK bool counts_own(struct store *s, const struct counter_family *f, const struct unit_set *units,
                           const struct period *p, const struct dossier_versions *versions, int sign,
                           int64_t *own, bool *touched, struct error *e);
/* Units with children, ALL, what is unknown, derived counters: the rest of the work, without the store. */
MUST_CHECK bool counts_roll(const struct counter_family *f, const struct unit_set *units,
                            const struct period *p, const int64_t *own, struct counts *out, struct error *e);
void counts_free(struct counts *c);
/* unit: index in the set, or units->count for ALL. */
struct tally counts_get(const struct counts *c, size_t unit, size_t counter);

/* A broken identity (received + carried_over = finished + open + withdrawn + stopped, finished = early +
 * on_time + late, ...). */
struct identity_break {
    size_t unit;
    const char *identity; /* "finished = early + on_time + late" */
    int64_t left, right;
};
/* Checks the family's identities (data too) on every row; at most max breaks are written, the number found is
 * returned. */
size_t counts_check(const struct counts *c, struct identity_break *out, size_t max);

/* The dossiers that a counter counts, by due date: key, code, unit, procedure, due_at (columns of `row`), at
 * most `limit`. */
MUST_CHECK bool counts_list(struct store *s, const struct counter_family *f, const char *counter,
                            const struct period *p, size_t limit, store_row *row, void *context,
                            struct error *e);

#endif
