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
/* The same for a model of the unit's own dossiers alone. */
void still_bound_own(const struct ratio *still, struct unit_model *m);
/* Gives the dossiers of a unit and of the units below that still allow an action to `row`, by due date; there are none
 * of an action without "still". Columns: key, code, unit, procedure, due_at. Only the first LIMIT_SEEN dossiers of the
 * store are looked through. */
MUST_CHECK bool still_dossiers(const struct action *x, const struct evaluation *v, struct store *s,
                               size_t unit, store_row *row, void *context, struct error *e);

/* Writes, for each unit, the codes of its own dossiers that still allow an action, at most LIMIT_EXPLAIN_DOSSIERS of a
 * unit, with spaces between; *out has units.count texts, freed by still_codes_free(). *out NULL: the action has no
 * "still". */
MUST_CHECK bool still_codes_own(const struct action *x, const struct evaluation *v, struct store *s,
                                char ***out, struct error *e);
void still_codes_free(char **codes, size_t count); /* safe with NULL */

#endif
