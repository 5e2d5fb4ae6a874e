/* What a unit does first, for its page: found by the advisor, as 'motcua advise' tells it, and not reckoned here. */
#ifndef MOTCUA_UNIT_ADVICE_H
#define MOTCUA_UNIT_ADVICE_H

#include "advice/advisor.h"

struct unit_advice;

/* set: its name, or NULL for the config's first. NULL and e on failure. */
MUST_CHECK struct unit_advice *unit_advice_open(const struct config *c, struct store *s, const char *set,
                                                moment at, struct error *e);
void unit_advice_free(struct unit_advice *u); /* safe with NULL */
/* The advisor, where its commitments are judged in this very period; else NULL. */
struct advisor *unit_advice_in(struct unit_advice *u, const struct period *p);
/* Dossiers of a unit (index of the advisor's units) that still allow an action; -1: not known, or without bound. */
int64_t unit_advice_left(const struct advisor *a, size_t unit, size_t action);

#endif
