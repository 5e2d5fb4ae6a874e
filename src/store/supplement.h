/* Supplements: values that a clerk knows and the portal does not, by dossier code: apology, digitized input,
 * electronic result, citizen account, linked. A supplement fills fields that the source leaves unknown; a value of
 * the portal stands. */
#ifndef MOTCUA_STORE_SUPPLEMENT_H
#define MOTCUA_STORE_SUPPLEMENT_H

#include "store/store.h"

/* The fields that a supplement may have: bit i for field i. */
uint64_t supplement_fields(void);
/* Keeps one row, inside the caller's transaction; unknown values leave those of an earlier row, and a row that was
 * observed before the kept one changes nothing. */
MUST_CHECK bool supplement_put(struct store *s, int64_t source, const struct run *run,
                               const struct dossier *d, struct error *e);
/* Notes that the source can know these fields from now on, inside the caller's transaction. */
MUST_CHECK bool supplement_known(struct store *s, int64_t source, uint64_t fields, struct error *e);
/* Fills the supplements into the dossiers, in one transaction: after an import of supplements, and after a poll
 * wrote dossiers anew. A version that was known before the supplement goes to the history. */
MUST_CHECK bool supplement_apply(struct store *s, struct error *e);

struct supplement_state {
    int64_t found, without; /* rows whose dossier the source has; rows whose dossier it lacks */
    int64_t overruled;      /* rows with a value where the portal says another */
};
/* Counts the supplement rows of one run of the source. */
MUST_CHECK bool supplement_state_get(struct store *s, int64_t source, int64_t run,
                                     struct supplement_state *out, struct error *e);

#endif
