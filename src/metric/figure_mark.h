/* Marks of published figures: a sum that did not hold when the figure was read, or the portal's own word for the
 * figure ("provisional"). Marks are read for all periods that begin in a span, so that a report on a month sees the
 * marks of a form on a quarter. */
#ifndef MOTCUA_FIGURE_MARK_H
#define MOTCUA_FIGURE_MARK_H

#include "store/store.h"

struct figure_mark {
    const char *source, *unit, *metric, *period_kind; /* valid in the call; source: its title or name */
    moment period_from;
    const char *text; /* "a = b + c: 12 / 13", or the portal's own word */
    bool broken;      /* a sum does not hold */
};
typedef bool figure_mark_see(void *context, const struct figure_mark *mark, struct error *e);

/* Gives the marks of the newest figures, observed by `at`, of periods that begin in [from, to) to `see`; "closed" is no
 * mark. *count: figures looked at, with a mark or without. */
MUST_CHECK bool figure_marks_each(struct store *s, moment from, moment to, moment at, int64_t *count,
                                  figure_mark_see *see, void *context, struct error *e);

#endif
