/* One evaluation: everything that is known of all units in one period, as counters, published figures and
 * metrics. Commands and reports read it; nothing in it is printed or stored. */
#ifndef MOTCUA_EVALUATION_H
#define MOTCUA_EVALUATION_H

#include "commitment/commitment.h"
#include "config/config.h"
#include "store/source_state.h"

struct evaluation {
    struct unit_set units;
    struct counter_family *family;
    struct metric_set *metrics;   /* NULL unless the family is core */
    struct commitment_set **sets; /* the config's, in its order; NULL unless the family is core */
    size_t set_count;
    bool (*by_unit)[LIMIT_COMMITMENTS]; /* by set and commitment: some single unit has data */
    const struct metric *(
        *chosen)[LIMIT_COMMITMENTS]; /* by set and commitment: the metric that has data here */
    int cutoff;                      /* of the config: the hour of Friday at which weeks end, in seconds */
    struct period period;
    struct counts counts;
    struct figure_set *figures;
    struct count_scan *scan;      /* the reading that its counts come from, or NULL: one for each period */
    bool scan_borrowed;           /* another evaluation's */
    struct source_states sources; /* how fresh and how complete the sources were, by evaluation_at() */
};

/* Loads definitions and units. evaluation_at() then fills counts and figures for a period, as often as the caller
 * needs another one. False and e: nothing is left open. */
MUST_CHECK bool evaluation_open(struct evaluation *v, const struct config *c, struct store *s,
                                const char *family, struct error *e);
MUST_CHECK bool evaluation_at(struct evaluation *v, struct store *s, const struct period *p, struct error *e);
/* The same with counts that the caller has made: the evaluation takes them over and empties *counts, also on failure.
 * The states of sources are left as they were. */
MUST_CHECK bool evaluation_take(struct evaluation *v, struct store *s, const struct period *p,
                                struct counts *counts, struct error *e);
/* Before: the period, or some aggregates of it (bits; count_scan.h), will be asked for. All that is wanted before the first
 * evaluation comes from one reading of the dossiers. */
MUST_CHECK bool evaluation_want(struct evaluation *v, const struct period *p, unsigned aggregates,
                                struct error *e);
/* Counts come from the reading of another evaluation, which must live as long. */
void evaluation_share(struct evaluation *v, const struct evaluation *with);
/* Nothing more will be counted: gives back the memory of the reading. */
void evaluation_want_end(struct evaluation *v);
void evaluation_close(struct evaluation *v); /* safe on a zeroed one */

/* Chooses the commitment set and the period to judge it in. name: the set that was asked for; it is then judged by also
 * where it is not in force. NULL: the first of the config's that is in force in its period, else the first.
 * kind: of the period; NULL: the set's own. of, at: as period_make(). False and e: no such set, no set at all, or no
 * set whose kind of period `of` fits. */
MUST_CHECK bool evaluation_choose(const struct evaluation *v, const char *name, const enum period_kind *kind,
                                  const char *of, moment at, const struct commitment_set **set,
                                  struct period *p, struct error *e);
/* The set of another evaluation in this one, by its name: both load the same config. */
const struct commitment_set *evaluation_same(const struct evaluation *v, const struct commitment_set *set);
/* True if units are judged by the set in the evaluation's period: it is in force there, or was asked for. */
bool evaluation_judges(const struct evaluation *v, const struct commitment_set *set);
/* What a reader must know of the set's validity in the evaluation's period; NULL: nothing, it is in force. */
const char *evaluation_validity(const struct evaluation *v, const struct commitment_set *set, char *out,
                                size_t size);

/* Before units are counted in a period: a set of its kind that is in force may say that dossiers of a unit that merged are its
 * successor's in all of it. */
void evaluation_heirs_set(struct evaluation *v, const struct period *p);

/* The metric that commitment i of a set is judged by: the first of its metrics that some unit has data for;
 * the first one where none has. */
const struct metric *evaluation_metric(const struct evaluation *v, const struct commitment_set *set,
                                       size_t i);
/* The first of several metric names (NULL-terminated) that some unit has data for, or the first. */
const struct metric *evaluation_metric_of(const struct evaluation *v, const char *const *names);
/* The on-time rate: the one of counted dossiers where some unit has it, else the one that the national portal
 * publishes. */
const struct metric *evaluation_on_time(const struct evaluation *v);
/* True if some single unit has data for commitment i of the set. */
bool evaluation_by_unit(const struct evaluation *v, const struct commitment_set *set, size_t i);
/* True if some unit has data for the metric. */
bool evaluation_known(const struct evaluation *v, const struct metric *m);
/* The metric of a unit (index, or units.count for ALL) in the evaluation's period. */
struct ratio evaluation_ratio(const struct evaluation *v, const struct metric *m, size_t unit);

/* The same of the unit's own dossiers, or of those of the units below it. */
struct ratio evaluation_ratio_whose(const struct evaluation *v, const struct metric *m, size_t unit,
                                    enum whose whose);

/* True for a province that is known by published figures alone: its row is the whole, and is not compared with its
 * units. */
bool evaluation_is_whole(const struct evaluation *v, size_t unit);

#endif
