/* A counter family compiled to SQL: counter.c compiles the family, count.c runs the statements. */
#ifndef MOTCUA_COUNTER_FAMILY_H
#define MOTCUA_COUNTER_FAMILY_H

#include "base/limit.h"
#include "count/counter.h"
#include "count/counter_set.h"
#include "count/predicate.h"

/* One SQL statement that gives a unit and its counters, in order, grouped by unit. The table of dossiers is put between
 * `columns` and `rest` when the statement runs, because the caller chooses the versions (dossier_version.h). */
struct aggregate {
    const char *name;
    char *columns;              /* "SELECT unit, ..." */
    char *rest;                 /* the SQL that follows the table: " WHERE ... GROUP BY unit" */
    const json_t *definition;   /* borrowed from the document */
    struct predicate predicate; /* its parameters */
    size_t counters[LIMIT_COUNTERS];
    bool receiving
        [LIMIT_COUNTERS]; /* by `counters`: counts for the unit that received, not for the unit that handles */
    size_t counter_count;
    bool distinct; /* "SELECT unit, procedure, ...": its counters count the procedures that have a dossier */
    bool received; /* grouped by the unit that received the dossier, the handling unit where none is told */
    bool
        pairs; /* grouped by unit and receiving unit: "SELECT unit, receiving_unit, ..."; pairs of one office are
                  left out */
};

struct counter_sum {
    size_t counters[LIMIT_TERMS];
    size_t count;
};

/* A derived counter: the sum of `part`, or 100 * part / whole where a `whole` is defined. */
struct counter_formula {
    struct counter_sum part, whole;
    int64_t none; /* the counter where `whole` is 0 */
};

struct identity {
    struct counter_sum left, right;
    char *text; /* "finished = early + on_time + late" */
};

struct counter_family {
    char sources[96];         /* whose dossiers are counted, as SQL */
    json_t *document;         /* owns the names */
    const json_t *definition; /* of the family, borrowed from the document */
    struct counter counters[LIMIT_COUNTERS];
    struct counter_formula formulas[LIMIT_COUNTERS]; /* by counter; empty for a counter that is not derived */
    size_t count;
    struct aggregate *aggregates;
    size_t aggregate_count;
    struct identity identities[LIMIT_IDENTITIES];
    size_t identity_count;
};

/* Adds an aggregate (NULL: none) and a counter to a family, defined as in schema/counters.json; both definitions are
 * taken over, also on failure. No counts of the family may exist yet. False and e: a wrong definition, or no room. */
MUST_CHECK bool counter_family_add(struct counter_family *f, json_t *aggregate, json_t *counter,
                                   struct error *e);

/* True if one of the counters is the aggregate's. */
bool aggregate_wanted(const struct aggregate *a, const struct counter_set *counters);

/* Writes the condition of a dossier that the counter counts (the aggregate's and the counter's own) as SQL, and its
 * parameters into `state`. The caller must not ask for a derived counter, which has no condition. */
MUST_CHECK bool counter_condition(const struct counter_family *f, size_t counter, struct buffer *sql,
                                  struct predicate *state, struct error *e);

/* Appends how often the counter counts a dossier, as SQL ("CASE WHEN ... END"; a derived counter as the sum of its
 * parts), so that one statement can hold several counters. Sources are not part of the condition. Numbering of
 * parameters continues in *state, whose `define` the caller has set. The counter must not be a percentage. */
MUST_CHECK bool counter_weight(const struct counter_family *f, size_t counter, struct buffer *sql,
                               struct predicate *state, struct error *e);

#endif
