/* Some rows of a table, in another order: what a reader sought and sorted by. */
#ifndef MOTCUA_TABLE_PICK_H
#define MOTCUA_TABLE_PICK_H

#include "show/table.h"

struct table_wish {
    const char *holds;  /* text that some cell of the row has, whatever its case and diacritics; "": all */
    bool only_bad;      /* rows with a mark MARK_BAD */
    const char *column; /* machine name to sort by; "" or unknown: as they are */
    bool down;
};

bool table_wish_is_any(const struct table_wish *w);
/* A table of its own, with the same columns and warnings, without rules and captions. What is not known stands last in both
 * directions; rows that are equal keep their order. NULL: no memory. */
struct table *table_pick(const struct table *t, const struct table_wish *w);

#endif
