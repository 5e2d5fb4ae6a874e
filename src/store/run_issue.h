/* Issues of runs (rows/misgiving.h) in the store. */
#ifndef MOTCUA_STORE_RUN_ISSUE_H
#define MOTCUA_STORE_RUN_ISSUE_H

#include "rows/misgiving.h"
#include "store/store.h"

/* Keeps those of a run that has begun; one that is there already gets the new number of rows. */
MUST_CHECK bool run_issues_put(struct store *s, const struct run *run, const struct misgiving_list *issues,
                               struct error *e);
/* Those of a source's newest run by a moment, the most rows first; of imported files, of the runs of one day. */
MUST_CHECK bool run_issues_load(struct store *s, const char *source, moment at, struct misgiving_list *out,
                                struct error *e);

#endif
