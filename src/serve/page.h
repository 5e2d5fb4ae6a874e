/* The frame of every page, and the functions that make a reply of a paper or of a table. */
#ifndef MOTCUA_SERVE_PAGE_H
#define MOTCUA_SERVE_PAGE_H

#include "report/paper.h"
#include "serve/route.h"

/* Writes head and tabs; the caller adds the page's own part to out->body and calls page_close(). */
void page_open(struct reply *out, const struct visit *v, const char *title);
void page_close(struct reply *out, const struct visit *v);
/* Writes links to the page in other formats: "Excel Word CSV JSON". twin is the address of the JSON, or NULL; only
 * visitors with a login see the link to the JSON. */
void page_downloads(struct reply *out, const struct visit *v, const char *twin);

/* Makes the reply a refusal or fault: a page, or {"error", "hint"} for programs. hint may be NULL. */
void page_fault(struct reply *out, const struct visit *v, unsigned status, const char *what,
                const char *hint);

/* Makes the reply a paper in the format that the visitor asks for. twin is the address of the paper's JSON. search true
 * lets the visitor search and sort the rows of tables; a table with a column "unit" links to the pages of units that
 * the visitor may read. */
MUST_CHECK bool page_paper(struct reply *out, const struct visit *v, struct paper *p, const char *twin,
                           bool search, struct error *e);

#endif
