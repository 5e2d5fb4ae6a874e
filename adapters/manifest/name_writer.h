/* Names of procedures and fields out of records of dossiers: which of them come into the page (rows/catalogue_name.h
 * says why so few). A text that is not taken is not copied anywhere. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_NAME_WRITER_H
#define MOTCUA_ADAPTERS_MANIFEST_NAME_WRITER_H

#include "adapters/manifest/plan.h"
#include "rows/page.h"

enum { NAME_PLACES = 1024 };

/* One of the names that records gave, known by its hash: a second dossier must give it too. */
struct name_once {
    uint64_t name, key; /* hashes of kind, code and name, and of the first dossier's key; 0: free */
    bool written;
};

struct name_writer {
    struct name_once places[NAME_PLACES];
};

/* values: the dossier's, by target. False: the page is full. A name that cannot be read is left out, for the dossier is
 * as good without it. */
MUST_CHECK bool name_writer_record(struct name_writer *w, const struct plan *plan,
                                   const struct portal_row *row, const struct value *values,
                                   struct page *page);

#endif
