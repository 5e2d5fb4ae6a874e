/* Which jobs a config has, and when each is due next. Pure: out of the config, what was done and a moment; no clock, no
 * store. All moments are Vietnamese wall time.
 *
 * A poll is due poll_minutes after the last began, give or take a tenth (always the same tenth for the same poll: instances
 * agree, and many sources do not beat together); at Friday's cut-off in any case; at once after an interruption; and again
 * LIMIT_JOB_RETRY_SECONDS after a failure while the Friday report waits for it. In quiet hours none begins but that of
 * the cut-off. A source that is asked for changes is read in full at the last `night` before its sweep days are over.
 * The Friday report and its delivery are due at the cut-off, once all sources came whole since, or when the wait is
 * over. What was missed is owed once, and nothing that fell due before the job was first known. */
#ifndef MOTCUA_SCHEDULE_TIMETABLE_H
#define MOTCUA_SCHEDULE_TIMETABLE_H

#include "config/config.h"

#define JOB_NAME_BYTES 80

enum job_kind { JOB_POLL, JOB_REPORT, JOB_DELIVER, JOB_PRUNE };

struct job {
    enum job_kind kind;
    char name[JOB_NAME_BYTES];          /* "poll:SOURCE", "report", "deliver", "prune": the key of its row */
    const struct config_source *source; /* of a poll; else NULL */
};

/* What was done of a job. MOMENT_NONE: never. */
struct job_done {
    moment since;          /* when the job was first known */
    moment started, ended; /* of the last; ended MOMENT_NONE: it goes on, or its holder died */
    moment full;           /* when a full reading was last begun */
    int code;              /* exit code of the last */
    bool interrupted;      /* it was broken off: it has no code */
};

struct job_due {
    moment at; /* when it begins; may have passed. MOMENT_NONE: not before something else has ended */
    bool full; /* of a poll that would begin now: a full reading */
};

struct timetable;

/* The config is borrowed. NULL: no memory. */
MUST_CHECK struct timetable *timetable_new(const struct config *config, struct error *e);
void timetable_free(struct timetable *t); /* safe with NULL */
size_t timetable_count(const struct timetable *t);
const struct job *timetable_job(const struct timetable *t, size_t i);
/* done: what was done of each job, in the order of the jobs. */
struct job_due timetable_due(const struct timetable *t, const struct job_done *done, size_t i, moment now);
/* The latest cut-off at m or before. */
moment timetable_cutoff(const struct timetable *t, moment m);

#endif
