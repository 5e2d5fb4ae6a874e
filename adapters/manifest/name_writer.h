/* Decides which names of procedures and fields come out of records of dossiers into the page (rows/catalogue_name.h
 * says why so few). A name that is not taken is not copied anywhere. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_NAME_WRITER_H
#define MOTCUA_ADAPTERS_MANIFEST_NAME_WRITER_H

#include "adapters/manifest/plan.h"
#include "rows/page.h"

enum { NAME_PLACES = 1024 };

/* A name that records gave, known by its hash: only after a second dossier gives the same name is the name written. */
struct name_once {
    uint64_t name, key; /* hashes of kind, code and name, and of the first dossier's key; name 0: free */
    bool written;
};

struct name_writer {
    struct name_once places[NAME_PLACES];
};

/* values: the dossier's, by target. false: the page is full. A name that cannot be read is left out, for the dossier
 * is as good without it. */
MUST_CHECK bool name_writer_record(struct name_writer *w, const struct plan *plan,
                                   const struct portal_row *row, const struct value *values,
                                   struct page *page);

#endif
