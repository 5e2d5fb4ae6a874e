/* The portal's own monthly statistics over its dossiers, with the portal's rules and quirks. */
#ifndef PORTAL_STATISTICS_H
#define PORTAL_STATISTICS_H

#include "listing.h"

struct statistics_query {
    int64_t year, month; /* month -1: every month of the year up to now; 0 (year totals) has no rows here */
    const char *agency, *domain, *system; /* NULL any; "total": only rows over all of them */
};

/* Writes {"total", "agency", "data"}. Without filters the rows over all offices, per domain, per office and
 * per office and domain come in one flat list, latest month first. */
void statistics_write(struct rows *rows, const struct statistics_query *q, wall now, int64_t group_id,
                      struct text *out);

#endif
