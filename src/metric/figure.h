/* Published figures: what a portal says of a unit, in the latest answer at or before a moment. */
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

/* Loads the figures of period p: of each, the latest with observed_at <= p->at. A figure of a poll that did not end
 * complete is taken only if a complete poll came after that one, or if no poll of the source was ever complete. */
MUST_CHECK struct figure_set *figure_set_load(struct store *s, const struct unit_set *units,
                                              const struct period *p, struct error *e);
void figure_set_free(struct figure_set *f);
/* present false: the portal never published this figure of the unit (f may be NULL). */
struct figure_value figure_get(const struct figure_set *f, size_t unit, const char *metric);
/* A copy that may be changed, for "what if": NULL and e where memory ran out. f may be NULL. */
MUST_CHECK struct figure_set *figure_set_copy(const struct figure_set *f, struct error *e);
/* Sets a figure of the copy to that of `from` with n and d added to its parts. The portal's own ratio and score are
 * unknown afterwards, for they belong to the old parts. Nothing changes where `from` does not know both parts. */
void figure_change(struct figure_set *copy, const struct figure_set *from, size_t unit, const char *metric,
                   int64_t n, int64_t d);

#endif
