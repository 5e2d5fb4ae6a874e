/* Where the page is that explains a number. */
#ifndef MOTCUA_SERVE_PAGE_FIGURE_H
#define MOTCUA_SERVE_PAGE_FIGURE_H

#include "report/report.h"
#include "serve/route.h"

/* "/don-vi/CODE/chi-tieu?ten=METRIC"; unit: index, or units.count for all together. */
void figure_address(const struct report *r, size_t unit, const char *metric, char *out, size_t size);

#endif
