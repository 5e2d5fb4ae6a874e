/* The table cell for one commitment of one unit. */
#ifndef MOTCUA_VERDICT_CELL_H
#define MOTCUA_VERDICT_CELL_H

#include "commitment/standing.h"
#include "show/table.h"

/* Adds the rate; target is in 1/10,000. Where the commitment is judged, also the mark and how many dossiers are short. A rate that is unknown,
 * or under which nothing arose, becomes an unknown cell with a note. */
void verdict_cell(struct table *t, const struct verdict *verdict, int64_t target, bool judged);

#endif
