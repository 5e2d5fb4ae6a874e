/* How whole that is what the store knows of each source: what its newest poll was to bring and brought, when
 * it was last read whole, what is missing. The one place that whatever is printed tells it from. */
#ifndef MOTCUA_STORE_SOURCE_STATE_H
#define MOTCUA_STORE_SOURCE_STATE_H

#include "store/store.h"

struct source_state {
    char *code, *name;               /* of the config; as people call it */
    char *outcome, *message;         /* of its newest poll; message may be NULL */
    moment observed, complete;       /* newest poll; newest complete one; MOMENT_NONE: never */
    int64_t expected, got, rejected; /* expected -1: the portal does not say */
    int64_t missing;                 /* dossiers that the portal no longer gives; no figure holds them */
    moment newest;                   /* the newest date inside of what came by then; MOMENT_NONE: not known */
    struct outcome why;              /* what its newest poll did not bring whole */
    int64_t issue_rows;              /* of its newest poll: not understood or not believed */
    char *units;  /* whose figures it has: "Xã A, Xã B" or "119 units"; "" where it has none */
    char *issues; /* the first of them, as sentences; "" where there is none */
    bool counts;  /* counters see its dossiers */
    bool stale;   /* for the report to say */
};

struct source_states {
    struct source_state *items;
    size_t count;
};

/* As at a moment, and as known then (store_known()): the newest poll of each source by that moment; where
 * there was none yet, the first whole one after it, which tells of the time before too. */
MUST_CHECK bool source_states_load(struct store *s, moment at, struct source_states *out, struct error *e);
void source_states_free(struct source_states *states); /* safe on a zeroed one */
bool source_is_whole(const struct source_state *s);
/* Figures of long ago, however lately they came: the newest date inside is further before the poll than the
 * config, or the period of the figures, lets it be. */
bool source_is_old(const struct source_state *s);
/* A sentence on what a source lacks although it is whole: records that could not be read, figures of long ago. "":
 * nothing. Returns out. */
const char *source_state_note(const struct source_state *s, char *out, size_t size);
/* A sentence on what was not understood of a source that has issue_rows; returns out. */
const char *source_issues_say(const struct source_state *s, char *out, size_t size);
/* A sentence on a source that is not whole; returns out. */
const char *source_state_say(const struct source_state *s, char *out, size_t size);

#endif
