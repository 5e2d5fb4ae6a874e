/* Evidence (tài liệu kiểm chứng): which files prove a criterion of a unit in a period. The file itself is
 * never kept: its name, size and SHA-256, where it is to be found, who entered it and when. Entries are only
 * ever added; one that was wrong is withdrawn by another. */
#ifndef MOTCUA_EVIDENCE_H
#define MOTCUA_EVIDENCE_H

#include "base/period.h"
#include "store/store.h"

struct evidence {
    int64_t id;
    const char *ruleset, *criterion, *unit; /* ruleset "": of any */
    enum period_kind period_kind;
    moment period_from, entered;
    const char *name, *sha256; /* of the file; 64 hex digits */
    int64_t bytes;
    const char *reference, *note; /* NULL where not said */
    const char *by;
    bool withdrawn;
};

/* Adds an entry. *added false: the same file counts already for this criterion, unit and period. */
MUST_CHECK bool evidence_add(struct store *s, const struct evidence *evidence, bool *added, struct error *e);
/* Withdraws an entry, which no longer counts. ERROR_USAGE: no entry has that id, or the entry is withdrawn already. */
MUST_CHECK bool evidence_withdraw(struct store *s, int64_t id, const char *note, const char *by, moment at,
                                  struct error *e);

/* Called for each entry, in the order of entering. Texts are borrowed until the function returns; false stops, with *e
 * set. */
typedef bool evidence_row(void *context, const struct evidence *evidence, struct error *e);
/* Reads all entries made at or before `known`. */
MUST_CHECK bool evidence_each(struct store *s, moment known, evidence_row *row, void *context,
                              struct error *e);

#endif
