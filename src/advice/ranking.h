/* A ranking: who stands how high, sorted once, so that the place of a unit after some steps is found by halving and not by
 * looking at all others again. */
#ifndef MOTCUA_RANKING_H
#define MOTCUA_RANKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct ranking;

/* What a place is made of: more `high` is better, and of equal ones less `low`. */
struct rank_value {
    int64_t high, low;
};

/* An empty ranking of members 0 .. members-1; NULL: no memory. ranking_free(NULL) is safe. */
MUST_CHECK struct ranking *ranking_new(size_t members, struct error *e);
void ranking_free(struct ranking *r);
/* Adds a member, at most once. kind (borrowed; NULL is a kind of its own): only members of one kind are compared. */
void ranking_add(struct ranking *r, size_t member, const char *kind, struct rank_value value);
void ranking_seal(struct ranking *r); /* after the last member, before the first question */

/* Members of the kind, the member itself left out. */
size_t ranking_others(const struct ranking *r, size_t member, const char *kind);
/* How many of them are better than the value. */
size_t ranking_ahead(const struct ranking *r, size_t member, const char *kind, struct rank_value value);
/* The value of the last of those that are better; false: nobody is. */
bool ranking_next(const struct ranking *r, size_t member, const char *kind, struct rank_value value,
                  struct rank_value *out);
/* The best of those that are better than `now` and not better than `after`; -1: none. *count: how many there are. */
long ranking_overtaken(const struct ranking *r, size_t member, const char *kind, struct rank_value now,
                       struct rank_value after, size_t *count);

#endif
