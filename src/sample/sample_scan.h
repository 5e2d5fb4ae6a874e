/* Counting for samples: the dossiers are read once for all periods that are to be written, not once for each. */
#ifndef MOTCUA_SAMPLE_SCAN_H
#define MOTCUA_SAMPLE_SCAN_H

#include "count/dossier_version.h"
#include "sample/sample_inner.h"

/* Return the period as evaluated now, and as evaluated for its last sample. */
struct period sampled_now(const struct sampling *g, const struct sampled *p);
struct period sampled_before(const struct sampling *g, const struct sampled *p);
/* True if the period has no usable sample, so that all its dossiers are counted. */
bool sampled_fresh(const struct sampling *g, const struct sampled *p);

/* Counts own dossiers of a period as counts_own() does. The first call with given versions reads the dossiers for
 * all periods to be written (g->writes); later calls take the counts of that reading, which stay true because the
 * versions are named by their runs, and no other writer changes what ended runs brought and replaced. */
MUST_CHECK bool sampling_own(struct sampling *g, const struct period *p,
                             const struct dossier_versions *versions, int sign, int64_t *own, bool *touched,
                             struct error *e);
void sampling_scans_free(struct sampling *g);

#endif
