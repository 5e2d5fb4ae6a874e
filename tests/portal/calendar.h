/* The working time of an office laid end to end: Monday to Friday 07:30-11:30 and 13:30-17:00, Saturday
 * 07:30-11:30. Rows are spread evenly over it, and work on a dossier takes time on it, so no event falls at
 * night, at noon or on a Sunday. */
#ifndef PORTAL_CALENDAR_H
#define PORTAL_CALENDAR_H

#include "wall.h"

struct calendar {
    wall first; /* midnight of day 0 */
    size_t days;
    uint32_t *before; /* working seconds before each day; days + 1 of them; owned */
};

/* Covers [from, to] and the following half year. false: out of memory, or the span is longer than twenty
 * years. */
bool calendar_open(struct calendar *c, wall from, wall to);
void calendar_close(struct calendar *c);
int64_t calendar_work(const struct calendar *c, wall t); /* working seconds from day 0 to t; clamped */
wall calendar_wall(const struct calendar *c,
                   int64_t work);    /* the moment at which so much work was done; clamped */
wall calendar_due(wall t, int days); /* 17:00 after so many working days (Monday to Friday) */

#endif
