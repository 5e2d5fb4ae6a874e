/* What was done of each job, in the store (table job), and claims: who is at a job holds it, tells so every
 * LIMIT_JOB_BEAT_SECONDS, and gives it back. A claim changes the beat that the claimer has read, so of two that see
 * the same job due one has it. A holder whose beat stands still for LIMIT_JOB_LEASE_SECONDS by the clock of who looks on (not
 * by moments, which two machines may not share), or that is a process of this machine that is no more, is taken for dead:
 * the job is claimed over its head, and it learns so with its next beat. */
#ifndef MOTCUA_SCHEDULE_JOB_H
#define MOTCUA_SCHEDULE_JOB_H

#include "base/holder.h"
#include "schedule/timetable.h"
#include "store/store.h"

struct job_row {
    struct job_done done;
    char holder[HOLDER_BYTES]; /* "": nobody is at it */
    int64_t beat;
};

/* A row for each job of the timetable, in its order; what is new is entered, first known at `now`. rows: room for all. */
MUST_CHECK bool job_rows_enter(struct store *s, const struct timetable *t, moment now, struct error *e);
MUST_CHECK bool job_rows_load(struct store *s, const struct timetable *t, struct job_row *rows,
                              struct error *e);

/* Since when this process has seen the beat of a job stand still. */
struct job_watch {
    int64_t beat, since; /* since: seconds of a clock that never goes back */
};
/* May the job be claimed: is nobody at it, or somebody who is dead? Keeps the watch. */
bool job_is_free(const struct job_row *row, struct job_watch *watch, const char *me, int64_t clock);

/* *mine: it is ours now. false: the store does not answer. */
MUST_CHECK bool job_claim(struct store *s, const char *name, const struct job_row *row, const char *me,
                          moment now, bool full, bool *mine, struct error *e);
/* *mine: it still is. */
MUST_CHECK bool job_beat(struct store *s, const char *name, const char *me, bool *mine, struct error *e);
/* How it ended; code below 0: it was interrupted. Nothing where it is no longer ours. */
MUST_CHECK bool job_end(struct store *s, const char *name, const char *me, moment now, int code,
                        struct error *e);

#endif
