/* One reading of the dossiers for the counts of many periods. The caller names all periods first (count_scan_want),
 * and the store is read once, when the first period is asked for: blocks of rows are counted here, by
 * block_program.h. The statements of count.h give the same figures, one period and aggregate at a time. */
#ifndef MOTCUA_COUNT_SCAN_H
#define MOTCUA_COUNT_SCAN_H

#include "count/count.h"

struct count_scan;

/* Bits of a family's aggregates. */
enum { COUNT_ALL_AGGREGATES = (1 << LIMIT_AGGREGATES) - 1 };
/* Returns the bit of the aggregate with this name; 0: the family has no such aggregate. */
unsigned count_aggregate_named(const struct counter_family *f, const char *name);
/* Returns the bit of the counter's aggregate; for a derived counter the bits of its parts' aggregates. */
unsigned count_aggregates_of(const struct counter_family *f, size_t counter);

/* Returns the bits of the aggregates whose counters count procedures (procedure_count.h). */
unsigned count_aggregates_distinct(const struct counter_family *f);

/* Returns a reading of which nothing is wanted yet; NULL and e: no memory. The family is borrowed. touches: the
 * caller also asks which units had dossiers. */
MUST_CHECK struct count_scan *count_scan_new(const struct counter_family *f, bool touches, struct error *e);
void count_scan_free(struct count_scan *scan); /* safe with NULL */
/* Says that the period's counts will be asked for, before the reading. Nothing is noted, and count_scan_has() stays
 * false, where blocks cannot answer a condition of the family, where the reading is over, or after 128 periods. */
MUST_CHECK bool count_scan_want(struct count_scan *scan, const struct period *p, unsigned aggregates,
                                struct error *e);
/* True if the reading has, or will have, the period's counts of these aggregates: they were wanted, and were not
 * taken as often as they were wanted, after which their memory is freed. */
bool count_scan_has(struct count_scan *scan, const struct period *p, unsigned aggregates);
/* Adds the counts of a period to `own`, as counts_own() does, if count_scan_has(); *there false: nothing was added. The
 * first call reads the dossiers in the given versions, and all later calls get counts of those versions. */
MUST_CHECK bool count_scan_own(struct count_scan *scan, struct store *s,
                               const struct dossier_versions *versions, const struct unit_set *units,
                               const struct period *p, unsigned aggregates, int sign, int64_t *own,
                               bool *touched, bool *there, struct error *e);

/* Called with a unit (NULL: unknown), a procedure, and the number of their dossiers for each counter of the
 * aggregate, all borrowed until the function returns. False and e stop the calls. */
typedef bool count_scan_procedure(void *context, const char *unit, const char *procedure,
                                  const uint32_t *numbers, struct error *e);
/* Gives the units and procedures that a finished reading found for one aggregate of procedures to `take`; *there
 * false: the aggregate was not read for the period, and `take` was not called. */
MUST_CHECK bool count_scan_procedures(struct count_scan *scan, const struct period *p, size_t aggregate,
                                      count_scan_procedure *take, void *context, bool *there,
                                      struct error *e);

#endif
