/* Writes an advisor's advice into a table. The caller checks table_failed() once at the end. */
#ifndef MOTCUA_ADVICE_TABLE_H
#define MOTCUA_ADVICE_TABLE_H

#include "advice/advisor.h"
#include "base/text.h"
#include "show/table.h"

enum {
    ADVICE_CODES = 40, /* people see at most so many codes of dossiers */
    ADVICE_PARTS = 8   /* and so many units below that share a step */
};

/* Adds the advice for one unit: the best steps for the budget, the way to a better place, and the way to each
 * commitment. machine true adds the columns that only programs read. */
void advice_table_unit(const struct advisor *a, const struct advised_unit *u, bool machine, struct table *t);

/* The table of all units has a row for each unit with its first step. The caller adds the head, every row, the
 * notes. */
void advice_table_head(const struct advisor *a, struct table *t);
void advice_table_row(const struct advisor *a, const struct advised_unit *u, bool machine, struct table *t);
void advice_table_notes(struct table *t);

#endif
