/* Forgetting one dossier (Decree 13/2023/NĐ-CP, article 16): its versions, what was refused of it, what a supplement told of
 * it, words that quote it. Its figures go out of what is counted from now on; samples, which are sums, keep the past.
 *
 * No mark is left that would keep the dossier out: a mark would be kept about the very person who asked, and the
 * figures would differ from the portal's without a word. So as long as the portal still gives it, the next reading
 * brings it again. */
#ifndef MOTCUA_STORE_FORGET_H
#define MOTCUA_STORE_FORGET_H

#include "store/store.h"

/* rows of a place went (gone), or still hold the code and are not ours to change (entries made by hand, messages). Borrowed. */
typedef bool forget_take(void *context, const char *place, int64_t rows, bool gone, struct error *e);

/* code: as it was given out, in any spelling, or the source's own key. One transaction. dry: tells, and nothing goes.
 * SQLite: the bytes are overwritten, and the log is emptied. */
MUST_CHECK bool forget_dossier(struct store *s, const char *code, bool dry, forget_take *take, void *context,
                               struct error *e);

#endif
