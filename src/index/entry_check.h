/* What an entry made by hand claims, held against rulesets and units before any of it is taken: a code, a unit or a
 * rating that nobody knows, points over the maximum, a period that is never scored are refused with the nearest right
 * word. Accepted and ignored is an error. */
#ifndef MOTCUA_ENTRY_CHECK_H
#define MOTCUA_ENTRY_CHECK_H

#include "count/unit.h"
#include "index/entry.h"
#include "index/ruleset.h"

enum { ENTRY_POINTS = 4 }; /* self-score, appraised, target, gain */

struct entry_claim {
    const char *where;   /* file and line, or unit and criterion */
    const char *ruleset; /* NULL or "": none is named */
    const char *criterion, *unit;
    enum period_kind period;
    const char *words;      /* a value without digits: a rating's name; or NULL */
    bool has_value;         /* a number, a ratio, a list */
    size_t numbers;         /* of a list; else 0 */
    struct measure measure; /* the value; MEASURE_NONE: none, or words */
    moment at;              /* when it was entered; 0: not told */
    bool has_points[ENTRY_POINTS];
    decimal points[ENTRY_POINTS];
};

struct entry_checker {
    const struct ruleset *const *rules; /* what the codes may be of */
    size_t count;
    size_t in_use;                /* the first so many are those that the config names */
    const struct unit_set *units; /* of the store; or NULL */
    bool any_period;              /* another kind of period than the rulesets' is asked for */
    const struct entry_set *more; /* units that a file of entries names; or NULL */
};

/* ERROR_DATA, where = the claim's, with what to do. */
MUST_CHECK bool entry_claim_check(const struct entry_checker *c, const struct entry_claim *claim,
                                  struct error *e);

#endif
