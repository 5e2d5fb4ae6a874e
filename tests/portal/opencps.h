/* The OpenCPS interface: GET {base}/dossiers and GET .../statistics. */
#ifndef PORTAL_OPENCPS_H
#define PORTAL_OPENCPS_H

#include "portal.h"

void opencps_row_write(const struct dossier *d, struct text *out);
void opencps_dossiers(struct portal *p, const struct request *r, const struct fault_plan *plan,
                      struct reply *reply);
void opencps_statistics(struct portal *p, const struct request *r, struct reply *reply);
/* false: not logged in, and the reply says so (HTTP 203). */
bool opencps_login(struct portal *p, const struct request *r, struct reply *reply);

#endif
