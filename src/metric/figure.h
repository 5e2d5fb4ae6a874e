/* Published figures: what a portal says of a unit, as last said at or before a moment. */
#ifndef MOTCUA_FIGURE_H
#define MOTCUA_FIGURE_H

#include "base/period.h"
#include "count/unit.h"
#include "store/store.h"

struct figure_value {
    bool present;
    struct value numerator, denominator, ratio, score,
        max; /* no text in them; x FIGURE_SCALE but for the first two */
    moment observed;
};

struct figure_set; /* (unit, published metric) -> figure_value, for one period kind and start */

/* Figures whose period_kind and period_from are p's, the latest with observed_at <= p->at; those that a poll
 * brought which did not end complete only where a complete one came after it, or none ever did. */
MUST_CHECK struct figure_set *figure_set_load(struct store *s, const struct unit_set *units,
                                              const struct period *p, struct error *e);
void figure_set_free(struct figure_set *f);
struct figure_value figure_get(const struct figure_set *f, size_t unit, const char *metric);
/* A set of its own to see what would be: NULL and e where there is no memory. f may be NULL. */
MUST_CHECK struct figure_set *figure_set_copy(const struct figure_set *f, struct error *e);
/* In a copy: the figure as `from` has it with n and d added to its parts; then the portal's own ratio and
 * score are not known any more. Nothing where `from` does not know both parts. */
void figure_change(struct figure_set *copy, const struct figure_set *from, size_t unit, const char *metric,
                   int64_t n, int64_t d);

#endif
