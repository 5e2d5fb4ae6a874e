/* The score of one unit by one ruleset in one period: points of every criterion, area and the total, where
 * each figure came from, and what is lacking. Reads an evaluation and entries made by hand; prints and stores
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
    SOURCE_PUBLISHED, /* the portal's own score: its parts were not published */
    SOURCE_ENTERED,   /* by hand */
    SOURCE_SUM        /* of the criteria below */
};
const char *score_source_name(enum score_source s); /* "measured" "figure" "published" "entered" "sum" "" */

/* A score has two sums: what the office measures and gives itself (tự chấm), and what the appraiser gives
 * (thẩm định). They are never mixed: an appraised sum stands where all below it was appraised, or where the
 * appraiser gave it as a whole. */
enum score_side { SIDE_SELF, SIDE_APPRAISED };
const char *score_side_name(enum score_side side); /* "self" "appraised" */

/* One sum of one criterion. */
struct sum {
    bool known;        /* points are the whole of it */
    decimal points;    /* of what is known below, where not all is */
    decimal known_max; /* the maxima of what is known */
    size_t missing;    /* criteria below (or this one) that carry points and have none */
};

struct criterion_score {
    bool applies;             /* to this unit, in this period; what does not has no part in any sum */
    enum score_source source; /* of the self-score */
    decimal max;              /* as it applies: what was skipped below is taken out */
    struct sum self, appraised;
    decimal unproven; /* self-scored points without evidence; in self where the ruleset lets them count */
    decimal numbers[LIMIT_MONTHS]; /* of entries by month, MEASURE_HOLE where there is none */
    struct measure measure;
    struct scoring_result result;
    const struct criterion_input *input; /* what was measured, or NULL */
    const struct entry *entry;           /* by hand, or NULL */
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

MUST_CHECK bool score_make(const struct ruleset *rules, const struct score_subject *subject,
                           struct score *out, struct error *e);
void score_free(struct score *s); /* safe on a zeroed one */

/* What an input of a criterion gives for a unit; MEASURE_NONE where it is not known. s->v is not NULL. */
struct measure score_measure(const struct score_subject *s, const struct criterion_input *in);

/* The side that counts, for rank, rating, remedy and plans: the appraised one as soon as it is there, else
 * the self-score; and its sum. */
enum score_side score_side(const struct criterion_score *c);
const struct sum *score_sum(const struct criterion_score *c, enum score_side side);
const struct sum *score_standing(const struct criterion_score *c);
/* Points lost: of what is known, its maxima less its points. */
decimal sum_lost(const struct sum *s);
decimal score_lost(const struct criterion_score *c); /* of the standing sum */
/* True if the appraiser gave points for the criterion or for a part of it. */
bool score_appraised(const struct criterion_score *c);
/* The total of a side, and the one that places the unit. false: it is not whole. */
bool score_total_of(const struct score *s, enum score_side side, decimal *out);
bool score_total(const struct score *s, decimal *out);

/* Who is to see to a criterion, and the last day for it (MOMENT_NONE: none): as entered, else as the ruleset
 * has it. "" where nobody is named. */
const char *score_responsible(const struct score *s, size_t i);
moment score_deadline(const struct score *s, size_t i);

/* The rating of a score: as announced, else by its points; -1 where neither is known. */
long score_rating(const struct score *s);

/* What makes a plan of remedy due: areas under their floor (bit i: the ruleset's remedy.areas[i]), the
 * rating. */
struct score_remedy {
    bool due, by_rating;
    uint32_t areas;
};
struct score_remedy score_remedy(const struct score *s);

#endif
