/* The sources and runs that polls began in a store with an outbox, by the ids that polls were given: the store's own
 * ids, or -1, -2 .. while the store was away. Their ids in the store are asked for again when the store comes back. */
#ifndef MOTCUA_STORE_OUTBOX_REGISTRY_H
#define MOTCUA_STORE_OUTBOX_REGISTRY_H

#include "store/outbox/queue.h"

struct registry_source {
    struct outbox_source about;    /* its texts are owned */
    int64_t given;                 /* id that the poll was given */
    int64_t id;                    /* id in the store; 0: to be asked for */
    char origin[RUN_ORIGIN_BYTES]; /* the source's last run in the store */
    int64_t run;                   /* that run's id in the store; 0: none */
};

struct registry_run {
    int64_t given;
    size_t source; /* index in registry.sources */
    struct run run;
    bool waits; /* a step of the run went into the outbox: the end then goes there, too, where the outcomes of
                   replayed pages are added */
};

struct registry {
    struct registry_source *sources;
    struct registry_run *runs;
    size_t source_count, run_count;
};

void registry_free(struct registry *r);
/* Adds or changes the source of about->name, whose texts are copied; a changed source has id 0, so that the store is
 * told. NULL: no memory. Pointers to sources hold until the next call. */
MUST_CHECK struct registry_source *registry_source_put(struct registry *r, const struct outbox_source *about);
struct registry_source *registry_source_find(struct registry *r, int64_t given); /* or NULL */
/* Adds a run of a source of r. NULL: no memory. Pointers to runs hold until the next call. */
MUST_CHECK struct registry_run *registry_run_add(struct registry *r, const struct registry_source *source,
                                                 const struct run *run);
struct registry_run *registry_run_find(struct registry *r, int64_t given); /* or NULL */
/* Forgets the ids in the store, which are then asked for again. */
void registry_forget(struct registry *r);

#endif
