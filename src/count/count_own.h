/* Where the numbers of a reading go: to the rows of units. Statements (count.c) and blocks (count_scan.c) both end here. */
#ifndef MOTCUA_COUNT_OWN_H
#define MOTCUA_COUNT_OWN_H

#include "count/count.h"
#include "count/counter_family.h"

/* A row is what a unit's own dossiers gave; the last row is that of dossiers whose unit is not known. */
struct count_own {
    const struct counter_family *family;
    const struct unit_set *units;
    int sign;
    int64_t *own;  /* (units + 1) rows */
    bool *touched; /* or NULL */
};

/* unit: in the set, or -1. */
void count_own_add(const struct count_own *o, size_t counter, long unit, int64_t number);
/* Counter i of an aggregate of pairs: for the unit that handles or the one that received; nothing for two of one office. */
void count_own_pair(const struct count_own *o, const struct aggregate *a, size_t i, long unit, long receiving,
                    int64_t number);

#endif
