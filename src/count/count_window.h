/* Between which dates a dossier must lie for a reading to count it: counters of arrivals and ends look at the dossiers of
 * some days and at no other, and the store need not bring the rest. A window is read from the aggregate's own
 * conditions, [">=", date, "from"] and ["<", date, "cut"] (or "to") beside each other in an "and". */
#ifndef MOTCUA_COUNT_WINDOW_H
#define MOTCUA_COUNT_WINDOW_H

#include "count/counter_family.h"

enum { COUNT_WINDOW_DATES = 4 }; /* of more dates all dossiers are read */

/* Zeroed: no dossier is wanted. */
struct count_window {
    bool open; /* some aggregate counts dossiers whatever their dates */
    struct {
        const json_t *date; /* a value of predicate.h, borrowed from the family */
        moment from, to;    /* half open */
    } dates[COUNT_WINDOW_DATES];
    size_t count;
};

/* Adds the dossiers that an aggregate can count in a period. define: the family's, or NULL. */
void count_window_add(struct count_window *w, const struct aggregate *a, const json_t *define,
                      const struct period *p);
/* Appends "(...) AND " that holds for all these dossiers; nothing where the window is open. */
MUST_CHECK bool count_window_sql(const struct count_window *w, const json_t *define, struct buffer *sql,
                                 struct error *e);

#endif
