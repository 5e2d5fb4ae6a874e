/* Counting: counters of each unit in a period, from the dossiers of the store. No other folder has a predicate
 * over dossiers. */
#ifndef MOTCUA_COUNT_H
#define MOTCUA_COUNT_H

#include "base/period.h"
#include "count/counter.h"
#include "count/dossier_version.h"
#include "count/unit.h"
#include "store/store.h"

/* One counter of one unit. known false: some source of the unit cannot know a field that the counter needs. */
struct tally {
    bool known;
    int64_t value;
};

struct counts {
    const struct counter_family *family; /* borrowed */
    const struct unit_set *units;        /* borrowed */
    struct period period;
    struct tally *cells; /* (units->count + 1) rows; the last is ALL */
    struct tally *own;   /* the same without the units below: of the unit itself and those that it stands for;
                            NULL: not told apart, own is tree */
    bool total_only;     /* after counts_keep_total(): there is the row of ALL alone */
};

/* Whose dossiers a figure counts: a unit's own competence, its parts', or both. */
enum whose { WHOSE_TREE, WHOSE_OWN, WHOSE_BELOW };
const char *whose_name(enum whose w); /* "tree" "own" "below" */
bool whose_read(const char *text, enum whose *out);

/* Counts all units in one period. The store answers with the present
 * or with what was known at a moment (store_known_set). A unit's counter is unknown where a source that gave the
 * unit dossiers cannot know a field that the counter needs. Units with children get the sum over their subtree, as
 * the tree stood in the period, added to their own dossiers. A unit that no counting source gave dossiers adds
 * nothing to a sum, and its own counters are unknown. ALL adds each unit's own dossiers once, and the dossiers of
 * no known unit. */
MUST_CHECK bool counts_compute(struct store *s, const struct counter_family *f, const struct unit_set *units,
                               const struct period *p, struct counts *out, struct error *e);
/* The same of some of the family's aggregates (bits; count_scan.h); counters of the others are 0. Out of a reading that is
 * shared with other periods, where it has this one; scan NULL: there is none. */
struct count_scan;
MUST_CHECK bool counts_compute_part(struct store *s, const struct counter_family *f,
                                    const struct unit_set *units, const struct period *p, unsigned aggregates,
                                    struct count_scan *scan, struct counts *out, struct error *e);
/* The first half of counts_compute(), for callers that keep what own dossiers gave. Adds `sign` times the counters of
 * each unit's own dossiers, in the versions asked for, to `own`: (units->count + 1) rows of counter_count() numbers,
 * the last row for dossiers of no known unit. touched (as many flags, or NULL): set for units with such a dossier.
 * Counters are sums over dossiers, so a changed dossier can be taken out and put in again exactly. */
MUST_CHECK bool counts_own(struct store *s, const struct counter_family *f, const struct unit_set *units,
                           const struct period *p, const struct dossier_versions *versions, int sign,
                           int64_t *own, bool *touched, struct error *e);
/* The same in SQL, a statement for each of these aggregates. */
MUST_CHECK bool counts_own_sql(struct store *s, const struct counter_family *f, const struct unit_set *units,
                               const struct period *p, unsigned aggregates,
                               const struct dossier_versions *versions, int sign, int64_t *own, bool *touched,
                               struct error *e);
/* The second half, which needs no store: sums over subtrees, ALL, unknown counters, derived counters. Counters of
 * procedures are unknown until procedure_counts_fill(). */
MUST_CHECK bool counts_roll(const struct counter_family *f, const struct unit_set *units,
                            const struct period *p, const int64_t *own, struct counts *out, struct error *e);
void counts_free(struct counts *c);
/* Gives back the memory of all rows but that of ALL; the counters of single units are unknown from then on. */
void counts_keep_total(struct counts *c);
/* unit: index in the set, or units->count for ALL. */
struct tally counts_get(const struct counts *c, size_t unit, size_t counter);
/* The same by the counter's name; unknown where the family has no such counter. */
struct tally counts_named(const struct counts *c, size_t unit, const char *counter);
/* The same of the unit's own dossiers, or of those below it alone. Unknown: the unit has none of its own; of those below
 * also a counter that is a share or one of procedures. ALL is own and tree alike. */
struct tally counts_get_whose(const struct counts *c, size_t unit, size_t counter, enum whose whose);

/* A row whose counters break an identity, such as finished = early + on_time + late. Real portals break them, so the
 * row is kept and told, never repaired. */
struct identity_break {
    size_t unit;
    const char *identity; /* "finished = early + on_time + late" */
    int64_t left, right;
};
/* Checks the family's identities (schema/counters.json) on every row. Returns how many are broken; the first `max`
 * of them are written to out. */
size_t counts_check(const struct counts *c, struct identity_break *out, size_t max);
/* How many identities could be checked, over all rows of units with dossiers and ALL: all counters of both sides are
 * known. *all: how many there are of these rows. */
size_t counts_checkable(const struct counts *c, size_t *all);

/* Gives the dossiers that a counter counts to `row`, in the order of their due dates, `limit` at most. Columns: key,
 * code, unit, procedure, due_at. */
MUST_CHECK bool counts_list(struct store *s, const struct counter_family *f, const char *counter,
                            const struct period *p, size_t limit, store_row *row, void *context,
                            struct error *e);

#endif
