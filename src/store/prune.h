/* Forgetting by age, as the config's "keep" or `db prune --before` says. What was known at the cut-off or
 * later can still be told afterwards, byte for byte: versions that were replaced before it go, but for one of
 * each unit, which shows that the unit had dossiers; of runs go those that left nothing behind, but for the
 * last of each source by which it is told how fresh it was. What samples still wait for stays. Dossiers as
 * they are, figures, units and entries made by hand are never forgotten. */
#ifndef MOTCUA_STORE_PRUNE_H
#define MOTCUA_STORE_PRUNE_H

#include "config/keep.h"
#include "store/store.h"

struct prune_wish {
    moment before[PRUNE_SUBJECTS]; /* MOMENT_NONE: all is kept */
    bool dry;                      /* only told, not done */
};

struct prune_item {
    enum prune_subject subject;
    const char *name;  /* of a table, or of a partition that goes whole */
    struct value rows; /* a partition's: by the server's estimate; unknown where it has none */
    moment before;
};
/* Borrowed until it returns; false stops, with *e set, and nothing of this subject is forgotten. */
typedef bool prune_take(void *context, const struct prune_item *item, struct error *e);

/* The first moment of the month `months` before that of `now`: Vietnamese wall time. */
moment prune_cutoff(moment now, int months);
/* Subject by subject, each in a transaction of its own. Tells what goes, and nothing where nothing does. */
MUST_CHECK bool prune(struct store *s, const struct prune_wish *wish, prune_take *take, void *context,
                      struct error *e);

#endif
