/* Reconciles two sources that should agree: the dossiers of a source, counted by a family's rules, against the
 * figures that another source publishes; or two sources of figures, or two sources of dossiers. */
#ifndef MOTCUA_RECONCILE_H
#define MOTCUA_RECONCILE_H

#include "base/period.h"
#include "count/unit.h"
#include "store/store.h"

struct reconcile_line {
    size_t unit;
    const char *counter; /* the counter's name, or the figure's; "NAME.denominator" for its denominator */
    struct value a, b;   /* the number of each source; unknown: the source does not have the number */
    const char *rule;  /* name of the rule that explains the difference; NULL: no rule does, or both agree */
    const char *title; /* of that rule */
};

struct reconcile {
    struct unit_set units;
    struct reconcile_line *lines; /* everything that was compared, by unit */
    size_t count, explained, unexplained;
    moment observed_a, observed_b; /* when each source was last polled, at or before the period's `at` */
    struct reconcile_work *work;   /* owns the names of counters and rules */
};

/* Compares sources a and b (names in the store): each unit's own dossiers and own published row, without sums over
 * its children. False and e: ERROR_USAGE where a source is not in the store or the two share nothing. */
MUST_CHECK bool reconcile_make(struct store *s, const char *a, const char *b, const char *family,
                               const struct period *p, struct reconcile *out, struct error *e);
void reconcile_free(struct reconcile *r); /* safe on a zeroed struct */

#endif
