/* Counting: counters of each unit in a period, from the dossiers of the store. Which dossiers count is defined by data
 * (schema/counters.json), which this folder alone translates (predicate.h). */
#ifndef MOTCUA_COUNT_H
#define MOTCUA_COUNT_H

#include "base/period.h"
#include "count/counter.h"
#include "count/counter_set.h"
#include "count/dossier_version.h"
#include "count/unit.h"
#include "store/store.h"

/* One counter of one unit. known false: some source of the unit cannot know a field that the counter needs. */
struct tally {
    bool known;
    int64_t value;
};

#define COUNT_UNKNOWN INT64_MIN /* in place of an unknown counter in a row of counts */

struct counts {
    const struct counter_family *family; /* borrowed */
    const struct unit_set *units;        /* borrowed */
    struct period period;
    int64_t *cells; /* (units->count + 1) rows of counters or COUNT_UNKNOWN; the last is ALL */
    /* The same rows without the units below: the dossiers of the unit and of units that the unit stands for;
     * NULL: own dossiers were not counted apart, and the tree's row stands for them. */
    int64_t *own;
    bool total_only; /* counts_keep_total() left the row of ALL alone */
};

/* Whose dossiers a figure counts: a unit's own competence, its parts', or both. */
enum whose { WHOSE_TREE, WHOSE_OWN, WHOSE_BELOW };
const char *whose_name(enum whose w); /* "tree" "own" "below" */
bool whose_read(const char *text, enum whose *out);

/* Counts all units in one period. The store answers with the present or with what was known at a moment
 * (store_known_set). A unit's counter is unknown where a source that gave the unit dossiers cannot know a field
 * that the counter needs. Units with children get the sum over their subtree, as the tree stood in the period,
 * added to their own dossiers. A unit without dossiers of a counting source, and without a counter above 0, adds
 * nothing to a sum, and its own counters are unknown. ALL adds each unit's own dossiers once, and the dossiers of
 * no known unit. False and e: the store failed or memory ran out, and *out is empty; else the caller frees *out. */
MUST_CHECK bool counts_compute(struct store *s, const struct counter_family *f, const struct unit_set *units,
                               const struct period *p, struct counts *out, struct error *e);
struct count_scan;
/* Like counts_compute(), for some of the family's counters. The others are not counted (0 or unknown), and the caller
 * must not use them. scan: a reading shared with other periods, from
 * which the counts are taken if this period was wanted there; NULL: no reading is shared. */
MUST_CHECK bool counts_compute_part(struct store *s, const struct counter_family *f,
                                    const struct unit_set *units, const struct period *p,
                                    const struct counter_set *counters, struct count_scan *scan,
                                    struct counts *out, struct error *e);
/* The first half of counts_compute(), for callers that keep the counters of own dossiers. Adds `sign` times the
 * counters of each unit's own dossiers, in the given versions, to `own`: (units->count + 1) rows of counter_count()
 * numbers, the last row for dossiers of no known unit. Derived counters and counters of procedures stay as they
 * are. touched: a flag for each row, set where such a dossier was found; or NULL. Counters are sums over dossiers,
 * so a changed dossier can be subtracted and added again exactly. */
MUST_CHECK bool counts_own(struct store *s, const struct counter_family *f, const struct unit_set *units,
                           const struct period *p, const struct dossier_versions *versions, int sign,
                           int64_t *own, bool *touched, struct error *e);
/* Like counts_own(), for some counters, by one SQL statement for each of their aggregates. */
MUST_CHECK bool counts_own_sql(struct store *s, const struct counter_family *f, const struct unit_set *units,
                               const struct period *p, const struct counter_set *counters,
                               const struct dossier_versions *versions, int sign, int64_t *own, bool *touched,
                               struct error *e);
/* The second half of counts_compute(), which needs no store: sums over subtrees, ALL, unknown counters, derived
 * counters. Counters of procedures are unknown until procedure_counts_fill(). False and e: no memory; *out is
 * empty. */
MUST_CHECK bool counts_roll(const struct counter_family *f, const struct unit_set *units,
                            const struct period *p, const int64_t *own, struct counts *out, struct error *e);
void counts_free(struct counts *c); /* safe on a zeroed struct */
/* Frees all rows except the row of ALL; the counters of single units are unknown afterwards. */
void counts_keep_total(struct counts *c);
/* Returns a counter of a unit with the units below. unit: index in the set, or units->count for ALL. */
struct tally counts_get(const struct counts *c, size_t unit, size_t counter);
/* Returns a counter by the counter's name; unknown where the family has no such counter. */
struct tally counts_named(const struct counts *c, size_t unit, const char *counter);
/* Returns a counter over the tree, the unit's own dossiers, or the dossiers of the units below alone. Own counters are
 * unknown where the unit has no own dossiers; counters of the units below are unknown for a share and for a counter of
 * procedures, which cannot be subtracted. For ALL own and tree are equal. */
struct tally counts_get_whose(const struct counts *c, size_t unit, size_t counter, enum whose whose);

/* A row whose counters break an identity, such as finished = early + on_time + late. Real portals break identities,
 * so the row is kept and reported, never repaired. */
struct identity_break {
    size_t unit;
    const char *identity; /* "finished = early + on_time + late" */
    int64_t left, right;
};
/* Checks the family's identities (schema/counters.json) on every row. Returns how many are broken; the first `max`
 * broken identities are written to out. */
size_t counts_check(const struct counts *c, struct identity_break *out, size_t max);
/* Returns how many identities could be checked, over all rows: all counters of both sides are known. *all: how many
 * identities the rows of ALL and of units with dossiers have, and those checked in other rows. */
size_t counts_checkable(const struct counts *c, size_t *all);

/* Gives the dossiers that a counter counts to `row`, in the order of their due dates, `limit` at most. Columns:
 * key, code, unit, procedure, due_at. The counter must not be a derived one. ERROR_INTERNAL: the family has no such
 * counter. */
MUST_CHECK bool counts_list(struct store *s, const struct counter_family *f, const char *counter,
                            const struct period *p, size_t limit, store_row *row, void *context,
                            struct error *e);

#endif
