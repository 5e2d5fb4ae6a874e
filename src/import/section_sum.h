/* Figures of one unit whose sections (the ministries' systems, the province's) come in files of their own: the whole is the
 * sum over all sections, whichever file is imported first. A figure "total" whose section is "total_provincial" here gets
 * what "total_ministry" is in the store. */
#ifndef MOTCUA_IMPORT_SECTION_SUM_H
#define MOTCUA_IMPORT_SECTION_SUM_H

#include "adapters/table/row_kind.h"
#include "rows/page.h"
#include "store/store.h"

/* Adds to the page's figures what the store has of other sections. Those of which another section is from a later moment
 * than `place` move into `late`, which is empty, and *moment is the latest of those: there they must be put. The page's
 * texts must outlive `late`. */
MUST_CHECK bool section_sum(struct store *s, const struct row_words *words, const struct page_place *place,
                            struct page *page, struct page *late, moment *when, struct error *e);

#endif
