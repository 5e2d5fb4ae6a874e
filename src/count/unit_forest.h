/* Units must be a forest by their parents and by their successors. A store that was filled by hand may hold
 * circles; sums over a circle would count dossiers twice or never end. */
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

/* Sets .faults of every unit and removes the links that make a circle, so that each unit of a circle stands alone
 * and no dossier is counted twice. parent_index and successor_index must be set. False and e: no memory. */
MUST_CHECK bool unit_forest_check(struct unit_set *set, struct error *e);
/* Returns the translated words for one fault: "the unit is above itself: its parents are a circle". */
const char *unit_fault_words(unsigned fault);
/* Writes a sentence that names the units with faults, by kind of fault; "": no unit has a fault. Returns out. */
const char *unit_forest_say(const struct unit_set *set, char *out, size_t size);
bool unit_forest_whole(const struct unit_set *set); /* true if no unit has a fault */

#endif
