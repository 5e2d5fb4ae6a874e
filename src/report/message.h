/* What a clerk pastes into a chat. */
#ifndef MOTCUA_MESSAGE_H
#define MOTCUA_MESSAGE_H

#include "report/paper.h"
#include "report/report.h"

void message_add(const struct report *r, struct paper *p);
/* A warning on paper where units are no forest, so that sums lack what they should hold. */
void message_tree(const struct report *r, struct paper *p);

#endif
