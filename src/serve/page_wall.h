/* The wall display: a page for a television that turns by itself, large, without codes of dossiers or names of people. */
#ifndef MOTCUA_SERVE_PAGE_WALL_H
#define MOTCUA_SERVE_PAGE_WALL_H

#include "report/report.h"
#include "serve/route.h"

/* Is a wall page asked for (?man-hinh=N)? */
bool wall_asked(const struct visit *v);
/* Of one unit: numbers and place; twelve weeks. */
void wall_unit(const struct visit *v, struct reply *out, const struct report *r, size_t unit);
/* Of all units, some at a time. */
void wall_league(const struct visit *v, struct reply *out, const struct report *r);

#endif
