/* Metrics: ratios of counters, or figures that a portal published; both parts kept, compared as integers.
 * Definitions are data (schema/metrics.json): name, title, unit of count, numerator and denominator as sums
 * of counters with signs, or the published figure; document; version. */
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
    const char *formula;     /* in words, for "definitions used" */
    const char *document;    /* where the definition comes from */
    const char *version;
    const char *figure; /* published metric's name, or NULL for a ratio of counters */
    struct metric_term numerator[LIMIT_TERMS], denominator[LIMIT_TERMS];
    size_t numerator_count, denominator_count;
};

struct metric_set; /* owns the metrics; for one counter family */

MUST_CHECK struct metric_set *metric_set_load(const struct counter_family *core, struct error *e);
void metric_set_free(struct metric_set *m);
size_t metric_count(const struct metric_set *m);
const struct metric *metric_at(const struct metric_set *m, size_t i);
const struct metric *metric_find(const struct metric_set *m, const char *name);

/* known false: some part is unknown ("chưa có số liệu"). d == 0: "không phát sinh". */
struct ratio {
    bool known;
    int64_t n, d;
    bool published;            /* from a figure: then the portal's own ratio and score may be there too */
    struct value ratio, score; /* x FIGURE_SCALE */
};
/* unit: index, or units->count for ALL. figures may be NULL. ALL of a published metric adds the figures of
 * the units that no figure of a unit above them holds already: the province's own row, where it has one, else
 * the sum of n and d over the units that have both. Above is the parent, or the province whose code begins
 * the unit's (H21 of H21.227). ratio and score stand where only one figure went in. */
struct ratio metric_value(const struct metric *m, const struct counts *c, const struct figure_set *figures,
                          size_t unit);

/* The dossiers that the denominator of a ratio of counters counts more often than its numerator: those that
 * cost it. By due date: key, code, unit, procedure, due_at, at most `limit`. Of a published figure: none. */
MUST_CHECK bool metric_breakers_list(struct store *s, const struct counter_family *f, const struct metric *m,
                                     const struct period *p, size_t limit, store_row *row, void *context,
                                     struct error *e);

#endif
