/* The national exchange: session login and the sharing of dossiers in the DongBoHoSoMC shape. */
#ifndef PORTAL_NATIONAL_H
#define PORTAL_NATIONAL_H

#include "portal.h"

void national_login(struct portal *p, const struct request *r, struct reply *reply);
void national_share(struct portal *p, const struct request *r, const struct fault_plan *plan,
                    struct reply *reply);

#endif
