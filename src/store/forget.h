/* Forgetting one dossier (Decree 13/2023/NĐ-CP, article 16): its versions, its rejects, its supplements, and words
 * that quote its code. Later counts do not include the dossier; samples, which are sums, keep the past.
 *
 * No mark keeps the dossier out later: a mark would be kept about the very person who asked, and the figures would
 * differ from the portal's without a word. So the next reading brings the dossier again as long as the portal has
 * it. */
#ifndef MOTCUA_STORE_FORGET_H
#define MOTCUA_STORE_FORGET_H

#include "store/store.h"

/* Takes a count of rows in a place (a table, or TABLE.COLUMN): rows that were removed (gone), or rows that still
 * hold the code because people wrote them (entries made by hand, messages). place is borrowed. false stops, with *e
 * set. */
typedef bool forget_take(void *context, const char *place, int64_t rows, bool gone, struct error *e);

/* Forgets the dossier in one transaction. code: the dossier's code in any spelling, or the source's own key. dry:
 * counts, and removes nothing. An SQLite store overwrites the bytes and empties its log. ERROR_USAGE: code has no
 * letter of a code. */
MUST_CHECK bool forget_dossier(struct store *s, const char *code, bool dry, forget_take *take, void *context,
                               struct error *e);

#endif
