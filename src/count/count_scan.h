/* One reading of the dossiers for the counts of many periods. Who needs several says so first (count_scan_want), and the
 * store is read once, when the first of them is asked for: blocks of rows are counted here, by block_program.h. The
 * statements of count.h give the same figures, one period and aggregate at a time. */
#ifndef MOTCUA_COUNT_SCAN_H
#define MOTCUA_COUNT_SCAN_H

#include "count/count.h"

struct count_scan;

/* Bits of a family's aggregates. */
enum { COUNT_ALL_AGGREGATES = (1 << LIMIT_AGGREGATES) - 1 };
/* The aggregate with this name; 0: there is none. */
unsigned count_aggregate_named(const struct counter_family *f, const char *name);
/* The aggregate of a counter, or those of its parts. */
unsigned count_aggregates_of(const struct counter_family *f, size_t counter);

/* The aggregates whose counters count procedures (procedure_count.h). */
unsigned count_aggregates_distinct(const struct counter_family *f);

/* The family is borrowed. touches: which units had dossiers is asked for too. NULL and e: no memory. */
MUST_CHECK struct count_scan *count_scan_new(const struct counter_family *f, bool touches, struct error *e);
void count_scan_free(struct count_scan *scan); /* safe with NULL */
/* Nothing happens where the family has conditions that blocks cannot do, or the reading is over. */
MUST_CHECK bool count_scan_want(struct count_scan *scan, const struct period *p, unsigned aggregates,
                                struct error *e);
/* True if the period and these aggregates were wanted, so that the reading has them or will have. */
bool count_scan_has(struct count_scan *scan, const struct period *p, unsigned aggregates);
/* Adds the counts of a period to `own`, as counts_own() does, if they were wanted; *there: they were. The first call
 * reads the dossiers, in these versions and no others. */
MUST_CHECK bool count_scan_own(struct count_scan *scan, struct store *s,
                               const struct dossier_versions *versions, const struct unit_set *units,
                               const struct period *p, unsigned aggregates, int sign, int64_t *own,
                               bool *touched, bool *there, struct error *e);

/* A unit (NULL: unknown), a procedure and the counters of an aggregate of procedures. */
typedef bool count_scan_procedure(void *context, const char *unit, const char *procedure,
                                  const uint32_t *numbers, struct error *e);
/* Gives what a reading that is over found for one aggregate of procedures; *there: it was wanted. */
MUST_CHECK bool count_scan_procedures(struct count_scan *scan, const struct period *p, size_t aggregate,
                                      count_scan_procedure *take, void *context, bool *there,
                                      struct error *e);

#endif
