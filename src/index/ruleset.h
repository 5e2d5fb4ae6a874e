/* Rulesets: a province's index (bộ chỉ số) as data. One JSON file in schema/rulesets/: areas, criteria and
 * sub-criteria in a tree, each with its maximum, its rule, the source of its figures, who is responsible and which
 * evidence proves the points. The file format is described in docs/motcua-ruleset.5. */
#ifndef MOTCUA_RULESET_H
#define MOTCUA_RULESET_H

#include "base/moment.h"
#include "base/period.h"
#include "index/scoring_rule.h"
#include "metric/metric.h"

#define RULESET_DEFAULT "qd-766" /* where neither the command nor the config names a ruleset */
#define RULESET_TOTAL   "TOTAL"  /* code of the root: an entry for it is the announced total */
#define RULESET_RANK    "RANK"   /* code of an entry with an announced rank, 21/27 */
#define RULESET_REMEDY  "REMEDY" /* code of an entry that the plan of remedy was handed in */
#define RULESET_RATING  "RATING" /* code of an entry with an announced rating */

/* Where a number of the ruleset comes from. An assumed number is printed as assumed. */
enum basis {
    BASIS_SEED, /* stated by the official document */
    BASIS_DOCUMENT,
    BASIS_DERIVED, /* no document states the number, but it follows from stated figures */
    BASIS_ASSUMED
};
const char *basis_name(enum basis b); /* "seed" "document" "derived" "assumed" */

enum input_kind { INPUT_METRIC, INPUT_COUNTER, INPUT_FIGURE };
struct criterion_input {
    enum input_kind kind;
    const char *name;
    const struct metric *metric; /* of INPUT_METRIC */
    size_t counter;              /* of INPUT_COUNTER */
    enum whose whose;            /* of metrics and counters: whose dossiers count; by default the tree's */
};

struct criterion {
    const char *code, *title;
    const char *responsible, *evidence, *formula, *note; /* "" where the file has no such text */
    const char *
        deadline; /* last day for evidence: the criterion's own, else that of the criterion above; "" for no day */
    enum basis max_basis, rule_basis;
    struct scoring_rule rule; /* rule.max: for a parent without a maximum, the sum of the maxima below */
    struct criterion_input inputs
        [LIMIT_CRITERION_INPUTS]; /* the first input that gives points is used; none: points are entered by hand */
    size_t input_count;
    const char *published;             /* the portal's figure whose score is this criterion's, or NULL */
    size_t offenders[LIMIT_OFFENDERS]; /* counters of the dossiers that cost points */
    size_t offender_count;
    const char *unit_kinds[6]; /* NULL-terminated; empty: all */
    const char *unit_names[9]; /* NULL-terminated: the unit's name holds one of these words; empty: all */
    moment valid_from, valid_to;
    long parent; /* index; -1 of the root */
    int depth;   /* 0 the root, 1 an area */
    size_t child_count;
};

struct rating {
    const char *code, *title;
    decimal from;   /* percent of the maximum */
    decimal points; /* points of the whole maximum, if the document states points; -1: percent counts */
    enum basis basis;
};

/* When a unit owes a remedy plan, to whom, and by which day. */
struct remedy {
    bool present;
    const char *document, *to;   /* to whom */
    size_t areas[LIMIT_RATINGS]; /* criteria with a floor */
    size_t area_count;
    decimal floor;      /* percent of an area's maximum: below it a plan is due */
    uint32_t ratings;   /* bit i: rating i makes a plan due */
    const char *before; /* the plan is due before this day: "04-10", the first such day after the period, or a
                           whole date; "": no day is set */
};

/* How self-scored points without any evidence count: "no evidence, no points" (seed 001). */
enum unproven_rule {
    UNPROVEN_COUNTS,  /* the points count, and nothing is shown */
    UNPROVEN_AT_RISK, /* the points count, and are shown as at risk */
    UNPROVEN_ZERO     /* the points do not count */
};

struct ruleset {
    const char *name, *title, *document, *note, *version;
    enum period_kind period;
    moment valid_from, valid_to;
    const char *unit_kinds[6];   /* NULL-terminated; empty: all */
    enum unproven_rule unproven; /* points entered without evidence */
    bool
        follows; /* dossiers of a unit that merged in the period count for its successor: "merged": "successor" */
    bool has_target;
    decimal target;                       /* percent of the maximum that a self-score is to reach */
    struct rating ratings[LIMIT_RATINGS]; /* best first */
    size_t rating_count;
    struct remedy remedy;
    struct criterion *criteria; /* [0] is the root; each after its parent */
    size_t count;
    json_t *document_json; /* owns the text */
};

/* Faults of a ruleset file, in the order of finding. */
struct ruleset_finding {
    bool fatal; /* true: the ruleset cannot be used; false: a passage looks wrong */
    char where[96];
    char what[256];
    char hint[256];
};
struct ruleset_findings {
    struct ruleset_finding items[LIMIT_RULESET_FINDINGS];
    size_t count; /* of all findings, also those that `items` has no room for */
    size_t fatal;
};
void ruleset_finding_add(struct ruleset_findings *f, bool fatal, const char *where, const char *hint,
                         const char *fmt, ...) PRINTF_LIKE(5, 6);

void ruleset_free(struct ruleset *r);                         /* safe with NULL */
long ruleset_find(const struct ruleset *r, const char *code); /* index, or -1 */
/* True if a criterion is measured by procedures (procedure_count.h), which only counting anew gives. */
bool ruleset_counts_procedures(const struct ruleset *r, const struct counter_family *f);
/* Returns the first moment of the last day for evidence of a criterion, in a scored period; MOMENT_NONE: no day is
 * set, or the day depends on an event. */
moment criterion_deadline(const struct criterion *c, const struct period *p);
/* Returns the day before which a plan of remedy for a scored period is due; MOMENT_NONE: no day is set. */
moment remedy_before(const struct remedy *r, const struct period *p);
/* True if points of max reach the ruleset's target, or if no target is set. */
bool ruleset_target_met(const struct ruleset *r, decimal points, decimal max);
/* Returns the index of the best rating that points of max reach; -1: no rating is reached, or max is 0. */
long ruleset_rating(const struct ruleset *r, decimal points, decimal max);

#endif
