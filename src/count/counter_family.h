/* A counter family compiled: what counter.c makes and count.c runs. */
#ifndef MOTCUA_COUNTER_FAMILY_H
#define MOTCUA_COUNTER_FAMILY_H

#include "base/limit.h"
#include "count/counter.h"
#include "count/predicate.h"

/* One SQL statement: unit, then its counters in order, grouped by unit. Which versions of the dossiers it
 * reads (dossier_version.h) is said when it is run. */
struct aggregate {
    const char *name;
    char *columns;              /* "SELECT unit, ..." */
    char *rest;                 /* what follows the table: " WHERE ... GROUP BY unit" */
    const json_t *definition;   /* borrowed from the document */
    struct predicate predicate; /* its parameters */
    size_t counters[LIMIT_COUNTERS];
    size_t counter_count;
};

struct counter_sum {
    size_t counters[LIMIT_TERMS];
    size_t count;
};

/* A derived counter: the sum of `part`; or, if there is a `whole`, 100 * part / whole. */
struct counter_formula {
    struct counter_sum part, whole;
    int64_t none; /* where whole is 0 */
};

struct identity {
    struct counter_sum left, right;
    char *text; /* "finished = early + on_time + late" */
};

struct counter_family {
    char sources[96];         /* whose dossiers are counted, as SQL */
    json_t *document;         /* owns the names */
    const json_t *definition; /* the family's, in it */
    struct counter counters[LIMIT_COUNTERS];
    struct counter_formula formulas[LIMIT_COUNTERS]; /* of the derived ones */
    size_t count;
    struct aggregate *aggregates;
    size_t aggregate_count;
    struct identity identities[LIMIT_IDENTITIES];
    size_t identity_count;
};

/* The condition of one counter (its aggregate's and its own) as SQL, and its parameters in `state`: for
 * listing what it counts. Not of a derived counter. */
MUST_CHECK bool counter_condition(const struct counter_family *f, size_t counter, struct buffer *sql,
                                  struct predicate *state, struct error *e);

/* The same without the sources, for several counters in one statement: appends how often the counter counts a
 * dossier ("CASE WHEN ... END", a derived one as the sum of its parts). *state goes on; define must be set.
 * Not of a percentage. */
MUST_CHECK bool counter_weight(const struct counter_family *f, size_t counter, struct buffer *sql,
                               struct predicate *state, struct error *e);

#endif
