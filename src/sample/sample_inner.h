/* Types and functions that sample.c, sample_runs.c, sample_period.c and sample_scan.c share. */
#ifndef MOTCUA_SAMPLE_INNER_H
#define MOTCUA_SAMPLE_INNER_H

#include "commitment/evaluation.h"
#include "sample/forecast_rows.h"
#include "sample/sample.h"
#include "sample/score_history.h"

/* A period that is sampled, or will be. */
struct sampled {
    enum period_kind kind;
    moment from, to, observed;
    int64_t turn;
    int64_t definitions, tree;
    bool ahead;  /* evaluated as at a moment ahead of the clock, and counted anew therefore */
    bool stored; /* the store has its row in sample_period */
};

struct sample_run {
    int64_t id;
    int64_t turn; /* 0: the run has not ended; -1: pages came after the run was sampled */
};

struct sampling {
    struct store *store;
    struct evaluation v;
    moment at;
    int64_t turn;
    int64_t definitions, tree; /* hashes of today's definitions and tree of units */
    struct sampled *periods;
    size_t period_count, period_size;
    struct sample_run *runs; /* runs of turns that some period has not seen */
    size_t run_count, run_size;
    moment since;      /* the earliest date of a dossier that these runs changed; INT64_MAX: none */
    moment moved_from; /* the earliest evaluation of a period that was not over */
    bool touched;      /* a date of a dossier that no run changed came to pass between moved_from and `at` */
    bool backward;     /* a condition looks back from a moment, so that all dossiers are counted anew */
    int64_t offsets[LIMIT_TERMS]; /* seconds that conditions add to a moment; the first is 0 */
    size_t offset_count;
    bool chosen_known[LIMIT_COMMITMENTS];
    const struct metric *chosen[LIMIT_COMMITMENTS][LIMIT_COMMITMENTS]; /* by set and item */
    struct {
        const struct sampled **items; /* borrowed from `periods` */
        size_t count;
    } writes;                      /* the periods that are to be written */
    struct sample_scan *scans;     /* sample_scan.h */
    struct score_history *history; /* or NULL */
    struct forecast_rows *forecasts;
    struct sample_summary *out;
};

/* sample_runs.c: gives all runs that have ended since the last turn one new turn together; *turn: its number. */
MUST_CHECK bool sampling_turn_take(struct store *s, int64_t *turn, struct error *e);
/* Returns the ids of runs whose turn is in (after, upto]; a run without a turn counts as turn INT64_MAX. The caller
 * frees *runs, also on failure. */
MUST_CHECK bool sampling_runs(const struct sampling *g, int64_t after, int64_t upto, int64_t **runs,
                              size_t *count, struct error *e);
/* Reads the runs that some sampled period has not seen. */
MUST_CHECK bool sampling_runs_read(struct sampling *g, struct error *e);

/* sample_period.c: brings one period up to date, and commits. */
MUST_CHECK bool sample_period_write(struct sampling *g, const struct sampled *p, struct error *e);

#endif
