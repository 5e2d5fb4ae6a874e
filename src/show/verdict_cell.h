/* The cell of one commitment of one unit. */
#ifndef MOTCUA_VERDICT_CELL_H
#define MOTCUA_VERDICT_CELL_H

#include "commitment/standing.h"
#include "show/table.h"

/* Its rate, and where it is judged its mark and how much it lacks. */
void verdict_cell(struct table *t, const struct verdict *verdict, bool judged);

#endif
