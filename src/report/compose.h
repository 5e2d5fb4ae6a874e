/* A report's model as a paper: what stands in it, in which order. The one place between the figures and the
 * writers. */
#ifndef MOTCUA_COMPOSE_H
#define MOTCUA_COMPOSE_H

#include "report/paper.h"
#include "report/report.h"

/* The report on all units, for who signs it: judgement, figures, who is short, what is proposed, signature;
 * then annexes, the workbook's sheets and the message. NULL and e on failure. */
MUST_CHECK struct paper *compose_report(const struct report *r, struct error *e);

#endif
