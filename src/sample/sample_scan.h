/* Counting for samples: the dossiers are read once for all periods that are to be written, not once for each. */
#ifndef MOTCUA_SAMPLE_SCAN_H
#define MOTCUA_SAMPLE_SCAN_H

#include "count/dossier_version.h"
#include "sample/sample_inner.h"

/* As evaluated now, and as sampled last. */
struct period sampled_now(const struct sampling *g, const struct sampled *p);
struct period sampled_before(const struct sampling *g, const struct sampled *p);
/* No usable sample is there: all is counted. */
bool sampled_fresh(const struct sampling *g, const struct sampled *p);

/* counts_own() of one of these periods. The first call with some versions reads them for all periods to be written
 * (g->writes); a later one takes what was read, for versions are named by their runs: what those brought and replaced stays
 * as it was, whoever writes meanwhile. */
MUST_CHECK bool sampling_own(struct sampling *g, const struct period *p,
                             const struct dossier_versions *versions, int sign, int64_t *own, bool *touched,
                             struct error *e);
void sampling_scans_free(struct sampling *g);

#endif
