/* One unit on one page of A4, or one screen of a phone: four numbers against four targets, what is short by the end of
 * the period, what to do first, what is overdue, the place. */
#ifndef MOTCUA_UNIT_PAPER_H
#define MOTCUA_UNIT_PAPER_H

#include "report/paper.h"
#include "report/report.h"

/* unit: index of r->now.units. What to do first is there after report_advise(). NULL and e on failure. */
MUST_CHECK struct paper *unit_paper_make(const struct report *r, size_t unit, struct error *e);

#endif
