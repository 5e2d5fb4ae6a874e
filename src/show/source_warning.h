/* Warnings on tables that were made of sources not read whole. */
#ifndef MOTCUA_SOURCE_WARNING_H
#define MOTCUA_SOURCE_WARNING_H

#include "count/unit.h"
#include "show/table.h"
#include "store/source_state.h"

/* Warns on the table of each counting source that is not whole. Failure shows in table_failed(). */
void source_states_warn(const struct source_states *states, struct table *t);
/* Warns of units that are no forest: sums lack what they should hold. */
void unit_faults_warn(const struct unit_set *units, struct table *t);

/* A footnote for each source that is whole and yet lacks something: rejects, figures of long ago. */
void source_states_footnote(const struct source_states *states, struct table *t);

#endif
