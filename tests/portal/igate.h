/* VNPT iGate 2.0: a token of the sign-on server, and the search over dossiers. */
#ifndef PORTAL_IGATE_H
#define PORTAL_IGATE_H

#include "portal.h"

#define IGATE_TOKEN_PATH  "/auth/realms/digo/protocol/openid-connect/token"
#define IGATE_SEARCH_PATH "/pa/dossier/search"
#define IGATE_FEES_PATH   "/pa/dossier-fee/--by-dossiers"

void igate_token(struct portal *p, const struct request *r, struct reply *reply);
void igate_search(struct portal *p, const struct request *r, const struct fault_plan *plan,
                  struct reply *reply);
void igate_fees(struct portal *p, const struct request *r, struct reply *reply); /* of dossier-ids=a,b,... */
void igate_row_write(const struct dossier *d, struct text *out);

#endif
