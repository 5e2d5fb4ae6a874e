/* A score board: the scores of all units by one ruleset in one period, ranked among units of the same kind, with the
 * changes since earlier periods. */
#ifndef MOTCUA_SCORE_BOARD_H
#define MOTCUA_SCORE_BOARD_H

#include "index/score_rank.h"

struct score_change {
    bool has_week, has_before, has_year;
    decimal week;   /* against the same period as it stood a week before */
    decimal before; /* against the period before */
    decimal year;   /* against the same months of last year; unused for a year, which `before` compares */
    bool mixed;     /* one of the changes compares an appraised total with a self-scored total */
};

struct score_board {
    const struct ruleset *rules;
    struct period period;
    struct score *before; /* the same units in the period before, if keep_before; else NULL */
    struct score *scores; /* sorted by kind of unit, then best first, by the totals that count */
    struct score_change *changes;
    struct score_rank *ranks;                        /* by the totals that count */
    struct score_rank *self_ranks, *appraised_ranks; /* by the totals of one side */
    bool any_appraised;                              /* some criterion of some unit was appraised */
    size_t *by_code;                                 /* indexes of the scores, by the codes of their units */
    size_t count;
};

struct score_board_order {
    const struct ruleset *rules;
    struct evaluation *v; /* left evaluated at `period`; NULL: score the units of the entries alone */
    struct store *store;  /* of v */
    const struct entry_set *inputs; /* sealed; or NULL */
    struct period period;
    bool keep_before; /* the board keeps the scores of the period before too */
};
/* Scores the units that the ruleset binds, among them a province that is known by published figures alone. The order's
 * rules, v and inputs must outlive the board. False and e: the store failed or memory ran out. */
MUST_CHECK bool score_board_make(const struct score_board_order *order, struct score_board *out,
                                 struct error *e);
void score_board_free(struct score_board *b);                         /* safe on a zeroed struct */
long score_board_find(const struct score_board *b, const char *unit); /* index; -1: not on the board */

#endif
