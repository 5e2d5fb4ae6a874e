/* Published figures: the numbers that a portal published of a unit, by its latest answer at or before a moment. */
#ifndef MOTCUA_FIGURE_H
#define MOTCUA_FIGURE_H

#include "base/period.h"
#include "count/unit.h"
#include "store/store.h"

struct figure_value {
    bool present;
    struct value numerator, denominator, ratio, score,
        max; /* numbers, never texts; ratio, score and max are x FIGURE_SCALE */
    moment observed;
};

struct figure_set; /* (unit, published metric) -> figure_value, for one period kind and start */

/* Loads the figures of period p: of each figure the latest value observed at or before p->at (and store_known()).
 * The figures of a poll that did not end complete are taken only if a complete poll came after that poll, or if no
 * poll of the source was ever complete. NULL and e: the store failed or memory ran out. units is borrowed while
 * loading. */
MUST_CHECK struct figure_set *figure_set_load(struct store *s, const struct unit_set *units,
                                              const struct period *p, struct error *e);
void figure_set_free(struct figure_set *f); /* safe with NULL */
/* Returns a figure of a unit; present false: the set has no such figure. f may be NULL. */
struct figure_value figure_get(const struct figure_set *f, size_t unit, const char *metric);
/* Returns a copy for figure_change(), which the caller frees; NULL and e where memory ran out. f NULL: an empty set. */
MUST_CHECK struct figure_set *figure_set_copy(const struct figure_set *f, struct error *e);
/* Sets a figure of the copy to the figure of `from` with n and d added to its parts. Unless n and d are 0, the
 * portal's own ratio and score are unknown afterwards, because they belong to the old parts. Nothing changes where
 * the copy lacks the figure or `from` does not know both parts. */
void figure_change(struct figure_set *copy, const struct figure_set *from, size_t unit, const char *metric,
                   int64_t n, int64_t d);

#endif
