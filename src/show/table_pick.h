/* Picks the rows of a table that a reader searched for, in the order that the reader asked for. */
#ifndef MOTCUA_TABLE_PICK_H
#define MOTCUA_TABLE_PICK_H

#include "show/table.h"

struct table_wish {
    const char
        *holds;    /* text that some cell of the row must hold, case and diacritics folded; "": every row */
    bool only_bad; /* keeps only rows with a cell marked MARK_BAD */
    const char
        *column; /* machine name of the column to sort by; "" or an unknown name keeps the table's order */
    bool down;
};

bool table_wish_is_any(const struct table_wish *w);
/* Returns a new table with the same columns and warnings, without rules, captions and footnotes; the caller frees the
 * table. Rows with an unknown value stand last in both directions; equal rows keep their order. NULL: no memory. */
struct table *table_pick(const struct table *t, const struct table_wish *w);

#endif
