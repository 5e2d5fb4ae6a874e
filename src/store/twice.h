/* A dossier that two sources have counts once, in the source that comes first in the config; sources that the config
 * does not name come last, in the order in which they came into the store. Codes are compared without blanks and in
 * capitals; a dossier without a code is never the same as another. */
#ifndef MOTCUA_STORE_TWICE_H
#define MOTCUA_STORE_TWICE_H

#include "config/config.h"
#include "store/store.h"

/* Marks dossiers that are twice and unmarks those that no longer are, in one transaction, where new dossiers,
 * removed dossiers, or another order or choice of sources may have changed that. While one source alone counts, the
 * dossiers are not read. Where marks changed of dossiers that samples count, all samples are counted anew. */
MUST_CHECK bool twice_mark(struct store *s, const struct config *c, struct error *e);
/* Writes to out how many dossiers are twice, by the source in which they do not count: "so-giay 98, khac 2"; "":
 * none are. *count: their sum. */
MUST_CHECK bool twice_tell(struct store *s, int64_t *count, char *out, size_t size, struct error *e);

#endif
