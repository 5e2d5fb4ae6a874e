/* Procedures that have a dossier of some kind, unit by unit: the counters of an aggregate with "distinct". A procedure of
 * several parts of a unit is one procedure of the unit, so these are no sums, neither over dossiers nor over units. */
#ifndef MOTCUA_PROCEDURE_COUNT_H
#define MOTCUA_PROCEDURE_COUNT_H

#include "count/count.h"

/* Fills the counters of procedures of c, which stand unknown after counts_roll(), for the unit and its tree. Nothing is done
 * where the family has none. A dossier of no known procedure adds none. */
struct count_scan;
/* aggregates: bits of those that are wanted; scan: a reading that may have them (count_scan.h), or NULL. */
MUST_CHECK bool procedure_counts_fill(struct store *s, struct counts *c, unsigned aggregates,
                                      struct count_scan *scan, struct error *e);

#endif
