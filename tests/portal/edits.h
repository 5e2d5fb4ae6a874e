/* What happens to dossiers while a test runs: rounds in which some are edited or removed. Which ones is a
 * pure function of (seed, row, round), so that a million rows cost no memory. Rounds are only ever added, but
 * for those of removal, which can be taken back together. */
#ifndef PORTAL_EDITS_H
#define PORTAL_EDITS_H

#include "wall.h"

#include <stdatomic.h>

enum { EDIT_ROUNDS_MAX = 64, EDIT_WHOLE = 100000 };

struct edit {
    int k;   /* of EDIT_WHOLE */
    wall at; /* when they are edited; WALL_NONE: they are removed */
};

struct edits {
    struct edit rounds[EDIT_ROUNDS_MAX];
    atomic_int count;
    atomic_int restored; /* removals of rounds before this one are taken back */
};

bool edits_add(struct edits *e, int k, wall at); /* false: too many; by one thread at a time */
void edits_restore(struct edits *e);
bool edits_any_removed(const struct edits *e);
/* Does the round change this row? */
bool edit_has(const struct edit *round, int number, uint64_t seed, uint64_t row);

#endif
