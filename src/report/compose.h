/* A report's model as a paper: what stands in it, in which order. The one place between the figures and the
 * writers. */
#ifndef MOTCUA_COMPOSE_H
#define MOTCUA_COMPOSE_H

#include "report/issue.h"
#include "report/office.h"
#include "report/paper.h"
#include "report/report.h"

/* The report on all units, for who signs it: judgement, figures, who is short, what is proposed, signature;
 * then annexes, the workbook's sheets and the message. NULL and e on failure. */
MUST_CHECK struct paper *compose_report(const struct report *r, struct error *e);
/* What of it is made, and for whom. */
struct compose_wish {
    const struct issue_changes *changes; /* what has changed since the last report was issued; or NULL */
    bool for_public; /* without names of dossiers, small counts, what is proposed, and signature */
    const struct office_fill *fill; /* what somebody fills in; or NULL */
    bool no_sheets, no_annexes;     /* a format that has none of them needs not pay for them */
};
MUST_CHECK struct paper *compose_report_with(const struct report *r, const struct compose_wish *wish,
                                             struct error *e);

#endif
