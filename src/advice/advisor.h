/* The advisor: what each unit can do best, before its periods end. Brings together the score board, the
 * commitments, the actions, the working days left and the history of the rates; only reads.
 *
 * Points are those of the ruleset in its period, commitments those of the set in its own (a month inside a
 * year, often): a step counts in both. The place is by total points where all of a total is known, as `score`
 * has it; else by commitments kept, then fewest dossiers short, as `status` has it. */
#ifndef MOTCUA_ADVISOR_H
#define MOTCUA_ADVISOR_H

#include "advice/unit_model.h"
#include "commitment/rate_history.h"
#include "index/score_board.h"

struct advisor_order {
    const struct config *config;
    struct store *store;
    const char *ruleset;            /* NULL: that of the set's name where one is shipped, else qd-766 */
    const char *set;                /* NULL: the config's first */
    const char *of;                 /* of the ruleset's kind of period; NULL: what holds `at` */
    moment at;                      /* MOMENT_NONE: now */
    const struct entry_set *inputs; /* sealed; or NULL */
};

struct advisor {
    struct evaluation scored, judged_apart; /* in the ruleset's period; in the set's, where that is another */
    const struct evaluation *judged;        /* either */
    const struct commitment_set *set;       /* of judged; NULL: none is configured */
    struct ruleset *rules;
    struct score_board board;
    struct action_set actions;
    struct workdays *workdays;
    struct rate_history *history; /* NULL without a set */
    struct what_if what_scored, what_judged;
    struct standing *standings; /* of each unit */
};

MUST_CHECK bool advisor_open(struct advisor *a, const struct advisor_order *order, struct error *e);
void advisor_close(struct advisor *a); /* safe on a zeroed one */

/* Where a unit is, or would be. */
struct rank_place {
    bool scored, has_total; /* the ruleset binds it; all of the total is known */
    decimal points;         /* of what is known */
    size_t kept, judged;    /* commitments; judged 0: the set does not bind it, or none can be judged */
    int64_t short_total;    /* dossiers short in those that are not kept */
    size_t rank, of;        /* 0: it has none */
    bool by_points;
};

struct advised_line {
    size_t action; /* in the set */
    int64_t dossiers;
    struct rank_place after; /* this line and those before it */
};

enum advised_state {
    ADVISED_THERE, /* nothing is needed: kept already, or the first place */
    ADVISED_FOUND,
    ADVISED_UNKNOWN, /* no data */
    ADVISED_NEVER /* no steps that cost up to LIMIT_ADVICE_BUDGET reach it, nor a single action at any cost */
};

struct advised {
    enum advised_state state;
    struct advised_line lines[LIMIT_ACTIONS]; /* most for its cost first */
    size_t line_count;
    int64_t cost;
};

struct advised_unit {
    size_t unit; /* index */
    struct rank_place now;
    bool has_budget;
    struct advised best; /* with the budget; without one: all commitments that can be reached, and the next
                            place; of a unit that has no place the first step */
    struct advised rank; /* the cheapest way to a better place */
    struct advised kept[LIMIT_COMMITMENTS]; /* the cheapest way to each commitment */
    struct forecast forecasts[LIMIT_COMMITMENTS];
};

/* budget: cost of steps; -1: none is set. ERROR_USAGE: more than LIMIT_ADVICE_BUDGET. */
MUST_CHECK bool advisor_unit(struct advisor *a, size_t unit, int64_t budget, struct advised_unit *out,
                             struct error *e);
/* The number of one action that gives most for its cost: of points, or where none gives any, towards the
 * commitments. ADVISED_THERE: nothing gives anything. At most one line. */
MUST_CHECK bool advisor_first(struct advisor *a, size_t unit, struct rank_place *now, struct advised *out,
                              struct error *e);

/* Units that the ruleset or the set binds, and of which something is known. */
bool advisor_binds(const struct advisor *a, size_t unit);
/* The best placed of those that were ahead of the unit and are not when it is at `after`: index; -1: none.
 * How many there are into count. */
long advisor_overtaken(const struct advisor *a, size_t unit, const struct rank_place *now,
                       const struct rank_place *after, size_t *count);

#endif
