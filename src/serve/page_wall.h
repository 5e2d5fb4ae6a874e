/* The wall display is a page for a television: it turns by itself, has large letters, and shows no dossier codes and no
 * people. */
#ifndef MOTCUA_SERVE_PAGE_WALL_H
#define MOTCUA_SERVE_PAGE_WALL_H

#include "report/report.h"
#include "serve/route.h"

/* True if the address asks for a wall page (?man-hinh=N). */
bool wall_asked(const struct visit *v);
/* Makes the wall pages of one unit: numbers and place; twelve weeks. */
void wall_unit(const struct visit *v, struct reply *out, const struct report *r, size_t unit);
/* Makes the wall pages of all units, some units at a time. */
void wall_league(const struct visit *v, struct reply *out, const struct report *r);

#endif
