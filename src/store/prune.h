/* Forgetting by age, as the config's "keep" or `db prune --before` says. Figures as known at the cut-off or later
 * stay the same, byte for byte. Versions of dossiers that were replaced before the cut-off go, but for one of each
 * unit, which shows that the unit had dossiers. Runs that left no rows go, but for the last one of each source,
 * which tells how fresh the source was. Rows that samples still have to count stay. Present dossiers, figures, units
 * and entries made by hand are never forgotten. */
#ifndef MOTCUA_STORE_PRUNE_H
#define MOTCUA_STORE_PRUNE_H

#include "config/keep.h"
#include "store/store.h"

struct prune_wish {
    moment before[PRUNE_SUBJECTS]; /* cut-off of each subject; MOMENT_NONE: all is kept */
    bool dry;                      /* only count, remove nothing */
};

struct prune_item {
    enum prune_subject subject;
    const char *name;  /* of a table, or of a partition that is dropped whole */
    struct value rows; /* removed rows; of a partition the server's estimate, or unknown */
    moment before;
};
/* Takes an item, borrowed until the function returns; false stops, with *e set, and rolls the subject back. */
typedef bool prune_take(void *context, const struct prune_item *item, struct error *e);

/* The first moment, in Vietnamese wall time, of the month that lies `months` before the month of `now`. */
moment prune_cutoff(moment now, int months);
/* Prunes subject by subject, each in a transaction of its own (dry: all in one that is rolled back). take() gets an
 * item for every table with removed rows and every dropped partition. */
MUST_CHECK bool prune(struct store *s, const struct prune_wish *wish, prune_take *take, void *context,
                      struct error *e);

#endif
