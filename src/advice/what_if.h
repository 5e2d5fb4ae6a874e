/* An evaluation as if an office had taken some steps, with changed counters and figures of one unit at a time.
 * Scores and standings read this evaluation like any other. */
#ifndef MOTCUA_WHAT_IF_H
#define MOTCUA_WHAT_IF_H

#include "advice/action.h"
#include "commitment/evaluation.h"

struct what_if {
    const struct evaluation *is;      /* borrowed */
    const struct action_set *actions; /* borrowed */
    struct evaluation v;              /* owns its counts and figures, and borrows the rest from `is` */
};

/* Copies the counts and figures of `is`, which must outlive w and stay at its period. False and e: no memory. */
MUST_CHECK bool what_if_open(struct what_if *w, const struct evaluation *is, const struct action_set *actions,
                             struct error *e);
/* Sets the unit to its present state plus steps[a] dossiers of each action. Counters of the units above do not change,
 * because only this unit is scored. */
void what_if_take(struct what_if *w, size_t unit, const int32_t *steps);
void what_if_close(struct what_if *w); /* safe on a zeroed struct */

#endif
