/* The misgivings of runs (rows/misgiving.h) in the store. */
#ifndef MOTCUA_STORE_RUN_ISSUE_H
#define MOTCUA_STORE_RUN_ISSUE_H

#include "rows/misgiving.h"
#include "store/store.h"

/* Keeps the misgivings of a run that has begun, in one transaction; a misgiving that the run has already gets the
 * new number of rows. */
MUST_CHECK bool run_issues_put(struct store *s, const struct run *run, const struct misgiving_list *issues,
                               struct error *e);
/* The misgivings of a source as at a moment: those of its newest run by then and of the runs within 24 hours before
 * that run, summed, the most rows first. A run is left out where a later one by `at` read as many bytes: the same
 * file, imported again. The caller frees out. */
MUST_CHECK bool run_issues_load(struct store *s, const char *source, moment at, struct misgiving_list *out,
                                struct error *e);

#endif
