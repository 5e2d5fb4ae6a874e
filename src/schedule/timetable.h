/* The timetable says which jobs a config has, and when each is due next. It computes from the config, the done jobs
 * and a given moment, without a clock and without a store. All moments are Vietnamese wall time.
 *
 * A poll is due poll_minutes after the last poll began, up to a tenth earlier or later (the same for the same poll, so
 * that instances agree, and different between sources, so that they do not poll together); at Friday's cut-off in any
 * case; at once after an interruption; and LIMIT_JOB_RETRY_SECONDS after a failure while the Friday report waits for
 * the poll. In quiet hours only the poll of the cut-off begins. A source that answers with changes is read in full at
 * the last `night` before its sweep days are over. The Friday report and its delivery are due at the cut-off once
 * every source was polled without an error since, or when the wait is over. A missed job is made up once; a job that
 * fell due before it was first known is not made up. */
#ifndef MOTCUA_SCHEDULE_TIMETABLE_H
#define MOTCUA_SCHEDULE_TIMETABLE_H

#include "config/config.h"

#define JOB_NAME_BYTES 80

enum job_kind { JOB_POLL, JOB_REPORT, JOB_DELIVER, JOB_PRUNE };

struct job {
    enum job_kind kind;
    /* "poll:SOURCE", "report", "deliver", "prune": the key of the job's row */
    char name[JOB_NAME_BYTES];
    const struct config_source *source; /* the source of a poll, borrowed; NULL: the job is no poll */
};

/* When a job was done. MOMENT_NONE: never. */
struct job_done {
    moment since;          /* when the job was first known */
    moment started, ended; /* of the last run; ended MOMENT_NONE: the run goes on, or its holder died */
    moment full;           /* when the last full reading began */
    int code;              /* exit code of the last run */
    bool interrupted;      /* the last run was broken off, so `code` says nothing */
};

struct job_due {
    /* when the job begins; a moment in the past means now. MOMENT_NONE: the job waits for another job to end */
    moment at;
    bool full; /* a poll that begins now reads the source in full */
};

struct timetable;

/* The config is borrowed until timetable_free(). NULL and e: no memory. */
MUST_CHECK struct timetable *timetable_new(const struct config *config, struct error *e);
void timetable_free(struct timetable *t); /* safe with NULL */
size_t timetable_count(const struct timetable *t);
const struct job *timetable_job(const struct timetable *t, size_t i);
/* Returns when job i is due. done holds a row for each job, in the order of the jobs. */
struct job_due timetable_due(const struct timetable *t, const struct job_done *done, size_t i, moment now);
/* Returns the latest cut-off at m or before. */
moment timetable_cutoff(const struct timetable *t, moment m);

#endif
