/* Which dossiers of a period still allow a step: an action's "still" in schema/actions.json. */
#ifndef MOTCUA_STILL_H
#define MOTCUA_STILL_H

#include "advice/unit_model.h"

/* Counts, of each action and unit, the dossiers of the step (d) and those of them that do not need it any more (n), the
 * units below included: *out is action after action, units.count + 1 each; the caller frees it, also on failure. */
MUST_CHECK bool still_count(const struct action_set *actions, const struct evaluation *v, struct store *s,
                            struct ratio **out, struct error *e);
/* Bounds the actions of a unit's model by these dossiers, where their number is known. */
void still_bound(const struct ratio *still, size_t unit, struct unit_model *m);
/* The codes of the dossiers of a unit, and of those below, that still allow an action: by due date, `most` of them, with
 * spaces between; the caller frees *out. NULL: the action does not say. *found: how many there are. */
MUST_CHECK bool still_codes(const struct action *x, const struct evaluation *v, struct store *s, size_t unit,
                            size_t most, char **out, size_t *found, struct error *e);

#endif
