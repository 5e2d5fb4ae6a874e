/* Adds the numbers of a reading to the rows of units, for statements (count.c) and for blocks (count_scan.c) alike. */
#ifndef MOTCUA_COUNT_OWN_H
#define MOTCUA_COUNT_OWN_H

#include "count/count.h"
#include "count/counter_family.h"

/* The rows to add to: a row has the counters of a unit's own dossiers; the last row those of dossiers of no known
 * unit. All pointers are borrowed. */
struct count_own {
    const struct counter_family *family;
    const struct unit_set *units;
    int sign;
    int64_t *own;  /* (units + 1) rows */
    bool *touched; /* or NULL */
};

/* Adds `sign` times the number to a counter. unit: index in the set; -1: no known unit. */
void count_own_add(const struct count_own *o, size_t counter, long unit, int64_t number);
/* Adds to counter i of an aggregate of pairs, for the unit that handles the dossier or for the unit that received the
 * dossier. Nothing is added where both units are of one office. */
void count_own_pair(const struct count_own *o, const struct aggregate *a, size_t i, long unit, long receiving,
                    int64_t number);

#endif
