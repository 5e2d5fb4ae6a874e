/* The kinds of rows that a store forgets by age, each at an age of its own: the config's "keep". */
#ifndef MOTCUA_CONFIG_KEEP_H
#define MOTCUA_CONFIG_KEEP_H

enum prune_subject { PRUNE_SAMPLES, PRUNE_SCORES, PRUNE_HISTORY, PRUNE_RUNS, PRUNE_REJECTS, PRUNE_SUBJECTS };

/* "samples", "scores", "history", "runs", "rejects": as in the config. */
const char *prune_subject_name(enum prune_subject subject);

#endif
