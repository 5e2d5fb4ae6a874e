/* A ranking: members sorted once by value, so that the place of a unit after some steps is found by binary search
 * instead of comparing all units again. */
#ifndef MOTCUA_RANKING_H
#define MOTCUA_RANKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct ranking;

/* The value that places a member: more `high` is better; with equal `high`, less `low`. */
struct rank_value {
    int64_t high, low;
};

/* An empty ranking of members 0 .. members-1; NULL: no memory. ranking_free(NULL) is safe. */
MUST_CHECK struct ranking *ranking_new(size_t members, struct error *e);
void ranking_free(struct ranking *r);
/* Adds a member, at most once. kind (borrowed; NULL is a kind of its own): only members of one kind are compared. */
void ranking_add(struct ranking *r, size_t member, const char *kind, struct rank_value value);
void ranking_seal(struct ranking *r); /* after the last member, before the first question */

/* Returns how many members of the kind the ranking has, without the member itself. */
size_t ranking_others(const struct ranking *r, size_t member, const char *kind);
/* Returns how many members of the kind, without the member itself, are better than the value. */
size_t ranking_ahead(const struct ranking *r, size_t member, const char *kind, struct rank_value value);
/* Sets *out to the lowest value among the members of the kind that are better than the value; false: no member is
 * better. */
bool ranking_next(const struct ranking *r, size_t member, const char *kind, struct rank_value value,
                  struct rank_value *out);
/* Returns the best member of the kind that is better than `now` and not better than `after`; -1: none. *count: how many
 * such members the kind has. */
long ranking_overtaken(const struct ranking *r, size_t member, const char *kind, struct rank_value now,
                       struct rank_value after, size_t *count);

#endif
