/* What would be if an office took some steps: an evaluation of its own, in which the counters and figures of
 * one unit at a time are changed. Scores and standings read it as they read any other. */
#ifndef MOTCUA_WHAT_IF_H
#define MOTCUA_WHAT_IF_H

#include "advice/action.h"
#include "commitment/evaluation.h"

struct what_if {
    const struct evaluation *is;      /* borrowed */
    const struct action_set *actions; /* borrowed */
    struct evaluation v;              /* counts and figures are its own, all else is borrowed from `is` */
};

MUST_CHECK bool what_if_open(struct what_if *w, const struct evaluation *is, const struct action_set *actions,
                             struct error *e);
/* steps[a]: how many dossiers of each action; the unit as it is with these added. Counters of units above it
 * stay as they are. */
void what_if_take(struct what_if *w, size_t unit, const int32_t *steps);
void what_if_close(struct what_if *w); /* safe on a zeroed one */

#endif
