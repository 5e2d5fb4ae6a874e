/* Two sources that should agree, held against each other: the dossiers of one, counted by a family's rules,
 * and the figures that the other publishes; or both published, or both counted. */
#ifndef MOTCUA_RECONCILE_H
#define MOTCUA_RECONCILE_H

#include "base/period.h"
#include "count/unit.h"
#include "store/store.h"

struct reconcile_line {
    size_t unit;
    const char *counter; /* the counter's name, or the figure's; "NAME.denominator" for its denominator */
    struct value a, b;   /* not known: nothing there */
    const char
        *rule; /* name of the known rule that explains the difference; NULL: none does, or there is none */
    const char *title; /* the rule's */
};

struct reconcile {
    struct unit_set units;
    struct reconcile_line *lines; /* all that were compared, by unit */
    size_t count, explained, unexplained;
    moment observed_a, observed_b; /* when each was last asked, at or before the period's `at` */
    struct reconcile_work *work;   /* owns the names */
};

/* a, b: names of sources in the store. A unit's own dossiers and own published row are compared, no sums over
 * its children. false and e: ERROR_USAGE no such source, or nothing to compare. */
MUST_CHECK bool reconcile_make(struct store *s, const char *a, const char *b, const char *family,
                               const struct period *p, struct reconcile *out, struct error *e);
void reconcile_free(struct reconcile *r); /* safe on a zeroed one */

#endif
