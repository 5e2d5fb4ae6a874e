/* The same dossier in two sources that count: it counts once, in the source that comes first in the config (those
 * that the config does not name come after it, in the order in which they came into the store). Codes are compared
 * without blanks and in capitals; a dossier without a code is its own. */
#ifndef MOTCUA_STORE_TWICE_H
#define MOTCUA_STORE_TWICE_H

#include "config/config.h"
#include "store/store.h"

/* Marks what is twice and takes back what is so no longer, where new dossiers, dossiers that are gone, or another
 * order or choice of sources may have changed it. One transaction; nothing is read of the dossiers while one source
 * alone counts. Where marks of dossiers changed that samples hold, all samples are to be counted anew. */
MUST_CHECK bool twice_mark(struct store *s, const struct config *c, struct error *e);
/* How many are twice, by the source in which they do not count: "so-giay 98, khac 2" into out, "" where none are;
 * *count: of all. */
MUST_CHECK bool twice_tell(struct store *s, int64_t *count, char *out, size_t size, struct error *e);

#endif
