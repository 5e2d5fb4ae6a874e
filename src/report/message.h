/* Adds the short message that a clerk pastes into a chat. */
#ifndef MOTCUA_MESSAGE_H
#define MOTCUA_MESSAGE_H

#include "report/paper.h"
#include "report/report.h"

void message_add(const struct report *r, bool for_public, struct paper *p);
/* Adds a warning to the paper where the units form no forest, because sums over them then lack dossiers. */
void message_tree(const struct report *r, struct paper *p);

#endif
