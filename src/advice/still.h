/* Which dossiers of a period still allow a step: an action's "still" in schema/actions.json. */
#ifndef MOTCUA_STILL_H
#define MOTCUA_STILL_H

#include "advice/unit_model.h"

/* Counts, for each action and unit with the units below, the dossiers of the step (d) and those that no longer
 * allow the step (n). *out is action after action, units.count + 1 ratios each, unknown for an action without
 * "still"; the caller frees *out, also on failure. */
MUST_CHECK bool still_count(const struct action_set *actions, const struct evaluation *v, struct store *s,
                            struct ratio **out, struct error *e);
/* Bounds the actions of a unit's model by the dossiers that still allow the step (d - n), where their number is
 * known. */
void still_bound(const struct ratio *still, size_t unit, struct unit_model *m);
/* Writes the codes of the dossiers of a unit and of the units below that still allow an action: by due date, `most`
 * at most, with spaces between; the caller frees *out. *out NULL: the action has no "still". *found: how many
 * dossiers allow the step, among the first LIMIT_SEEN of the store. */
MUST_CHECK bool still_codes(const struct action *x, const struct evaluation *v, struct store *s, size_t unit,
                            size_t most, char **out, size_t *found, struct error *e);

#endif
