/* The command lines of a job: what a person would type. */
#ifndef MOTCUA_SCHEDULE_JOB_WORDS_H
#define MOTCUA_SCHEDULE_JOB_WORDS_H

#include "base/limit.h"
#include "schedule/timetable.h"

enum { JOB_WORDS = 16 };

struct job_words {
    const char *argv[JOB_WORDS]; /* from "motcua" on; ends with NULL */
    char file[LIMIT_FILE_BYTES], cut[MOMENT_TEXT_BYTES];
};

/* How many commands a job is: the report has one for each format. */
int job_steps(const struct config *c, const struct job *job);
/* The command of a step. cut: the cut-off that a report is of. Borrowed from the config, the job and `out`. */
void job_words_make(const struct config *c, const struct job *job, int step, bool full, moment cut,
                    const char *language, struct job_words *out);

#endif
