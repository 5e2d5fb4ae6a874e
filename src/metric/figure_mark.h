/* Marks of published figures: what reading them found wrong (a sum that does not hold, kept with the figure), and what the
 * portal itself says of them ("provisional"). Figures of all periods that lie in a span, so that a form on a quarter is
 * looked at in a report on a month. */
#ifndef MOTCUA_FIGURE_MARK_H
#define MOTCUA_FIGURE_MARK_H

#include "store/store.h"

struct figure_mark {
    const char *source, *unit, *metric, *period_kind; /* valid in the call; source as people call it */
    moment period_from;
    const char *text; /* "a = b + c: 12 / 13", or the portal's own word */
    bool broken;      /* a sum does not hold */
};
typedef bool figure_mark_see(void *context, const struct figure_mark *mark, struct error *e);

/* Gives the marks of the newest figures, observed by `at`, of periods that begin in [from, to). *count: figures looked at. */
MUST_CHECK bool figure_marks_each(struct store *s, moment from, moment to, moment at, int64_t *count,
                                  figure_mark_see *see, void *context, struct error *e);

#endif
