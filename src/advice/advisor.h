/* The advisor finds the steps that help each unit most before its periods end, from the score board, the commitments,
 * the actions, the working days left and the history of the rates. The advisor only reads the store.
 *
 * Points are counted in the ruleset's period and commitments in the set's (often a month inside that year): a step
 * counts in both. Units are placed by their self-scored total where the whole total is known; else by commitments
 * kept and then by fewest dossiers short, without published scores. */
#ifndef MOTCUA_ADVISOR_H
#define MOTCUA_ADVISOR_H

#include "advice/ranking.h"
#include "advice/unit_model.h"
#include "commitment/rate_history.h"
#include "index/score_board.h"

struct advisor_order {
    const struct config *config;
    struct store *store;
    const char *ruleset;      /* NULL: the shipped ruleset with the set's name, else RULESET_DEFAULT */
    const char *set;          /* NULL: the first set of the config that is in force, as evaluation_choose() */
    const char *of;           /* a period of the ruleset's kind; NULL: the period that holds `at` */
    moment at;                /* MOMENT_NONE: now */
    struct entry_set *inputs; /* entries made by hand; advisor_open() checks and seals them; or NULL */
    const char *inputs_file;  /* the file of the entries, for errors; or NULL */
};

struct advisor {
    struct evaluation scored, judged_apart; /* in the ruleset's period; in the set's period, if another */
    const struct evaluation *judged;        /* the evaluation in the set's period: one of the two */
    const struct commitment_set *set;       /* of judged; NULL: no set is configured, or none is in force */
    const struct commitment_set *unbound;   /* the set that is not in force: reported, and no aim of advice */
    struct ruleset *rules;
    struct score_board board;
    struct action_set actions;
    struct workdays *workdays;
    struct rate_history *history; /* NULL without a set */
    struct ratio
        *still[2]; /* of the scored and the judged period: action after action, units.count + 1 each; n of d
                      dossiers do not allow the step any more. [1] is NULL where both periods are one */
    struct what_if what_scored, what_judged;
    struct standing *standings; /* of each unit */
    long *scores;               /* of each unit: index in the board; -1: the unit has no score */
    struct ranking *by_points, *by_kept;
};

/* Reads everything that advice needs, once for all units. order's config, store and inputs must outlive *a. False
 * and e: *a is closed. ERROR_CONFIG: a wrong definition or no such set; ERROR_DATA: wrong entries. */
MUST_CHECK bool advisor_open(struct advisor *a, const struct advisor_order *order, struct error *e);
void advisor_close(struct advisor *a); /* safe on a zeroed struct */

/* The place of a unit, now or after some steps. */
struct rank_place {
    bool scored, has_total; /* the ruleset binds the unit; the whole total is known */
    decimal points;         /* self-scored points of the known criteria */
    size_t kept, judged;    /* commitments; judged 0: the set does not bind the unit, or none can be judged */
    int64_t short_total;    /* dossiers short in the commitments that are not kept */
    size_t rank, of;        /* 0: the unit has no place */
    bool by_points;         /* the rank is by points, else by commitments kept */
};

struct advised_line {
    size_t action; /* in the set */
    int64_t dossiers;
    struct rank_place after; /* the place after this line and the lines before */
    bool costs;              /* the line gives up a commitment or loses a place */
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
    bool of_scored; /* the steps were planned in the ruleset's period, else in the set's */
    bool rest; /* the existing dossiers do not reach the commitment; lines count on dossiers still to come */
    struct ratio reach;     /* if `rest`: the highest ratio that the existing dossiers allow */
    struct ratio reach_all; /* if `rest`: the ratio with all dossiers that are expected to come */
};

/* A part of a line: the dossiers of one of the units below, or of the unit's own desk. */
struct advised_share {
    size_t goal, line; /* goal: as for advised_goal() */
    long unit;         /* index; -1: units that publish no figures of their own */
    int64_t dossiers;
    size_t kept, judged; /* the part's own commitments after its share; judged 0: not judged */
    char *codes;         /* the dossiers that still allow the step; or NULL */
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
    char *codes[LIMIT_ACTIONS]; /* NULL here: a caller that fills them frees them */
    size_t found[LIMIT_ACTIONS];
    bool has_parts; /* the unit has units below; the steps are theirs */
    struct advised_share *shares;
    size_t share_count;
};
/* Frees what the advice owns: the shares and the codes. */
void advised_unit_free(struct advised_unit *u);
/* Returns the advice of a goal: 0 best, 1 rank, 2 and on the commitments of the set. */
const struct advised *advised_goal(const struct advised_unit *u, size_t goal);

/* Advises one unit. budget: the most that the steps may cost; -1: no budget. ERROR_USAGE: over LIMIT_ADVICE_BUDGET.
 * A unit with units below gets the shares of each line. The caller frees *out (advised_unit_free), also on failure. */
MUST_CHECK bool advisor_unit(struct advisor *a, size_t unit, int64_t budget, struct advised_unit *out,
                             struct error *e);
/* Finds the first step: the single action, and how many dossiers of it, that gains most for its cost: points, else
 * progress towards the commitments. out->best has one line at most; ADVISED_THERE: no action gains anything. The
 * caller frees *out, also on failure. */
MUST_CHECK bool advisor_first(struct advisor *a, size_t unit, struct advised_unit *out, struct error *e);

/* True if the advisor has a set, and the set binds the unit. A whole province (evaluation_is_whole) has commitments, too,
 * but no place among its parts. */
bool advisor_set_binds(const struct advisor *a, size_t unit);
/* True if the unit or a unit below has dossiers or figures, and the set binds the unit or the board has a score of the unit. */
bool advisor_binds(const struct advisor *a, size_t unit);
/* Returns the index of the best placed unit that is ahead of the given unit now and no longer ahead at `after`; -1:
 * no unit is overtaken. *count: how many units are overtaken. */
long advisor_overtaken(const struct advisor *a, size_t unit, const struct rank_place *now,
                       const struct rank_place *after, size_t *count);

#endif
