/* One reading of the dossiers for the counts of many periods. The caller names all periods first (count_scan_want),
 * and the store is read once, when the first period is asked for: blocks of rows are counted here, by
 * block_program.h. The statements of count.h give the same figures, one period and aggregate at a time. */
#ifndef MOTCUA_COUNT_SCAN_H
#define MOTCUA_COUNT_SCAN_H

#include "count/count.h"
#include "count/counter_set.h"

struct count_scan;

/* Returns a reading of which nothing is wanted yet; NULL and e: no memory. The family is borrowed. touches: the
 * caller also asks which units had dossiers. */
MUST_CHECK struct count_scan *count_scan_new(const struct counter_family *f, bool touches, struct error *e);
void count_scan_free(struct count_scan *scan); /* safe with NULL */
/* Says that these counters of the period will be asked for, before the reading. Nothing is noted, and count_scan_has() stays
 * false, where blocks cannot answer a condition of the family, where the reading is over, or after 128 periods. */
MUST_CHECK bool count_scan_want(struct count_scan *scan, const struct period *p,
                                const struct counter_set *counters, struct error *e);
/* True if the reading has, or will have, these counters of the period: they were wanted, and were not
 * taken as often as they were wanted, after which their memory is freed. */
bool count_scan_has(struct count_scan *scan, const struct period *p, const struct counter_set *counters);
/* Adds the counts of a period to `own`, as counts_own() does, if count_scan_has(); *there false: nothing was added. The
 * first call reads the dossiers in the given versions, and all later calls get counts of those versions. */
MUST_CHECK bool count_scan_own(struct count_scan *scan, struct store *s,
                               const struct dossier_versions *versions, const struct unit_set *units,
                               const struct period *p, const struct counter_set *counters, int sign,
                               int64_t *own, bool *touched, bool *there, struct error *e);

/* Called with a unit (NULL: unknown), a procedure, both borrowed until the function returns, and a bit for each
 * counter of the aggregate, in order, that counts one of their dossiers. False and e stop the calls. */
typedef bool count_scan_procedure(void *context, const char *unit, const char *procedure, uint32_t counters,
                                  struct error *e);
/* Gives the units and procedures that a finished reading found for one aggregate of procedures to `take`; *there
 * false: the aggregate was not read for the period, and `take` was not called. */
MUST_CHECK bool count_scan_procedures(struct count_scan *scan, const struct period *p, size_t aggregate,
                                      count_scan_procedure *take, void *context, bool *there,
                                      struct error *e);

#endif
