/* Procedures that have a dossier of some kind, unit by unit: the counters of an aggregate with "distinct". A
 * procedure of several parts of a unit is one procedure of the unit, so these counters are no sums over dossiers or
 * units. */
#ifndef MOTCUA_PROCEDURE_COUNT_H
#define MOTCUA_PROCEDURE_COUNT_H

#include "count/count.h"

struct count_scan;
/* Fills the counters of procedures of c, which counts_roll() left unknown, for each unit's own dossiers and its tree. A
 * dossier without a known procedure adds none. counters: those that are wanted; counters of no
 * procedures are passed over. scan: a reading that may have them (count_scan.h), or NULL. */
MUST_CHECK bool procedure_counts_fill(struct store *s, struct counts *c, const struct counter_set *counters,
                                      struct count_scan *scan, struct error *e);

#endif
