/* The sources and runs that a store with an outbox was told of, by the ids that it gave out for them: the
 * store's own, or -1, -2 .. where it was away. What the store calls them is asked for again when it comes
 * back. */
#ifndef MOTCUA_STORE_OUTBOX_REGISTRY_H
#define MOTCUA_STORE_OUTBOX_REGISTRY_H

#include "store/outbox/queue.h"

struct registry_source {
    struct outbox_source about; /* its texts are owned */
    int64_t given;
    int64_t id;                    /* in the store; 0: to be asked for */
    char origin[RUN_ORIGIN_BYTES]; /* the run that was begun last ... */
    int64_t run;                   /* ... and its id in the store, or 0 */
};

struct registry_run {
    int64_t given;
    size_t source; /* index */
    struct run run;
    bool waits; /* some of it went through the outbox: then its end does too, and finds its pages' outcomes
                   there */
};

struct registry {
    struct registry_source *sources;
    struct registry_run *runs;
    size_t source_count, run_count;
};

void registry_free(struct registry *r);
/* The source of this name, as `about` says from now on: where that is new, the store must be told. NULL: no
 * memory. Pointers to sources hold until the next call of it. */
MUST_CHECK struct registry_source *registry_source_put(struct registry *r, const struct outbox_source *about);
struct registry_source *registry_source_find(struct registry *r, int64_t given); /* or NULL */
/* NULL: no memory. Pointers to runs hold until the next call. */
MUST_CHECK struct registry_run *registry_run_add(struct registry *r, const struct registry_source *source,
                                                 const struct run *run);
struct registry_run *registry_run_find(struct registry *r, int64_t given); /* or NULL */
/* All ids in the store are to be asked for again. */
void registry_forget(struct registry *r);

#endif
