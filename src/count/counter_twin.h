/* The twin of a counter counts the same dossiers, each for the unit that received it (NĐ 118/2025: any centre of the
 * province takes a dossier in) and not for the unit that handles it. Twins exist only where something asks for them,
 * because every counter is sampled. */
#ifndef MOTCUA_COUNTER_TWIN_H
#define MOTCUA_COUNTER_TWIN_H

#include "count/counter_family.h"

#define COUNTER_TWIN                                                                                         \
    "_by_receiving" /* behind the name of the counter, of its aggregate, and of a metric of twins */

/* Finds the twin of a counter, or adds the twin to the family, of which no counts may exist yet. *out: its index. A
 * dossier without a receiving unit counts for its handling unit; the twin is unknown where a source cannot tell
 * receiving units. False and e (ERROR_CONFIG): a counter of procedures, of pairs of units, or a percentage has none. */
MUST_CHECK bool counter_twin(struct counter_family *f, size_t counter, size_t *out, struct error *e);

#endif
