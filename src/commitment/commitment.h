/* Commitments: metric, target, units, validity, document. A set is one JSON file in schema/commitments/. */
#ifndef MOTCUA_COMMITMENT_H
#define MOTCUA_COMMITMENT_H

#include "metric/metric.h"

#define TARGET_SCALE 10000 /* a target is kept as an integer: 85 % is 8500 */

struct commitment {
    const char *title;               /* short, for a column head */
    const struct metric *metrics[4]; /* the first that this store has data for is used (dossiers first,
                                        published figure after) */
    size_t metric_count;
    int64_t target; /* of TARGET_SCALE */
};

struct commitment_set {
    const char *name, *title, *document;
    enum period_kind period; /* the period in which it must be kept: month for y-yen-2022 */
    moment valid_from, valid_to;
    const char *unit_kinds[4]; /* NULL-terminated; empty: all units */
    struct commitment items[LIMIT_COMMITMENTS];
    size_t count;
    struct json_t *document_json; /* owns the text */
};

/* name: shipped name or a path. */
MUST_CHECK struct commitment_set *commitment_set_load(const char *name, const struct metric_set *metrics,
                                                      struct error *e);
void commitment_set_free(struct commitment_set *s);
bool commitment_binds(const struct commitment_set *s, const struct unit *u);

enum kept { KEPT_YES, KEPT_NO, KEPT_NONE /* nothing arose: 0/0 */, KEPT_UNKNOWN };
const char *kept_name(enum kept k); /* "yes" "no" "none" "unknown" */

/* n/d against target, as integers: no rounded number is ever compared. */
enum kept commitment_judge(const struct ratio *r, int64_t target);
/* How many of the period's dossiers must change so that the target is kept; 0 if kept or nothing arose. */
int64_t commitment_fix_existing(const struct ratio *r, int64_t target);
/* Smallest x with (n+x)/(d+x) >= target; -1 where no number of new dossiers can do it (target 100 %, n < d).
 */
int64_t commitment_need_new(const struct ratio *r, int64_t target);

#endif
