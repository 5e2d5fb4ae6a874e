/* Tables on pages are searched, filtered and sorted by the address, without a script: ?tim=WORDS (with or without
 * diacritics), ?thieu=1 (only rows with a cell marked short), ?xep=COLUMN&chieu=giam, ?trang=N of a long table. */
#ifndef MOTCUA_SERVE_PAGE_TABLE_H
#define MOTCUA_SERVE_PAGE_TABLE_H

#include "report/paper.h"
#include "serve/route.h"
#include "show/table_pick.h"

/* Leaves in every table of the paper only the rows that the address asks for, in the order that the address asks for.
 * The total row is dropped where the address filters rows, because the total would not fit them. */
void page_table_view(const struct visit *v, struct paper *p);
/* Appends the wishes of the address as "&amp;tim=...", for links to the same rows. */
void page_table_query(struct buffer *out, const struct visit *v);
/* Appends the form by which people search and filter. */
void page_table_search(struct buffer *out, const struct visit *v);
/* Appends the table; its heads are links that sort. */
void page_table(struct buffer *out, const struct visit *v, const struct paper_table *t);

/* Returns the wishes of the address for a table that goes to programs; the texts are borrowed from the visit. */
struct table_wish page_table_wish(const struct visit *v);

#endif
