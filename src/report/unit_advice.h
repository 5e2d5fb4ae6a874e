/* What a unit does first, for the unit's page. The advisor of 'motcua advise' finds the steps; nothing is computed
 * here. */
#ifndef MOTCUA_UNIT_ADVICE_H
#define MOTCUA_UNIT_ADVICE_H

#include "advice/advisor.h"

struct unit_advice;

/* set: the name of the set of commitments, or NULL for the config's first; at: MOMENT_NONE is now. c and s are borrowed
 * until unit_advice_free(). NULL and e on failure. */
MUST_CHECK struct unit_advice *unit_advice_open(const struct config *c, struct store *s, const char *set,
                                                moment at, struct error *e);
void unit_advice_free(struct unit_advice *u); /* safe with NULL */
/* Returns the advisor (borrowed) where the commitments are judged in this very period; else NULL, also for u NULL. */
struct advisor *unit_advice_in(struct unit_advice *u, const struct period *p);
/* Returns how many dossiers of a unit (index of the advisor's units) still allow an action; -1: not known, or without
 * bound. */
int64_t unit_advice_left(const struct advisor *a, size_t unit, size_t action);

#endif
