/* One unit on one page of A4 or one screen of a phone: four numbers against four targets, how many dossiers are short
 * by the end of the period, what to do first, overdue dossiers, the place. */
#ifndef MOTCUA_UNIT_PAPER_H
#define MOTCUA_UNIT_PAPER_H

#include "report/paper.h"
#include "report/report.h"

/* unit is an index of r->now.units. The page says what to do first only after report_advise(). The caller frees the
 * paper. NULL and e on failure. */
MUST_CHECK struct paper *unit_paper_make(const struct report *r, size_t unit, struct error *e);

#endif
