/* Commitments: metric, target, units, validity, document. A set is one JSON file in schema/commitments/. */
#ifndef MOTCUA_COMMITMENT_H
#define MOTCUA_COMMITMENT_H

#include "commitment/validity.h"
#include "metric/metric.h"

#define TARGET_SCALE 10000 /* a target is kept as an integer: 85 % is 8500 */

struct commitment {
    const char *title;               /* short, for a column head */
    const struct metric *metrics[4]; /* the first metric that the store has data for is used: dossiers before
                                        published figures */
    size_t metric_count;
    int64_t target; /* of TARGET_SCALE */
};

struct commitment_set {
    const char *name, *title, *document;
    enum period_kind period; /* the period in which each commitment must be kept: month for y-yen-2022 */
    moment valid_from, valid_to;
    const char *unit_kinds[6]; /* NULL-terminated; empty: all units */
    struct commitment items[LIMIT_COMMITMENTS];
    size_t count;
    bool received; /* each dossier counts for the unit that received it: "counted_for": "receiving_unit" */
    bool
        follows; /* dossiers of a unit that merged in the period count for its successor: "merged": "successor" */
    bool asked; /* the user named the set, so units are judged by the set even where it is not in force */
    struct json_t *document_json; /* owns the text */
};

/* Loads a set by the name of a shipped file or by a path. A set that counts by the receiving unit adds the metrics that
 * do so to `metrics` (metric_twin()), and its titles say so. NULL and e (ERROR_CONFIG): no such file, or a fault in it. */
MUST_CHECK struct commitment_set *commitment_set_load(const char *name, struct metric_set *metrics,
                                                      struct error *e);
void commitment_set_free(struct commitment_set *s);
/* True if the set binds units of this kind, and the unit had not ended before the period. */
bool commitment_binds(const struct commitment_set *s, const struct unit *u, const struct period *p);

enum kept {
    KEPT_YES,
    KEPT_NO,
    KEPT_NONE /* nothing arose: 0/0 */,
    KEPT_UNKNOWN,
    KEPT_UNBOUND /* no target is in force */
};
const char *kept_name(enum kept k);  /* "yes" "no" "none" "unknown" "unbound" */
const char *kept_words(enum kept k); /* the same for people */

/* Judges n/d against a target as whole numbers, so that no rounding can turn a broken commitment into a kept one. Never
 * KEPT_UNBOUND, which the caller decides. */
enum kept commitment_judge(const struct ratio *r, int64_t target);
/* Returns how many of the period's dossiers must change so that the target is kept; 0 where the target is kept, no
 * dossier arose or the ratio is unknown. */
int64_t commitment_fix_existing(const struct ratio *r, int64_t target);
/* Returns the smallest number x of new qualifying dossiers with (n+x)/(d+x) >= target; 0 as for
 * commitment_fix_existing(); -1 where no number suffices (target 100 %, n < d). */
int64_t commitment_need_new(const struct ratio *r, int64_t target);

#endif
