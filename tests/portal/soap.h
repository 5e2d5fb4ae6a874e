/* An older provincial system: the records of the national exchange, asked and answered in SOAP. */
#ifndef PORTAL_SOAP_H
#define PORTAL_SOAP_H

#include "portal.h"

#define SOAP_PATH "/ws/hoso.asmx"

void soap_dossiers(struct portal *p, const struct request *r, const struct fault_plan *plan,
                   struct reply *reply);

#endif
