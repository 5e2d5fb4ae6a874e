/* A table carries warnings where its figures come from sources that were not read whole. */
#ifndef MOTCUA_SOURCE_WARNING_H
#define MOTCUA_SOURCE_WARNING_H

#include "count/unit.h"
#include "show/table.h"
#include "store/source_state.h"

/* Adds a warning for each counting source whose newest poll left records unread or not believed, and for each counting
 * source that is not whole. The caller checks table_failed(). */
void source_states_warn(const struct source_states *states, struct table *t);
/* Adds a warning where the units form no forest, because sums over them then lack dossiers. */
void unit_faults_warn(const struct unit_set *units, struct table *t);

/* Adds a footnote for each counting source that is whole but has rejects or old figures. */
void source_states_footnote(const struct source_states *states, struct table *t);

#endif
