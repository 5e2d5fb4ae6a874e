/* Figures of a unit whose sections (the ministries' systems, the province's) come in files of their own: the whole is
 * the sum over all sections, whichever file is imported first. A figure "total" whose section is "total_provincial"
 * in the page gains what "total_ministry" is in the store. */
#ifndef MOTCUA_IMPORT_SECTION_SUM_H
#define MOTCUA_IMPORT_SECTION_SUM_H

#include "adapters/table/row_kind.h"
#include "rows/page.h"
#include "store/store.h"

/* Adds to the page's figures what the store has of other sections. Figures of which another section is from a later
 * moment than `place` move into `late`, an empty page; *when is the latest of those moments, at which `late` must be
 * stored (MOMENT_NONE: nothing moved). The page's texts must outlive `late`. false and e: the store failed, or no
 * memory. */
MUST_CHECK bool section_sum(struct store *s, const struct row_words *words, const struct page_place *place,
                            struct page *page, struct page *late, moment *when, struct error *e);

#endif
