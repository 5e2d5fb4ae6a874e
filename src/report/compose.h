/* Makes a paper of a report's model, and alone decides which parts the paper has and in which order. */
#ifndef MOTCUA_COMPOSE_H
#define MOTCUA_COMPOSE_H

#include "report/issue.h"
#include "report/office.h"
#include "report/paper.h"
#include "report/report.h"

/* Makes the report on all units for the person who signs: judgement, figures, units that are short, proposals,
 * signature; then the annexes, the workbook's sheets and the message. The caller frees the paper. NULL and e: no
 * memory. */
MUST_CHECK struct paper *compose_report(const struct report *r, struct error *e);
/* A wish says which parts of the paper are made, and for which readers. */
struct compose_wish {
    const struct issue_changes *changes; /* figures that changed since the last issued report; or NULL */
    bool for_public;                /* leaves out dossier codes, small counts, proposals and the signature */
    const struct office_fill *fill; /* texts that a person fills in; or NULL */
    bool no_sheets, no_annexes;     /* skips the sheets or the annexes for a format that does not show them */
};
MUST_CHECK struct paper *compose_report_with(const struct report *r, const struct compose_wish *wish,
                                             struct error *e);

#endif
