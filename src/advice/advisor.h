/* The advisor says what each unit can best do before its periods end. It brings together the score board, the
 * commitments, the actions, the working days left and the history of the rates, and only reads.
 *
 * Points are counted in the ruleset's period and commitments in the set's (often a month inside that year): a step
 * counts in both. Units are placed by total points, as `motcua score` does, where the whole total is known; else by
 * commitments kept and then by fewest dossiers short, as `motcua status` does. */
#ifndef MOTCUA_ADVISOR_H
#define MOTCUA_ADVISOR_H

#include "advice/ranking.h"
#include "advice/unit_model.h"
#include "commitment/rate_history.h"
#include "index/score_board.h"

struct advisor_order {
    const struct config *config;
    struct store *store;
    const char *ruleset; /* NULL: that of the set's name where one is shipped, else qd-766 */
    const char *set;     /* NULL: the config's first */
    const char *of;      /* a period of the ruleset's kind; NULL: the period that holds `at` */
    moment at;           /* MOMENT_NONE: now */
    struct entry_set
        *inputs; /* what was entered, which is held against the ruleset here and sealed; or NULL */
    const char *inputs_file; /* for errors in them; or NULL */
};

struct advisor {
    struct evaluation scored, judged_apart; /* in the ruleset's period; in the set's, where that is another */
    const struct evaluation *judged;        /* either */
    const struct commitment_set *set;       /* of judged; NULL: none is configured */
    const struct commitment_set *unbound;   /* the config's, where none is in force: told, not aimed at */
    struct ruleset *rules;
    struct score_board board;
    struct action_set actions;
    struct workdays *workdays;
    struct rate_history *history; /* NULL without a set */
    struct ratio
        *still[2]; /* of the scored and the judged period: action after action, units.count + 1 each; n of d
                               do not allow the step any more */
    struct what_if what_scored, what_judged;
    struct standing *standings; /* of each unit */
    long *scores;               /* of each unit: index in the board; -1: none */
    struct ranking *by_points, *by_kept;
};

MUST_CHECK bool advisor_open(struct advisor *a, const struct advisor_order *order, struct error *e);
void advisor_close(struct advisor *a); /* safe on a zeroed one */

/* The place of a unit, now or after some steps. */
struct rank_place {
    bool scored, has_total; /* the ruleset binds the unit; the whole total is known */
    decimal points;         /* sum of the known criteria */
    size_t kept, judged;    /* commitments; judged 0: the set does not bind it, or none can be judged */
    int64_t short_total;    /* dossiers short in those that are not kept */
    size_t rank, of;        /* 0: the unit has no place */
    bool by_points;
};

struct advised_line {
    size_t action; /* in the set */
    int64_t dossiers;
    struct rank_place after; /* this line and those before it */
    bool costs;              /* a commitment is given up by it, or a place lost */
};

enum advised_state {
    ADVISED_THERE, /* no step is needed: the commitment is kept, or the unit is first */
    ADVISED_FOUND,
    ADVISED_UNKNOWN, /* no data */
    ADVISED_NEVER    /* no steps within LIMIT_ADVICE_BUDGET reach the aim, and no single action at any cost */
};

struct advised {
    enum advised_state state;
    struct advised_line lines[LIMIT_ACTIONS]; /* the line that gains most for its cost comes first */
    size_t line_count;
    int64_t cost;
    bool rest; /* of a commitment: only with dossiers that are still to come, beside all that are there */
    struct ratio reach; /* of a commitment that is never reached: the most that the dossiers there allow, */
    struct ratio reach_all; /* and with them the most that are expected to come */
};

struct advised_unit {
    size_t unit; /* index */
    struct rank_place now;
    bool has_budget;
    struct advised
        best; /* the best steps for the budget; without a budget, all commitments that can be reached
                            and the next place; for a unit without a place, the first step */
    struct advised rank;                    /* the cheapest way to a better place */
    struct advised kept[LIMIT_COMMITMENTS]; /* the cheapest way to each commitment */
    struct forecast forecasts[LIMIT_COMMITMENTS];
    char *codes[LIMIT_ACTIONS]; /* of advised actions: still_codes(); for who fills them in to free */
    size_t found[LIMIT_ACTIONS];
};

/* Advises one unit. budget: the most that the steps may cost; -1: no budget. ERROR_USAGE: over LIMIT_ADVICE_BUDGET. */
MUST_CHECK bool advisor_unit(struct advisor *a, size_t unit, int64_t budget, struct advised_unit *out,
                             struct error *e);
/* Finds the first step: the one action, and how many dossiers of it, that gains most for its cost; points first, else
 * progress towards the commitments. out has one line at most; ADVISED_THERE: no action gains anything. */
MUST_CHECK bool advisor_first(struct advisor *a, size_t unit, struct rank_place *now, struct advised *out,
                              struct error *e);

/* True if the set is in force and binds the unit, which is not a whole of all others. */
bool advisor_set_binds(const struct advisor *a, size_t unit);
/* True if the ruleset or the set binds the unit and something is known of the unit. */
bool advisor_binds(const struct advisor *a, size_t unit);
/* The best placed unit that is ahead of this unit now and behind it at `after`: index, or -1. *count: how many units
 * are overtaken. */
long advisor_overtaken(const struct advisor *a, size_t unit, const struct rank_place *now,
                       const struct rank_place *after, size_t *count);

#endif
