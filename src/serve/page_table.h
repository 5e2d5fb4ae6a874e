/* Tables on pages: searched, filtered and sorted by the address, without a script.
 * ?tim=WORDS (with or without diacritics), ?thieu=1 (only rows with a cell marked short), ?xep=COLUMN&chieu=giam, ?trang=N of a long table. */
#ifndef MOTCUA_SERVE_PAGE_TABLE_H
#define MOTCUA_SERVE_PAGE_TABLE_H

#include "report/paper.h"
#include "serve/route.h"
#include "show/table_pick.h"

/* Leaves in every table of the paper the rows that are asked for, in the order that is asked for; a total row goes
 * where rows were left out. */
void page_table_view(const struct visit *v, struct paper *p);
/* What of that the address asks for, as "&amp;tim=...": for links to the same rows. */
void page_table_query(struct buffer *out, const struct visit *v);
/* The form for it. */
void page_table_search(struct buffer *out, const struct visit *v);
/* The table; its heads are links that sort. */
void page_table(struct buffer *out, const struct visit *v, const struct paper_table *t);

/* The same wish for a table that goes to programs. Borrowed from the visit. */
struct table_wish page_table_wish(const struct visit *v);

#endif
