/* A report's model as a paper: what stands in it, in which order. The one place between the figures and the
 * writers. */
#ifndef MOTCUA_COMPOSE_H
#define MOTCUA_COMPOSE_H

#include "report/issue.h"
#include "report/paper.h"
#include "report/report.h"

/* The report on all units, for who signs it: judgement, figures, who is short, what is proposed, signature;
 * then annexes, the workbook's sheets and the message. NULL and e on failure. */
MUST_CHECK struct paper *compose_report(const struct report *r, struct error *e);
/* The same with what has changed since the last one was issued (or NULL); for the public: without names of dossiers,
 * small counts, what is proposed, and signature. */
MUST_CHECK struct paper *compose_report_with(const struct report *r, const struct issue_changes *changes,
                                             bool for_public, struct error *e);

#endif
