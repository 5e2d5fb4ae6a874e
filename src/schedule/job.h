/* The store (table job) keeps when each job was done, and which process holds it. The holder of a job raises the beat
 * every LIMIT_JOB_BEAT_SECONDS and gives the job back at the end. A claim changes the beat that the claimer has read,
 * so that of two processes that see the same job due only one gets it. A holder counts as dead when its beat stands
 * still for LIMIT_JOB_LEASE_SECONDS by the observer's clock (two machines may not share moments), or when its process
 * on this machine is gone. Another process may then claim the job, and the old holder learns of the loss with its next
 * beat. */
#ifndef MOTCUA_SCHEDULE_JOB_H
#define MOTCUA_SCHEDULE_JOB_H

#include "base/holder.h"
#include "schedule/timetable.h"
#include "store/store.h"

struct job_row {
    struct job_done done;
    char holder[HOLDER_BYTES]; /* "": no process holds the job */
    int64_t beat;
};

/* job_rows_enter() enters each job of the timetable that has no row yet, with `now` as the moment when the job was
 * first known. job_rows_load() fills rows, which has room for timetable_count() rows, in the timetable's order; a job
 * without a row gets beat -1. */
MUST_CHECK bool job_rows_enter(struct store *s, const struct timetable *t, moment now, struct error *e);
MUST_CHECK bool job_rows_load(struct store *s, const struct timetable *t, struct job_row *rows,
                              struct error *e);

/* Since when this process sees the beat of a job stand still. */
struct job_watch {
    int64_t beat, since; /* since: seconds of a clock that never goes back; 0: not seen yet */
};
/* True if the job may be claimed: no process holds it, or the holder counts as dead. Updates the watch. me:
 * holder_name(). */
bool job_is_free(const struct job_row *row, struct job_watch *watch, const char *me, int64_t clock);

/* Claims the job; *mine true: this process holds the job now. full notes a full reading. False and e: the store does
 * not answer. */
MUST_CHECK bool job_claim(struct store *s, const char *name, const struct job_row *row, const char *me,
                          moment now, bool full, bool *mine, struct error *e);
/* Raises the beat; *mine true: this process still holds the job. */
MUST_CHECK bool job_beat(struct store *s, const char *name, const char *me, bool *mine, struct error *e);
/* Gives the job back with its exit code; a code below 0 marks the job interrupted. Writes nothing where another process
 * holds the job. */
MUST_CHECK bool job_end(struct store *s, const char *name, const char *me, moment now, int code,
                        struct error *e);

#endif
