/* Evidence (tài liệu kiểm chứng): which files prove a criterion of a unit in a period. The store never keeps the
 * file itself, only its name, size and SHA-256, the place to find it, who entered it and when. Entries are only
 * ever added; a wrong entry is withdrawn by another. */
#ifndef MOTCUA_EVIDENCE_H
#define MOTCUA_EVIDENCE_H

#include "base/period.h"
#include "store/store.h"

struct evidence {
    int64_t id;
    const char *ruleset, *criterion, *unit; /* ruleset "": any ruleset */
    enum period_kind period_kind;
    moment period_from, entered;
    const char *name, *sha256; /* of the file; 64 hex digits */
    int64_t bytes;
    const char *reference, *note; /* or NULL */
    const char *by;
    bool withdrawn;
};

/* Adds an entry. *added false: the same file (SHA-256) counts already for this ruleset, criterion, unit and period. */
MUST_CHECK bool evidence_add(struct store *s, const struct evidence *evidence, bool *added, struct error *e);
/* Withdraws an entry, which no longer counts. ERROR_USAGE: no entry has that id, or the entry is withdrawn already. */
MUST_CHECK bool evidence_withdraw(struct store *s, int64_t id, const char *note, const char *by, moment at,
                                  struct error *e);

/* Called for each entry, in the order of entering. Texts are borrowed until the function returns; false stops, with *e
 * set. */
typedef bool evidence_row(void *context, const struct evidence *evidence, struct error *e);
/* Gives all entries made at or before `known` to `row`, withdrawn if a withdrawal was made by then. */
MUST_CHECK bool evidence_each(struct store *s, moment known, evidence_row *row, void *context,
                              struct error *e);

#endif
