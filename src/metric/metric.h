/* Metrics: ratios of counters, or figures that a portal published; both parts are kept and compared as integers.
 * Definitions are data (schema/metrics.json): name, title, numerator and denominator as sums of counters with
 * signs, or the published figure; document; version. */
#ifndef MOTCUA_METRIC_H
#define MOTCUA_METRIC_H

#include "count/count.h"
#include "metric/figure.h"

struct metric_term {
    int sign; /* +1 or -1 */
    size_t counter;
};

struct metric {
    const char *name;
    const char *title;
    const char *short_title; /* for a column head; the title if none */
    const char *formula;     /* in words, for the "definitions used" of a report */
    const char *document;    /* the document that states the definition */
    const char *version;
    const char *figure; /* published metric's name, or NULL for a ratio of counters */
    struct metric_term numerator[LIMIT_TERMS], denominator[LIMIT_TERMS];
    size_t numerator_count, denominator_count;
    bool received; /* counts each dossier for the unit that received it (counter_twin.h) */
};

struct metric_set; /* the metrics of one counter family; owns the texts */

/* Loads the metrics over the core family, which must outlive the set. NULL and e (ERROR_CONFIG): a wrong definition. */
MUST_CHECK struct metric_set *metric_set_load(struct counter_family *core, struct error *e);
/* Finds or adds the metric NAME_by_receiving: that of the twins of m's counters, which are added to the family; no
 * counts may exist yet. m belongs to the set. A published figure is its own twin, because the portal has counted. NULL
 * and e: a counter has no twin (counter_twin.h), or there is no room. */
MUST_CHECK const struct metric *metric_twin(struct metric_set *set, const struct metric *m, struct error *e);
void metric_set_free(struct metric_set *m);
size_t metric_count(const struct metric_set *m);
const struct metric *metric_at(const struct metric_set *m, size_t i);
/* Returns the metric with this name; NULL: the set has no such metric. */
const struct metric *metric_find(const struct metric_set *m, const char *name);

/* One metric of one unit in one period. known false: the numerator or denominator is unknown ("chưa có số liệu"). d
 * == 0: no dossier arose ("không phát sinh"). */
struct ratio {
    bool known;
    int64_t n, d;
    bool published; /* a published figure gave n and d; the portal's own ratio and score may be known too */
    struct value ratio, score; /* x FIGURE_SCALE */
};
/* Returns metric_value() over the unit's own dossiers, or over the dossiers of the units below. A published figure, and
 * counts without own rows, are given as metric_value() gives them. */
struct ratio metric_value_whose(const struct metric *m, const struct counts *c,
                                const struct figure_set *figures, size_t unit, enum whose whose);
/* Returns the metric of a unit (index, or units->count for ALL); figures may be NULL. ALL of a published metric
 * adds each dossier once: the province's own row where the portal publishes such a row, else the sum of n and d
 * over the units that have both. A unit lies under its parent, or under the province whose code begins its own (H21
 * of H21.227). The portal's ratio and score are kept only where a single figure was taken. */
struct ratio metric_value(const struct metric *m, const struct counts *c, const struct figure_set *figures,
                          size_t unit);

/* Gives the dossiers that lower a ratio (the denominator counts them more often than the numerator) to `row`, in the
 * order of their due dates, `limit` at most. Columns: key, code, unit, procedure, due_at. A published figure and a
 * share of procedures have no such dossiers, so no row comes. */
MUST_CHECK bool metric_breakers_list(struct store *s, const struct counter_family *f, const struct metric *m,
                                     const struct period *p, size_t limit, store_row *row, void *context,
                                     struct error *e);

#endif
