/* The address of the page that explains a number. */
#ifndef MOTCUA_SERVE_PAGE_FIGURE_H
#define MOTCUA_SERVE_PAGE_FIGURE_H

#include "report/paper.h"
#include "report/report.h"
#include "serve/route.h"

/* Writes "/don-vi/CODE/chi-tieu?ten=METRIC", metric being the name of a metric or a counter; unit is an index of the report's units, or units.count for all
 * together. */
void figure_address(const struct report *r, size_t unit, const char *metric, char *out, size_t size);

/* Adds the columns of a list of dossiers: unit, name, code, procedure and due. A sheet, which programs read, has the
 * procedure's code in a column of its own. */
void dossier_columns(struct paper_table *t, bool sheet);

#endif
