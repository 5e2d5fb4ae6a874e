/* The national evaluation interface ("766"): stored replies, or a firewall in front of them. */
#ifndef PORTAL_EVALUATION_H
#define PORTAL_EVALUATION_H

#include "portal.h"

#define EVALUATION_PATH "/api/v1/reporting/evaluation/"
#define EVALUATION_PAGE "/danh-gia-chat-luong-phuc-vu"

void evaluation_answer(const struct portal *p, const struct request *r, struct reply *reply);
void evaluation_page(struct reply *reply); /* the page whose cookies callers carry */
void evaluation_waf(struct reply *reply);

#endif
