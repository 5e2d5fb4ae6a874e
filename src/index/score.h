/* The score of one unit by one ruleset in one period: points of every criterion, area and the total, the source of each
 * figure, and the points that are lacking. This file reads an evaluation and entries made by hand; it prints and stores
 * nothing. */
#ifndef MOTCUA_SCORE_H
#define MOTCUA_SCORE_H

#include "commitment/evaluation.h"
#include "index/entry.h"
#include "index/ruleset.h"

enum score_source {
    SOURCE_NONE,      /* no data */
    SOURCE_MEASURED,  /* counted from the dossiers */
    SOURCE_FIGURE,    /* from a numerator and a denominator that a portal published */
    SOURCE_PUBLISHED, /* the portal's own score, whose parts were not all published */
    SOURCE_ENTERED,   /* by hand */
    SOURCE_SUM        /* of the criteria below */
};
const char *score_source_name(enum score_source s); /* "measured" "figure" "published" "entered" "sum" "" */

/* A score has two sums: the points that the office measures and gives itself (tự chấm), and the points of the appraiser
 * (thẩm định). The two are never mixed: an appraised sum is known where all criteria below were appraised, or where the
 * appraiser gave the sum as a whole. */
enum score_side { SIDE_SELF, SIDE_APPRAISED };
const char *score_side_name(enum score_side side); /* "self" "appraised" */

/* One sum of one criterion. */
struct sum {
    bool known;        /* `points` is the whole sum */
    decimal points;    /* where the sum is not known: the points of the known criteria below */
    decimal known_max; /* the maxima of the known criteria */
    size_t missing;    /* criteria below (or the criterion itself) that carry points and have no data */
    bool differs;      /* the whole was entered too, and is not the sum of its parts */
    decimal other;     /* where they differ: whichever of the two does not count */
};

struct criterion_score {
    bool applies;             /* to this unit in this period; else the criterion is in no sum */
    enum score_source source; /* of the self-score */
    decimal max;              /* without the maxima of skipped criteria below */
    struct sum self, appraised;
    decimal unproven; /* self-scored points without evidence; part of `self` if the ruleset counts them */
    decimal numbers[LIMIT_MONTHS]; /* entries by month or quarter; MEASURE_HOLE: no entry */
    struct measure measure;
    struct scoring_result result;
    const struct criterion_input *input; /* the input that gave the points, or NULL */
    const struct entry *entry;           /* the entry made by hand, or NULL */
    struct value published;              /* the portal's score, x FIGURE_SCALE */
};

struct score_subject {
    const char *code, *name, *kind; /* borrowed; kind may be NULL */
    const struct evaluation *v;     /* NULL: entries alone */
    size_t unit;                    /* index in v */
    const struct entry_set *inputs; /* sealed; or NULL */
    struct period period;
};

struct score {
    const struct ruleset *rules;
    struct score_subject subject;
    struct criterion_score *nodes;              /* one for each criterion of the ruleset; [0] is the total */
    const struct entry *rank, *rating, *remedy; /* announced, or NULL */
};

/* Scores one unit; rules and the subject's pointers must outlive the score. False and e: no memory. */
MUST_CHECK bool score_make(const struct ruleset *rules, const struct score_subject *subject,
                           struct score *out, struct error *e);
void score_free(struct score *s); /* safe on a zeroed struct */

/* Returns the measure that an input of a criterion gives for a unit: MEASURE_NONE: not known; MEASURE_NULL: the portal
 * published the figure without its parts. s->v must not be NULL. */
struct measure score_measure(const struct score_subject *s, const struct criterion_input *in);

/* The side that counts for rank, rating, remedy and plans: the appraised side once its sum is known, else the
 * self-score. score_standing() returns the sum of that side. */
enum score_side score_side(const struct criterion_score *c);
const struct sum *score_sum(const struct criterion_score *c, enum score_side side);
const struct sum *score_standing(const struct criterion_score *c);
/* Returns the points lost: the maxima of the known criteria minus their points. */
decimal sum_lost(const struct sum *s);
decimal score_lost(const struct criterion_score *c); /* of the standing sum */
/* True if the appraiser gave points for the criterion or for a part of it. */
bool score_appraised(const struct criterion_score *c);
/* score_total_of() sets *out to the total of a side, score_total() to the total of the side that counts. False: the
 * total is not whole. */
bool score_total_of(const struct score *s, enum score_side side, decimal *out);
bool score_total(const struct score *s, decimal *out);

/* Returns who is responsible for a criterion ("": nobody is named), and its last day (MOMENT_NONE: no day): as
 * entered, else by the ruleset. */
const char *score_responsible(const struct score *s, size_t i);
moment score_deadline(const struct score *s, size_t i);

/* Returns the index of the rating: as announced, else by the standing points; -1: no rating is reached, the total
 * is not known, or the ruleset does not have the announced rating. */
long score_rating(const struct score *s);

/* The reasons for a plan of remedy: areas under their floor (bit i: the ruleset's remedy.areas[i]), the rating. due: a
 * reason exists and no plan was handed in. */
struct score_remedy {
    bool due, by_rating;
    uint32_t areas;
};
struct score_remedy score_remedy(const struct score *s);

#endif
