/* Supplements: what a clerk knows of a polled source's dossiers and the portal does not, by dossier code: apology, digitized
 * input, electronic result, citizen account, linked. A supplement fills what the source leaves unknown; where the portal
 * has a word of its own, that stands. */
#ifndef MOTCUA_STORE_SUPPLEMENT_H
#define MOTCUA_STORE_SUPPLEMENT_H

#include "store/store.h"

/* The fields that a supplement may have: bit i for field i. */
uint64_t supplement_fields(void);
/* Keeps one row; values that are not known leave what an earlier row said. Inside a transaction. */
MUST_CHECK bool supplement_put(struct store *s, int64_t source, const struct run *run,
                               const struct dossier *d, struct error *e);
/* The source can know these fields from now on. Inside a transaction. */
MUST_CHECK bool supplement_known(struct store *s, int64_t source, uint64_t fields, struct error *e);
/* Fills the dossiers in, where there are supplements at all: after one was imported, and after a poll wrote dossiers anew.
 * A version that was known before the supplement goes to the history. One transaction. */
MUST_CHECK bool supplement_apply(struct store *s, struct error *e);

struct supplement_state {
    int64_t found, without; /* rows whose dossier the source has; and has not */
    int64_t overruled;      /* rows with a value where the portal says another */
};
MUST_CHECK bool supplement_state_get(struct store *s, int64_t source, int64_t run,
                                     struct supplement_state *out, struct error *e);

#endif
