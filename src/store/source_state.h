/* The state of each source in the store: the records that its newest poll expected and got, the moment of its last
 * complete poll, its missing dossiers. All that is printed of a source's state comes from here. */
#ifndef MOTCUA_STORE_SOURCE_STATE_H
#define MOTCUA_STORE_SOURCE_STATE_H

#include "store/store.h"

struct source_state {
    char *code, *name;               /* name in the config; title for people */
    char *outcome, *message;         /* of its newest poll; message may be NULL */
    moment observed, complete;       /* newest poll; newest complete one; MOMENT_NONE: never */
    int64_t expected, got, rejected; /* expected -1: the portal does not say */
    int64_t missing;                 /* dossiers that the portal no longer gives, and no figure counts */
    moment newest;      /* the newest date of the records that came by then; MOMENT_NONE: not known */
    struct outcome why; /* the records that its newest poll did not bring whole */
    int64_t issue_rows; /* rows of its misgivings (run_issues_load()) that touch a figure */
    char *units;        /* units of its figures: "Xã A, Xã B" or "119 units"; "": none */
    char *issues;       /* the three greatest misgivings, as sentences; "": none */
    bool counts;        /* counters see its dossiers */
    bool stale;         /* set by the report */
};

struct source_states {
    struct source_state *items;
    size_t count;
};

/* The states as at a moment, and as known at store_known(): of the newest poll of each source by the moment, or,
 * before the first poll, of the first complete poll after the moment, which tells of the time before, too. The
 * caller frees out. */
MUST_CHECK bool source_states_load(struct store *s, moment at, struct source_states *out, struct error *e);
void source_states_free(struct source_states *states); /* safe on a zeroed list */
/* True if the newest poll of the source was complete. */
bool source_is_whole(const struct source_state *s);
/* True if the newest date of the source's records lies further before the poll than the config, or the period of the
 * figures, allows: old figures, however lately they came. */
bool source_is_old(const struct source_state *s);
/* Writes to out a sentence on the faults of a whole source: records that could not be read, old figures; "": none.
 * Returns out. */
const char *source_state_note(const struct source_state *s, char *out, size_t size);
/* Writes to out a sentence on the values that were not understood, for a source with issue_rows; returns out. */
const char *source_issues_say(const struct source_state *s, char *out, size_t size);
/* Writes to out a sentence on a source that is not whole; returns out. */
const char *source_state_say(const struct source_state *s, char *out, size_t size);

#endif
