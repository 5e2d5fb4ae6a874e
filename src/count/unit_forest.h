/* Units are a forest: by their parents, and by their successors. A store that was filled by hand may hold what is
 * none; sums over it would count twice or never end. */
#ifndef MOTCUA_COUNT_UNIT_FOREST_H
#define MOTCUA_COUNT_UNIT_FOREST_H

#include "count/unit.h"

enum unit_fault {
    UNIT_FAULT_PARENTS = 1,    /* the unit is above itself */
    UNIT_FAULT_SUCCESSORS = 2, /* the unit follows itself */
    UNIT_FAULT_DEEP = 4,   /* more than LIMIT_UNIT_DEPTH units above; the sums of the highest lack the unit */
    UNIT_FAULT_LONG = 8,   /* more than LIMIT_UNIT_DEPTH successors; the last do not get its dossiers */
    UNIT_FAULT_DATES = 16, /* valid_to before valid_from */
    UNIT_FAULT_LAST = UNIT_FAULT_DATES
};

/* Sets .faults of every unit of a set whose indexes of parents and successors are set, and takes the links out that
 * make a circle: each unit of a circle then stands alone, and nothing is counted twice. */
MUST_CHECK bool unit_forest_check(struct unit_set *set, struct error *e);
/* One fault, translated, as a finding: "the unit is above itself: a circle of parents". */
const char *unit_fault_words(unsigned fault);
/* A sentence on the units whose figures the faults touch, of those that have figures or stand above such; "": there
 * is none. Returns out. */
const char *unit_forest_say(const struct unit_set *set, char *out, size_t size);
bool unit_forest_whole(const struct unit_set *set);

#endif
