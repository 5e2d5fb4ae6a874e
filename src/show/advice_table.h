/* Advice as tables. Failure shows in table_failed(). */
#ifndef MOTCUA_ADVICE_TABLE_H
#define MOTCUA_ADVICE_TABLE_H

#include "advice/advisor.h"
#include "base/text.h"
#include "show/table.h"

enum { ADVICE_CODES = 40 /* codes of dossiers that are listed for people */ };

/* The advice for one unit: the best steps for the budget, the way to a better place, and the way to each commitment.
 * machine: every column, for programs. */
void advice_table_unit(const struct advisor *a, const struct advised_unit *u, bool machine, struct table *t);

/* A row for each unit: its first step. Head first, then the rows, then the notes. */
void advice_table_head(const struct advisor *a, struct table *t);
void advice_table_row(const struct advisor *a, size_t unit, const struct rank_place *now,
                      const struct advised *first, bool machine, struct table *t);
void advice_table_notes(struct table *t);

#endif
