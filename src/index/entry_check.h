/* Checks an entry made by hand against rulesets and units before the entry is kept: an unknown code, unit or
 * rating, points over the maximum, or a period that is never scored is refused, with the nearest known word as a
 * hint. An entry that was accepted and then ignored would mislead the person who made it. */
#ifndef MOTCUA_ENTRY_CHECK_H
#define MOTCUA_ENTRY_CHECK_H

#include "count/unit.h"
#include "index/entry.h"
#include "index/ruleset.h"

enum { ENTRY_POINTS = 4 }; /* self-score, appraised, target, gain */

struct entry_claim {
    const char *where;   /* file and line, or unit and criterion */
    const char *ruleset; /* NULL or "": the entry names no ruleset */
    const char *criterion, *unit;
    enum period_kind period;
    const char *words;      /* a value without digits: a rating's name; or NULL */
    bool has_value;         /* a number, a ratio, a list */
    size_t numbers;         /* how many numbers a list has; else 0 */
    struct measure measure; /* the value; MEASURE_NONE: no value, or words */
    moment at;              /* when the entry was made; 0: not known */
    bool has_points[ENTRY_POINTS];
    decimal points[ENTRY_POINTS];
};

struct entry_checker {
    const struct ruleset *const *rules; /* the rulesets whose codes are accepted */
    size_t count;
    size_t in_use; /* the first in_use rulesets are named by the config and come before the others */
    const struct unit_set *units; /* of the store; or NULL */
    bool any_period;              /* kinds of period other than the ruleset's are accepted */
    const struct entry_set *more; /* units that a file of entries names; or NULL */
};

/* True if the entry may be kept; an entry for a task is checked for its unit alone. ERROR_DATA, where =
 * claim->where. */
MUST_CHECK bool entry_claim_check(const struct entry_checker *c, const struct entry_claim *claim,
                                  struct error *e);

#endif
