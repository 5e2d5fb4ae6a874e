/* Rejects of files: a dossier's code tells one reject from another, but a row without one, and one of counts, is told
 * by where it stands. */
#ifndef MOTCUA_IMPORT_REJECT_NAME_H
#define MOTCUA_IMPORT_REJECT_NAME_H

#include "base/key_set.h"
#include "rows/page.h"

struct reject_names {
    struct key_set seen; /* keys and fields of this run's rejects of counts */
};

/* Gives each reject of the page that its key does not tell apart a key with its place: "ho-so.xlsx!Trang 2#14". table:
 * the name of its table, "" for the only one. counts: the page is of a table of counts, whose units may come again.
 * false: no memory. */
MUST_CHECK bool reject_names_give(struct reject_names *n, struct page *p, const char *file, const char *table,
                                  bool counts);
void reject_names_clear(struct reject_names *n); /* safe on a zeroed struct */

#endif
