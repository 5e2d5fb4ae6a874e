/* One evaluation: the counters, published figures and metrics of all units in one period. Commands and reports read an
 * evaluation; this file prints and stores nothing. */
#ifndef MOTCUA_EVALUATION_H
#define MOTCUA_EVALUATION_H

#include "commitment/commitment.h"
#include "config/config.h"
#include "store/source_state.h"

/* For whom the dossiers of a unit that merged within the period count. */
enum merged {
    MERGED_AGREED, /* as all sets say that are in force in the period; where they disagree, for the unit itself */
    MERGED_APART,    /* for the unit itself until its end */
    MERGED_SUCCESSOR /* for its successor in the whole period */
};

struct evaluation {
    struct unit_set units;
    struct counter_family *family;
    struct metric_set *metrics;   /* NULL unless the family is core */
    struct commitment_set **sets; /* the sets of the config, in its order; NULL unless the family is core */
    size_t set_count;
    bool (*by_unit)[LIMIT_COMMITMENTS]; /* by set and commitment: some single unit has data */
    const struct metric *(
        *chosen)[LIMIT_COMMITMENTS]; /* by set and commitment: the metric that has data here */
    int cutoff;                      /* of the config: the hour of Friday at which weeks end, in seconds */
    enum merged merged;              /* by evaluation_judge_by() or evaluation_score_by() */
    enum period_kind merged_kind;    /* MERGED_SUCCESSOR holds for periods of this kind */
    struct period period;
    struct counts counts;
    size_t *
        below; /* by unit: how many units with dossiers lie below in the period; the last: how many there are */
    struct figure_set *figures;
    struct count_scan *scan;      /* the reading shared by several periods; NULL: one reading a period */
    bool scan_borrowed;           /* another evaluation owns `scan` */
    bool beside;                  /* another evaluation owns the definitions and the units */
    struct source_states sources; /* how fresh and how complete the sources were, by evaluation_at() */
};

/* Loads definitions and units; c is used in the call alone. evaluation_at() fills counts and figures for a period,
 * and may be called again for another period. False and e: *v is closed. */
MUST_CHECK bool evaluation_open(struct evaluation *v, const struct config *c, struct store *s,
                                const char *family, struct error *e);
/* Opens an evaluation for another period, with the definitions and units of `with`, which are used until that one is
 * closed. False and e: no memory; *v is closed. */
MUST_CHECK bool evaluation_beside(struct evaluation *v, const struct evaluation *with, struct error *e);
MUST_CHECK bool evaluation_at(struct evaluation *v, struct store *s, const struct period *p, struct error *e);
/* Like evaluation_at(), with counts that the caller has made: the evaluation owns them afterwards and empties
 * *counts, also on failure. The states of sources are left as they were. */
MUST_CHECK bool evaluation_take(struct evaluation *v, struct store *s, const struct period *p,
                                struct counts *counts, struct error *e);
/* Says that the period, or some counters of it (NULL: all), will be asked for. Everything wanted before
 * the first evaluation_at() comes from one reading of the dossiers. */
MUST_CHECK bool evaluation_want(struct evaluation *v, const struct period *p,
                                const struct counter_set *counters, struct error *e);
/* Takes counts from the reading of another evaluation, which must outlive v. */
void evaluation_share(struct evaluation *v, const struct evaluation *with);
/* Frees the reading; a later evaluation_at() reads the dossiers anew. */
void evaluation_want_end(struct evaluation *v);
void evaluation_close(struct evaluation *v); /* safe with NULL and on a zeroed struct */

/* Lets later calls of evaluation_at() count the dossiers of merged units as one set, or one ruleset for periods of a
 * kind, says. Before the first such call the sets of the config are heard together (MERGED_AGREED). */
void evaluation_judge_by(struct evaluation *v, const struct commitment_set *set);
void evaluation_score_by(struct evaluation *v, bool successor, enum period_kind kind);

/* Chooses the commitment set and the period to judge units in, and calls evaluation_judge_by(). name: the set that the user asked for, which judges
 * even where it is not in force; NULL: the first set of the config that is in force in its period, else the first
 * whose kind of period fits `of`. kind: of the period; NULL: the set's own. of, at: as for period_make(). False and
 * e: no such set, no set at all, or no set whose kind of period `of` fits. *set is borrowed from v. */
MUST_CHECK bool evaluation_choose(struct evaluation *v, const char *name, const enum period_kind *kind,
                                  const char *of, moment at, const struct commitment_set **set,
                                  struct period *p, struct error *e);
/* Returns v's own copy of a set of another evaluation, found by name; both evaluations must have loaded the same
 * config. */
const struct commitment_set *evaluation_same(const struct evaluation *v, const struct commitment_set *set);
/* True if units are judged by the set in the evaluation's period: the set is in force, or the user asked for the
 * set. */
bool evaluation_judges(const struct evaluation *v, const struct commitment_set *set);
/* Writes a sentence that the set is not in force in the evaluation's period and returns out; NULL: the set is in
 * force. */
const char *evaluation_validity(const struct evaluation *v, const struct commitment_set *set, char *out,
                                size_t size);

/* Sets units.heirs_at before units are counted in a period, by v->merged. */
void evaluation_heirs_set(struct evaluation *v, const struct period *p);
/* True if the unit stands for itself in a period: it had not ended before, and no successor stands for it. */
bool evaluation_stands(const struct evaluation *v, size_t unit, const struct period *p);
/* True if the unit ended before the evaluation's period, and no successor stands for it. */
bool evaluation_ended(const struct evaluation *v, size_t unit);
/* True if the set judges the unit in the evaluation's period. A unit without dossiers of its own, whose row is the sum of
 * its communes, is judged only by a set that names its kind. */
bool evaluation_binds(const struct evaluation *v, const struct commitment_set *set, size_t unit);
/* True if the unit has a row in tables of the evaluation's period: it has dossiers or figures of its own; or it has none
 * (a district) and its communes have dossiers: then the row is their sum, and stands where it tells more than the
 * total of all units, or where the set (or NULL) binds the unit. A unit that had ended has a row while dossiers of the
 * period are still its own. */
bool evaluation_shows(const struct evaluation *v, const struct commitment_set *set, size_t unit);
/* Writes a sentence that names the units with a row that had ended before the period, and returns out; NULL: there is
 * none. */
const char *evaluation_ended_say(const struct evaluation *v, char *out, size_t size);

/* Returns the metric that commitment i of a set is judged by: the first of the commitment's metrics that some unit
 * has data for; the first of all where no metric has data. set must be one of v's own sets. */
const struct metric *evaluation_metric(const struct evaluation *v, const struct commitment_set *set,
                                       size_t i);
/* Returns the first of several metrics, by name (NULL-terminated), that some unit has data for; else the first. */
const struct metric *evaluation_metric_of(const struct evaluation *v, const char *const *names);
/* Returns the on-time rate: of counted dossiers where some unit has that rate, else the rate of the national portal. */
const struct metric *evaluation_on_time(const struct evaluation *v);
/* True if some unit other than a whole province has data for commitment i of the set. */
bool evaluation_by_unit(const struct evaluation *v, const struct commitment_set *set, size_t i);
/* True if some unit, or ALL, has data for the metric; a published 0/0 is no data. */
bool evaluation_known(const struct evaluation *v, const struct metric *m);
/* Returns the metric of a unit (index, or units.count for ALL) in the evaluation's period. */
struct ratio evaluation_ratio(const struct evaluation *v, const struct metric *m, size_t unit);

/* Returns evaluation_ratio() over the unit's own dossiers, or over those of the units below. */
struct ratio evaluation_ratio_whose(const struct evaluation *v, const struct metric *m, size_t unit,
                                    enum whose whose);

/* True for a province that has published figures and no dossiers: its row is the whole and is not compared with
 * units. */
bool evaluation_is_whole(const struct evaluation *v, size_t unit);

#endif
