/* The frame of every page, and the ways in which a paper or a table becomes a reply. */
#ifndef MOTCUA_SERVE_PAGE_H
#define MOTCUA_SERVE_PAGE_H

#include "report/paper.h"
#include "serve/route.h"

/* Head and tabs; the page's own part follows in out->body, then page_close(). */
void page_open(struct reply *out, const struct visit *v, const char *title);
void page_close(struct reply *out, const struct visit *v);
/* Places of a page in all formats, for people: "CSV · Excel · Word · JSON"; twin: address of the JSON, or NULL. */
void page_downloads(struct reply *out, const struct visit *v, const char *twin);

/* A refusal or fault as a page, or as {"error", "hint"} for programs. */
void page_fault(struct reply *out, const struct visit *v, unsigned status, const char *what,
                const char *hint);

/* A paper in the format that is asked for. twin: address of its JSON. search: rows of its tables can be sought and
 * sorted; a table with a column "unit" links to the pages of units that the visitor may read. */
MUST_CHECK bool page_paper(struct reply *out, const struct visit *v, struct paper *p, const char *twin,
                           bool search, struct error *e);

#endif
